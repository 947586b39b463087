"""Monthly figures as they come in: by form, by program, by lists. A correction keeps what stood."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.monitoring import amounts, tasks
from banyan.desk.monitoring.models import Expected, FigureVersion, KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.reading import division_of
from banyan.desk.monitoring.reports import REPORT
from banyan.desk.monitoring.rules import INDICATORS
from banyan.desk.monitoring.scope import OFFICERS, REPORTERS
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces

Values = Mapping[str, int | None]
Source = MonthlyFigure.Source


@dataclass(frozen=True)
class GivenFigures:
    """The figures of an enterprise and month, by indicator: fen, watt-hours, a count."""

    organization: str
    month: date
    values: Values


@action("monitoring.report_figures")
def report_figures(
    actor: Actor,
    organization: Organization,
    month: date,
    values: Values,
    source: str = Source.INTERFACE,
) -> MonthlyFigure:
    """Writes the figures of a month, or corrects them; the rules look at them soon after. The same
    again changes nothing. Raises RefusedError where the month is not over, the enterprise did not
    have to report it, or a value cannot be; PermissionDenied for an organization that the actor
    does not see."""
    require(actor, *REPORTERS)
    visible = Organization.objects.all()
    if actor.account is not None:
        visible = visible.visible_to(actor.account)
    if not visible.filter(pk=organization.pk).exists():
        raise PermissionDenied
    month = month.replace(day=1)
    given = GivenFigures(organization.pk, month, _complete(values))
    if _unwatched([given]):
        raise RefusedError(_("This enterprise does not report that month."), "month")
    if month >= timezone.localdate().replace(day=1):
        raise RefusedError(_("The month is not over yet."), "month")
    written = _write(actor, [given], source)
    figure: MonthlyFigure = MonthlyFigure.objects.get(organization=organization, month=month)
    log(
        figure,
        after={"month": f"{month:%Y-%m}", "version": figure.version, "changed": bool(written)},
        organization=organization.pk,
    )
    tasks.later([month], division_of(organization.industry))
    return figure


@action("monitoring.import_figures")
def import_figures(actor: Actor, given: Sequence[GivenFigures], name: str) -> dict[str, int]:
    """Writes a list of figures, all of it or nothing; what stands already is left as it is. How
    many were new, corrected, and the same. Raises PermissionDenied where the actor does not see an
    organization, RefusedError where one does not report that month."""
    require(actor, *OFFICERS)
    codes = sorted({one.organization for one in given})
    if actor.account is not None and len(codes) > _seen(actor, codes):
        raise PermissionDenied
    if _unwatched(given):
        raise RefusedError(_("The list has enterprises that do not report that month."))
    written = _write(actor, given, Source.IMPORTED)
    new = sum(figure.version == 1 for figure in written)
    counts = {
        "new": new,
        "corrected": len(written) - new,
        "same": len(given) - len(written),
    }
    log("monitoring.figures", after={"file": name, **counts})
    months = sorted({one.month for one in given})
    tasks.later(months)
    return counts


def _seen(actor: Actor, codes: Iterable[str]) -> int:
    visible = Organization.objects.visible_to(actor.account)
    return sum(visible.filter(pk__in=piece).count() for piece in in_pieces(codes))


def _complete(values: Values) -> dict[str, int | None]:
    complete: dict[str, int | None] = {}
    for name in INDICATORS:
        value = values.get(name)
        try:
            complete[name] = None if value is None else amounts.checked(name, value)
        except ValueError:
            raise RefusedError(_("This number cannot be."), name) from None
    if all(value is None for value in complete.values()):
        raise RefusedError(_("Report at least one figure."))
    return complete


def _unwatched(given: Sequence[GivenFigures]) -> list[GivenFigures]:
    """Those of enterprises that do not have to report that month."""
    periods: dict[str, list[tuple[date, date | None]]] = {}
    for piece in in_pieces(sorted({one.organization for one in given})):
        rows = KeyEnterprise.objects.filter(organization__in=piece)
        for code, since, until in rows.values_list("organization_id", "since", "until"):
            periods.setdefault(code, []).append((since, until))
    return [
        one
        for one in given
        if not any(
            since <= one.month and (until is None or one.month < until)
            for since, until in periods.get(one.organization, ())
        )
    ]


def _write(actor: Actor, given: Sequence[GivenFigures], source: str) -> list[MonthlyFigure]:
    """The figures that are new or corrected, written with their versions."""
    now = timezone.now()
    said: dict[str, Any] = {"source": source, "reported_by": actor.account, "reported_at": now}
    wanted = {(one.organization, one.month): one for one in given}
    new = [MonthlyFigure(organization_id=code, month=month, version=0) for code, month in wanted]
    # what somebody else writes at this moment is not made twice, and read below
    for start in range(0, len(new), 2000):
        MonthlyFigure.objects.bulk_create(new[start : start + 2000], ignore_conflicts=True)
    changed = []
    months = {one.month for one in given}
    for piece in in_pieces(sorted({one.organization for one in given})):
        held = MonthlyFigure.objects.select_for_update().filter(
            organization__in=piece, month__in=months
        )
        for figure in held.order_by("organization_id", "month"):
            one = wanted.get((figure.organization_id, figure.month))
            if one is None or (figure.version and figure.values == dict(one.values)):
                continue
            for name, value in {**one.values, **said}.items():
                setattr(figure, name, value)
            figure.version += 1
            changed.append(figure)
    MonthlyFigure.objects.bulk_update(changed, [*INDICATORS, *said, "version"], batch_size=500)
    FigureVersion.objects.bulk_create(
        [
            FigureVersion(figure=figure, version=figure.version, **said, **figure.values)
            for figure in changed
        ],
        batch_size=2000,
    )
    _close(actor, given)
    return changed


def _close(actor: Actor, given: Sequence[GivenFigures]) -> None:
    wanted = {(one.organization, one.month) for one in given}
    months = {one.month for one in given}
    for piece in in_pieces(sorted({one.organization for one in given})):
        for one in Expected.objects.filter(organization__in=piece, month__in=months, open=True):
            if (one.organization_id, one.month) in wanted:
                close_obligations(actor, one, REPORT)
                Expected.objects.filter(pk=one.pk).update(open=False)
