"""What a change of a figure may be, and what its simulation must be before it is confirmed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.policy.models import FigureChange, FigureSimulation
from banyan.rules.changes import figure_value
from banyan.rules.errors import PackError, UsageError
from banyan.rules.pack import Pack
from banyan.rules.parameters import Figure, Span, Value, show_value

FRESH = timedelta(days=7)
"""How old a simulation may be when the change is confirmed."""


def first_open_year() -> int:
    """The first year that is not closed: a year is over when it is past."""
    return timezone.localdate().year


def changeable(figure: Figure) -> bool:
    """Whether another value can be adopted in any span."""
    return any(figure.may_adopt(span) for span in figure.spans)


def check_change(pack: Pack, key: str, value: str, starts: date, ends: date) -> Value:
    """The value, where the change can be made to ``pack``; else RefusedError."""
    figure = pack.parameters.get(key)
    if figure is None:
        raise RefusedError(_("There is no figure %(key)s.") % {"key": key})
    _check_dates(pack, starts, ends)
    try:
        parsed = figure_value(pack, key, value)
    except UsageError:
        raise RefusedError(
            _("“%(value)s” is no value of this figure: write it like %(like)s.")
            % {"value": value, "like": show_value(figure.spans[0].adopted, figure.unit)},
            "value",
        ) from None
    spans = [span for span in figure.spans if span.start < ends and starts < span.end]
    _check_spans(figure, spans, parsed)
    try:
        figure.adopting(parsed, starts, ends)
    except PackError as error:
        raise RefusedError(str(error)) from None
    return parsed


def _check_dates(pack: Pack, starts: date, ends: date) -> None:
    if starts >= ends:
        raise RefusedError(_("The last day is before the first."), "last_day")
    first, after = pack.in_force
    if starts < first or ends > after:
        raise RefusedError(
            _("The policy is in force from %(first)s to %(last)s.")
            % {"first": first, "last": after - timedelta(days=1)},
            "starts" if starts < first else "last_day",
        )
    if starts.year < first_open_year():
        raise RefusedError(
            _("The year %(year)s is closed; a figure can change from 1 January %(open)s.")
            % {"year": starts.year, "open": first_open_year()},
            "starts",
        )
    if not any(starts <= date(year, 12, 31) < ends for year in pack.years):
        raise RefusedError(
            _(
                "A year is settled with the figures of its 31 December, and there is none between "
                "these days."
            ),
            "last_day",
        )


def _check_spans(figure: Figure, spans: Sequence[Span], value: Value) -> None:
    for span in spans:
        if not figure.may_adopt(span):
            raise RefusedError(
                _("The document fixes this figure; only another document can change it."), "value"
            )
        if span.ceiling is not None and value > span.ceiling:  # type: ignore[operator]
            raise RefusedError(
                _("%(value)s is above the ceiling of the document, %(ceiling)s.")
                % {
                    "value": show_value(value, figure.unit),
                    "ceiling": show_value(span.ceiling, figure.unit),
                },
                "value",
            )
    if all(span.adopted == value for span in spans):
        raise RefusedError(_("This value holds already on all these days."), "value")


def year_to_simulate(change: FigureChange) -> int:
    """The year whose records say what the change costs: the first that it concerns, or this year
    where that one has not come yet."""
    return min(change.years.start, first_open_year())


def is_fresh(simulation: FigureSimulation | None, pack: Pack) -> bool:
    """Whether a simulation may be relied on when the change is confirmed: computed against the
    policy in force now, and not long ago."""
    return (
        simulation is not None
        and simulation.state == FigureSimulation.State.DONE
        and simulation.pack_sha256 == pack.sha256
        and simulation.done_at is not None
        and timezone.now() - simulation.done_at < FRESH
    )
