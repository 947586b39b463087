"""What the notice asks to be done, as the pack's ``tasks.toml`` declares it.

A mistake there is a PackError at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from banyan.desk.policy_pack import declared_pack, tasks_file
from banyan.rules.articles import Words, both, read_toml
from banyan.rules.errors import PackError

COUNTIES = "counties"
"""The unit of the notice that stands for every county: such a task is one of each."""

_ENTRIES = frozenset(
    {
        *("article", "zh", "en", "done", "lead", "helps", "until", "starts", "due"),
        *("target", "unit", "milestones"),
    }
)
_LEAP = 2024
"""A year that has every day."""

MonthDay = tuple[int, int]


@dataclass(frozen=True)
class DeclaredMilestone:
    """``on`` is a month and a day of it."""

    code: str
    words: Words
    on: MonthDay


@dataclass(frozen=True)
class DeclaredTask:
    """``lead`` and ``helps`` are codes of the pack's units. ``years`` are the first and the last
    year of a task of several, ``None`` for one of every year; ``starts`` and ``due`` its days in
    the first and the last. ``target`` is counted in ``measure``; ``None`` where the notice gives
    no number."""

    code: str
    article: str
    words: Words
    done: Words
    lead: str
    helps: tuple[str, ...]
    years: tuple[int, int] | None
    starts: MonthDay
    due: MonthDay
    target: int | None
    measure: Words | None
    milestones: tuple[DeclaredMilestone, ...]

    @property
    def yearly(self) -> bool:
        return self.years is None

    def of_year(self, year: int) -> bool:
        return self.years is None or self.years[0] <= year <= self.years[1]

    def days_in(self, year: int) -> tuple[date, date]:
        """Its first and its last day, as the list of ``year`` has it."""
        first, last = self.years or (year, year)
        return date(first, *self.starts), date(last, *self.due)


@dataclass(frozen=True)
class Declared:
    """``without`` says why an article has no task."""

    tasks: Mapping[str, DeclaredTask]
    without: Mapping[str, Words]

    def of_article(self, number: str) -> list[DeclaredTask]:
        return [one for one in self.tasks.values() if one.article == number]


@cache
def declared() -> Declared:
    """Raises PackError."""
    return load(tasks_file())


def load(path: Path) -> Declared:
    """Raises PackError for what does not hold together, and for an article that has neither a task
    nor a reason."""
    said = read_toml(path)
    articles = declared_pack().articles
    tasks = {
        code: _task(f"{path.name}: {code}", code, one)
        for code, one in said.get("tasks", {}).items()
    }
    without = {
        number: both(f"{path.name}: {number}", one)
        for number, one in said.get("without", {}).items()
    }
    has = {one.article for one in tasks.values()}
    for number in without:
        if number not in articles:
            raise PackError(f"{path.name}: no article {number}")
        if number in has:
            raise PackError(f"{path.name}: {number} has a task and a reason why it has none")
    for number in articles:
        if number not in has and number not in without:
            raise PackError(f"{path.name}: {number} has neither a task nor a reason")
    return Declared(tasks, without)


def _task(place: str, code: str, said: dict[str, Any]) -> DeclaredTask:
    unknown = set(said) - _ENTRIES
    if unknown:
        raise PackError(f"{place}: unknown entry {sorted(unknown)[0]}")
    pack = declared_pack()
    if said.get("article") not in pack.articles:
        raise PackError(f"{place}: no article {said.get('article')}")
    for unit in (said.get("lead"), *said.get("helps", ())):
        if unit not in pack.units:
            raise PackError(f"{place}: no unit {unit}")
    if COUNTIES in said.get("helps", ()) or said["lead"] in said.get("helps", ()):
        raise PackError(f"{place}: who helps is another single unit than who leads")
    target = said.get("target")
    if target is not None and (not isinstance(target, int) or target <= 0):
        raise PackError(f"{place}: a target is a number above zero")
    if (target is None) != ("unit" not in said):
        raise PackError(f"{place}: a target has a unit, and a unit a target")
    starts = _month_day(f"{place}, starts", said.get("starts", "01-01"))
    due = _month_day(f"{place}, due", said.get("due", "12-31"))
    years = _years(place, said.get("until"))
    if (years is None or years[0] == years[1]) and starts >= due:
        raise PackError(f"{place}: it ends before it starts")
    milestones = tuple(
        DeclaredMilestone(
            one["code"], both(f"{place}.{one['code']}", one), _month_day(place, one.get("on"))
        )
        for one in said.get("milestones", ())
    )
    if len({one.code for one in milestones}) < len(milestones):
        raise PackError(f"{place}: two milestones have one code")
    return DeclaredTask(
        code=code,
        article=said["article"],
        words=both(place, said),
        done=both(f"{place}, done", said.get("done")),
        lead=said["lead"],
        helps=tuple(said.get("helps", ())),
        years=years,
        starts=starts,
        due=due,
        target=target,
        measure=None if target is None else both(f"{place}, unit", said["unit"]),
        milestones=milestones,
    )


def _years(place: str, until: Any) -> tuple[int, int] | None:
    if until is None:
        return None
    years = declared_pack().years
    if until not in years:
        raise PackError(f"{place}: the policy is not in force in {until}")
    return years.start, until


def _month_day(place: str, said: Any) -> MonthDay:
    try:
        day = date.fromisoformat(f"{_LEAP}-{said}")
    except ValueError:
        raise PackError(f"{place}: {said} is no month and day") from None
    if (day.month, day.day) == (2, 29):
        raise PackError(f"{place}: 29 February is not in every year")
    return day.month, day.day
