"""The targets of the demo: what was reported of the last two years, so that there is something to
carry on to 2030, and a yearly report to be published."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import partial

from banyan.desk.audit import Actor, Origin
from banyan.desk.operations.demo_past import Past, document
from banyan.desk.operations.demo_steps import Step
from banyan.desk.targets.actions.reporting import Stated, confirm, report_values
from banyan.desk.targets.actions.yearly import draft_report
from banyan.desk.targets.computing import compute
from banyan.desk.targets.indicators import IN_YEAR, LAST, START, Indicator, declared_indicators
from banyan.desk.targets.path import counties
from banyan.desk.targets.periods import periods_over

YEARS = 2
"""Years back of which values are reported, besides the present one."""

PACE = {
    "industrial_value_added": 92,
    "strategic_share": 64,
    "leading_enterprises": 108,
    "ten_billion_enterprises": 78,
    "chain_masters": 103,
    "clusters": 45,
    "pilot_projects": 115,
    "fund_size": 82,
    "smart_factories": 105,
    "green_factories": 112,
    "potential_enterprises": 96,
    "park_projects": 101,
}
"""Percent of what the path to the target asks for that the made-up city reaches."""

PLAIN = {
    "fixed_investment_rank": (4, 4, 3, 3, 4, 3, 2, 3, 3, 2, 3),
    "value_added_growth": (68_000, 71_000, 74_000, 70_000, 73_000, 76_000, 72_000),
    "gdp_growth": (61_000, 60_000, 63_000, 62_000, 59_000, 61_000, 60_000),
    "manufacturing_share": tuple(range(258_000, 272_000, 800)),
}
"""The values of what follows no path, the oldest first and again from the beginning: places, and
millionths."""

WAITING = ("chain_masters", "fund_size")
"""Of these the newest value waits to be confirmed."""

WEIGHTS = (7, 5, 9, 8, 9, 12, 14, 8, 5, 4, 3, 16)
"""Of the counties in what they share, in the order of their codes."""


def steps(past: Past) -> Iterator[Step]:
    for indicator in declared_indicators().values():
        if indicator.reported:
            yield f"target {indicator.code}", partial(report, past, indicator)
    yield "standings of targets", partial(compute, Actor(origin=Origin("task")))
    yield "yearly report of targets", partial(draft, past)


def report(past: Past, indicator: Indicator) -> None:
    """All that is over of the last years, confirmed but for the newest of some."""
    count = (YEARS * 12 + past.today.month - 1) // indicator.every
    periods = periods_over(indicator, past.today, count)[::-1]
    stated = [
        Stated(indicator.code, "", period, _value(indicator, period, number))
        for number, period in enumerate(periods)
        if not _from_nothing(indicator, period)
    ]
    if indicator.counties:
        stated += _shares(stated[-1])
    if indicator.code in WAITING:
        newest = [one for one in stated if one.period == stated[-1].period]
        _sent(past, [one for one in stated if one not in newest], confirmed=True)
        _sent(past, newest, confirmed=False)
    else:
        _sent(past, stated, confirmed=True)


def _from_nothing(indicator: Indicator, period: date) -> bool:
    """Whether there was nothing yet of what is counted from the beginning of the plan on."""
    follows = indicator.code not in PLAIN and not indicator.yearly
    return follows and not indicator.baseline.now() and period.year <= START


def _sent(past: Past, stated: list[Stated], *, confirmed: bool) -> None:
    if not stated:
        return
    with document("统计部门提供的数据表") as (path, name):
        made = report_values(past.city, stated, path, name, note="以统计部门数据为准。")
    if confirmed:
        confirm(past.second, made)


def _value(indicator: Indicator, period: date, number: int) -> int:
    """In the indicator's own measure."""
    if indicator.code in PLAIN:
        plain = PLAIN[indicator.code]
        return plain[number % len(plain)]
    pace, target = PACE.get(indicator.code, 90), indicator.target.now()
    if indicator.yearly:
        return target * pace * period.month // 1200
    baseline = indicator.baseline.now()
    months = (period.year - START) * 12 + period.month - 12
    if indicator.adds_up == IN_YEAR:  # as the whole year stands to the path, up to this month
        months = (period.year - START) * 12
    reached = baseline + (target - baseline) * months * pace // (1200 * (LAST - START))
    if indicator.adds_up == IN_YEAR:
        return max(reached, 0) * period.month // 12
    return max(reached, 0)


def _shares(whole: Stated) -> list[Stated]:
    """What the counties have of it; the last has the rest."""
    codes = sorted(counties())
    parts = [whole.value * weight // sum(WEIGHTS) for weight in WEIGHTS[: len(codes)]]
    parts[-1] += whole.value - sum(parts)
    return [
        Stated(whole.indicator, county, whole.period, part)
        for county, part in zip(codes, parts, strict=False)
    ]


def draft(past: Past) -> None:
    """The report on the present year, which a second person has to publish."""
    if START < past.today.year <= LAST:
        remarks = "多数指标达到序时进度，战略性新兴产业占比和千亿集群需加力推进。"
        draft_report(past.city, past.today.year, remarks_zh=remarks)
