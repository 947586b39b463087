"""Actual values from records: measured outside of any transaction, then written by one action."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.targets import drawn_from, drawn_from_lists  # noqa: F401 declare the sources
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.keeping import Given, stand, write_values
from banyan.desk.targets.models import Value
from banyan.desk.targets.path import counties
from banyan.desk.targets.periods import ends_of_months, month_of
from banyan.desk.targets.sources import Source, source_of

MONTHS = 36
"""Months back for which values are measured, so that there is a forecast from the first day."""

YEARS = 3
"""Years back, where rows have a year only."""


def compute(actor: Actor) -> dict[str, int]:
    """Measures every indicator that has a source and judges all of them anew. Interrupted, it is
    begun again; what is written stands."""
    today = timezone.localdate()
    given: list[Given] = []
    # what is computed with reported values comes last
    indicators = sorted(declared_indicators().values(), key=_of_figures)
    for indicator in indicators:
        source = source_of(indicator)
        if source is not None:
            measured = list(_measured(indicator, source, today))
            if any(one.value for one in measured) or _had_values(indicator):
                given += measured
    return keep(actor, given)


def _had_values(indicator: Indicator) -> bool:
    """Nothing but zeros of what never had a value says only that nobody has brought the records
    yet; that is no value."""
    return Value.objects.filter(indicator=indicator.code).exists()


def _of_figures(indicator: Indicator) -> bool:
    source = source_of(indicator)
    return source is not None and source.rows is None


def _measured(indicator: Indicator, source: Source, today: date) -> Iterator[Given]:
    within = set(counties())
    for day in _days(indicator, source, today):
        found = source.measured(indicator, day)
        if found is None:
            continue
        period = month_of(day)
        yield Given(indicator.code, "", period, day, found.value)
        if indicator.counties:
            for county in sorted(within):
                value = found.by_county.get(county, 0)
                yield Given(indicator.code, county, period, day, value)


def _days(indicator: Indicator, source: Source, today: date) -> Sequence[date]:
    days = _possible_days(source, today)
    if source.begun is None:
        return days
    first = source.begun(indicator)
    return [] if first is None else [day for day in days if day >= first]


def _possible_days(source: Source, today: date) -> Sequence[date]:
    if source.dated:
        ends = ends_of_months(today, MONTHS)
        return ends if source.rows is None else [*ends, today]
    past = [date(today.year - number, 12, 31) for number in range(YEARS, 0, -1)]
    return [*past, today]


@action("targets.keep_values")
def keep(actor: Actor, given: Sequence[Given]) -> dict[str, int]:
    """Writes what was measured, and judges every indicator anew. Only the desk itself may."""
    require(actor)
    changed = write_values(given, Value.Source.COMPUTED)
    standings = stand(declared_indicators())
    counts = {"measured": len(given), "changed": changed, "standings": standings}
    log("targets.values", after=counts)
    return counts


def follow(codes: Sequence[str]) -> None:
    """Computes what follows from reported values of these indicators, and judges it and them;
    within a running action."""
    given: list[Given] = []
    followed = set(codes)
    for indicator in declared_indicators().values():
        if set(indicator.drawn.get("of", ())) & set(codes):
            source = source_of(indicator)
            assert source is not None
            given += _following(indicator, source)
            followed.add(indicator.code)
    write_values(given, Value.Source.COMPUTED)
    stand(followed)


def _following(indicator: Indicator, source: Source) -> Iterator[Given]:
    days = Value.objects.filter(indicator__in=indicator.drawn["of"], county="")
    for day in sorted(set(days.values_list("as_of", flat=True))):
        found = source.measured(indicator, day)
        if found is not None:
            yield Given(indicator.code, "", month_of(day), day, found.value)
