"""Bulletins of problem solving and scoreboards: one drafts, another publishes."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.bulletins.composing import LANGUAGES
from banyan.desk.bulletins.documents import desk_address
from banyan.desk.messaging.sending import tell
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import OFFICIALS, Role
from banyan.desk.supervision.issuing import hash_of, issue
from banyan.desk.supervision.models import Report
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.report_files import say_linked
from banyan.desk.supervision.report_words import default_title
from banyan.desk.supervision.scope import WRITERS
from banyan.desk.supervision.scoring import content_of

TITLES_AND_REMARKS = ("title_zh", "title_en", "remarks_zh", "remarks_en")


@action("supervision.draft_report")
def draft_report(actor: Actor, kind: str, period: Period) -> Report:
    """Begins a bulletin, or a scoreboard, of a period. RefusedError for one that has not begun."""
    _require_writer(actor)
    if kind not in Report.Kind.values:
        raise RefusedError(_("Choose a bulletin or a scoreboard."), "kind")
    if period.first > timezone.localdate():
        raise RefusedError(_("This period has not begun."), "period")
    titles = {}
    for ours, django in LANGUAGES.items():
        with override(django):
            titles[f"title_{ours}"] = default_title(kind, period)
    report = Report.objects.create(
        kind=kind,
        period=period.code,
        content=content_of(period),
        computed_at=timezone.now(),
        made_by=actor.account,
        changed_by=actor.account,
        **titles,
    )
    log(report, after={"kind": kind, "period": period.code, "figures": _figures(report)})
    return report


@action("supervision.edit_report")
def edit_report(actor: Actor, report: Report, words: dict[str, str]) -> None:
    """Changes the titles and remarks of a draft, ``words`` by their names."""
    _require_writer(actor)
    report = _open(report)
    before = {name: getattr(report, name) for name in words if name in TITLES_AND_REMARKS}
    for name in before:
        setattr(report, name, words[name].strip())
    if not (report.title_zh and report.title_en):
        raise RefusedError(_("Give a title in both languages."), "title_zh")
    report.changed_by = actor.account
    report.save(update_fields=[*before, "changed_by"])
    log(report, before=before, after={name: getattr(report, name) for name in before})


@action("supervision.refresh_report")
def refresh_report(actor: Actor, report: Report) -> None:
    """Reckons the figures of a draft again, from the moves as they stand now."""
    _require_writer(actor)
    report = _open(report)
    before = _figures(report)
    report.content, report.computed_at = content_of(report.of), timezone.now()
    report.changed_by = actor.account
    report.save(update_fields=["content", "computed_at", "changed_by"])
    log(report, before={"figures": before}, after={"figures": _figures(report)})


@action("supervision.discard_report")
def discard_report(actor: Actor, report: Report) -> None:
    """Puts a draft away; it has no number and leaves none out."""
    _require_writer(actor)
    report = _open(report)
    report.state = Report.State.DISCARDED
    report.save(update_fields=["state"])
    log(report, before={"state": Report.State.OPEN}, after={"state": report.state})


@action("supervision.publish_report")
def publish_report(actor: Actor, report: Report, origin: str) -> Report:
    """Freezes a draft under the next number of its kind and year, with its files, and tells the
    officials of a bulletin. ``origin`` is the address of the desk for who publishes.

    Raises RefusedError for whoever changed it last, where somebody else was first, and where the
    cases say something else by now."""
    _require_writer(actor)
    report = _open(report)
    if report.changed_by == actor.account:
        raise RefusedError(
            _("Whoever changed a draft last cannot publish it: a second person does.")
        )
    if _figures_of(content_of(report.of)) != _figures(report):
        raise RefusedError(
            _("The cases have moved since the figures were reckoned: reckon them again.")
        )
    content = report.content | {
        "kind": report.kind,
        "words": {name: getattr(report, name) for name in TITLES_AND_REMARKS},
        "address": desk_address(origin),
        "report": report.pk,
    }
    report.paper = issue(actor, report.kind, content, say_linked)
    report.state, report.published_by = Report.State.PUBLISHED, actor.account
    report.save(update_fields=["state", "paper", "published_by"])
    if report.kind == Report.Kind.BULLETIN:
        tell(
            Account.objects.filter(is_active=True, role__in=OFFICIALS - {Role.ADMINISTRATOR}),
            "supervision.published",
            key=f"supervision.report {report.pk}",
            context={
                "number": report.paper.code,
                "title": {"zh": report.title_zh, "en": report.title_en},
            },
            link=report.get_absolute_url(),
        )
    log(
        report,
        before={"state": Report.State.OPEN},
        after={
            "state": report.state,
            "number": report.paper.code,
            "figures": _figures(report),
            "sha256": report.paper.sha256,
        },
    )
    return report


def _require_writer(actor: Actor) -> None:
    require(actor, *WRITERS)
    if actor.account is None:
        raise PermissionDenied


def _open(report: Report) -> Report:
    """The draft as it is now, held; RefusedError where it is none any more."""
    found: Report = Report.objects.select_for_update(of=("self",)).get(pk=report.pk)
    if found.state != Report.State.OPEN:
        raise RefusedError(
            _("Somebody else was first: this draft is %(state)s.")
            % {"state": found.get_state_display()}
        )
    return found


def _figures(report: Report) -> str:
    return _figures_of(report.content)


def _figures_of(content: dict[str, Any]) -> str:
    """The hash of the figures, whenever they were reckoned."""
    return hash_of({name: content[name] for name in ("counties", "units", "total")})
