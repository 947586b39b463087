"""Values and standings as they are written, within a running action."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.targets.forecast import Forecast, Point
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.judging import Judgement, judged
from banyan.desk.targets.models import Report, Standing, Value, ValueVersion
from banyan.desk.targets.path import counties

DRAWN = 24
"""Values of the small picture."""

_PLAIN = ("as_of", "value", "path", "target", "gap", "short", "needed", "pace", "missing")
_EDGES = tuple(f"{end}_{edge}" for end in ("year", "last") for edge in ("middle", "low", "high"))
_JUDGED = ("light", "why", "recent", "computed_at", *_PLAIN, *_EDGES)


@dataclass(frozen=True)
class Given:
    """A value to be written: of the month that begins on ``period``."""

    indicator: str
    county: str
    period: date
    as_of: date
    value: int


def write_values(given: Sequence[Given], source: str, report: Report | None = None) -> int:
    """Writes what is new or differs, each as a version; how many there were. A value that somebody
    reported is not overwritten by a computed one of the same month, or the other way round: the
    newest counts."""
    now = timezone.now()
    wanted = {(one.indicator, one.county, one.period): one for one in given}
    codes = {one.indicator for one in given}
    new = [
        Value(
            indicator=one.indicator,
            county=one.county,
            period=one.period,
            as_of=one.as_of,
            value=one.value,
            source=source,
            version=0,
        )
        for one in wanted.values()
    ]
    for start in range(0, len(new), 1000):
        # what somebody else writes at this moment is not made twice, and read below
        Value.objects.bulk_create(new[start : start + 1000], ignore_conflicts=True)
    periods = {one.period for one in given}
    held = (
        Value.objects.select_for_update()
        .filter(indicator__in=codes, period__in=periods)
        .order_by("indicator", "county", "period")
    )
    changed, later = [], []
    for row in held:
        one = wanted.get((row.indicator, row.county, row.period))
        if one is None:
            continue
        if row.version and (row.value, row.source) == (one.value, source):
            if row.as_of != one.as_of:
                row.as_of = one.as_of
                later.append(row)
            continue
        row.value, row.as_of, row.source = one.value, one.as_of, source
        row.version += 1
        changed.append(row)
    Value.objects.bulk_update(later, ["as_of"], batch_size=500)
    Value.objects.bulk_update(changed, ["value", "as_of", "source", "version"], batch_size=500)
    ValueVersion.objects.bulk_create(
        [
            ValueVersion(
                of=row,
                version=row.version,
                as_of=row.as_of,
                value=row.value,
                source=source,
                report=report,
                written_at=now,
            )
            for row in changed
        ],
        batch_size=1000,
    )
    return len(changed)


def points_of(indicator: str, county: str = "") -> list[Point]:
    """The values of an indicator, oldest first."""
    rows = Value.objects.filter(indicator=indicator, county=county).order_by("period")
    return [Point(day, value) for day, value in rows.values_list("as_of", "value")]


def stand(codes: Iterable[str]) -> int:
    """Judges these indicators anew, of the whole city and of each county that has a share or
    values; how many standings there are."""
    rows = []
    for code in sorted(set(codes)):
        indicator = declared_indicators().get(code)
        if indicator is not None:
            rows += _standings(indicator)
    Standing.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["indicator", "county"],
        update_fields=_JUDGED,
    )
    return len(rows)


def _standings(indicator: Indicator) -> list[Standing]:
    series: dict[str, list[Point]] = {"": []}
    if indicator.counties:
        series |= {county: [] for county in counties()}
    rows = Value.objects.filter(indicator=indicator.code).order_by("period")
    for county, day, value in rows.values_list("county", "as_of", "value"):
        if county in series:
            series[county].append(Point(day, value))
    return [_standing(indicator, county, points) for county, points in series.items()]


def _standing(indicator: Indicator, county: str, points: list[Point]) -> Standing:
    found = judged(indicator, points, county)
    return Standing(
        indicator=indicator.code,
        county=county,
        light=found.light,
        why=found.why,
        recent=[one.value for one in points[-DRAWN:]],
        computed_at=timezone.now(),
        **{name: getattr(found, name) for name in _PLAIN},
        **_edges("year", found.of_year),
        **_edges("last", found.of_last),
    )


def _edges(name: str, made: Forecast | None) -> dict[str, Any]:
    return {
        f"{name}_{edge}": None if made is None else getattr(made, edge)
        for edge in ("middle", "low", "high")
    }


def judgement_of(indicator: Indicator, county: str = "") -> tuple[Judgement, list[Point]]:
    """As it would be judged now."""
    points = points_of(indicator.code, county)
    return judged(indicator, points, county), points
