"""The indicators of the plan, as the pack's ``targets.toml`` declares them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.desk.lists.declared import declared_lists
from banyan.desk.policy_pack import adopted_count, declared_pack, targets_file
from banyan.desk.projects.kinds import declared as projects
from banyan.desk.records.labels import language
from banyan.rules.articles import Words, both, read_toml
from banyan.rules.errors import PackError
from banyan.rules.parameters import parse_value
from banyan.rules.units import Unit

MEASURES = {
    "count": Unit.COUNT,
    "money": Unit.MONEY,
    "percent": Unit.RATE,
    "points": Unit.RATE,
    "rank": Unit.COUNT,
}
"""What a value is held in: a count, fen, or millionths."""

DIRECTIONS = ("at_least", "more_than", "at_most")
HORIZONS = ("2030", "yearly")
STANDS, IN_YEAR, SINCE_START = "stands", "in_year", "since_start"
MONTHS = {"month": 1, "quarter": 3, "year": 12}
STEADY, GROWTH = "steady", "growth"
REPORTED = "reported"

START, LAST = 2025, 2030
"""The path begins at the end of the one year and ends with the other."""

_KNOWN = {
    *("zh", "en", "article", "measure", "counted", "how", "direction", "horizon", "target"),
    *("baseline", "adds_up", "source", "drawn", "every", "units", "counties", "model", "closers"),
}


@dataclass(frozen=True)
class Number:
    """A figure that the declaration gives, or that ``key`` of the pack's figures gives."""

    value: int = 0
    key: str = ""

    def now(self) -> int:
        return adopted_count(self.key) if self.key else self.value


@dataclass(frozen=True)
class Indicator:
    """One figure of the plan. ``direction`` is empty where it has no target of its own. Values
    are held as ``MEASURES`` says. ``every`` is the months between two reports, 0 where the value is
    computed. ``closers`` say who would close the gap (``closing.FINDERS``)."""

    code: str
    words: Words
    counted_words: Words
    how_words: Words
    article: str
    measure: str
    direction: str
    horizon: str
    target: Number
    baseline: Number
    adds_up: str
    source: str
    drawn: Mapping[str, Any]
    every: int
    units: tuple[str, ...]
    counties: bool
    model: str
    closers: tuple[Mapping[str, Any], ...]

    @property
    def name(self) -> str:
        """In the language of the request, as all the others."""
        return self.words[language()]

    @property
    def counted(self) -> str:
        return self.counted_words[language()]

    @property
    def how(self) -> str:
        return self.how_words[language()]

    @property
    def unit_names(self) -> list[str]:
        return [declared_pack().units[unit][language()] for unit in self.units]

    @property
    def has_target(self) -> bool:
        return bool(self.direction)

    @property
    def yearly(self) -> bool:
        return self.horizon == "yearly"

    @property
    def reported(self) -> bool:
        return self.source == REPORTED

    @property
    def from_notice(self) -> bool:
        """Whether the target is a number of the notice."""
        return not self.target.key


@cache
def declared_indicators() -> Mapping[str, Indicator]:
    """The indicators by their code, in the order of the file. Raises PackError."""
    file = targets_file()
    found = {
        code: _indicator(f"{file.name}: {code}", code, said)
        for code, said in read_toml(file).items()
    }
    for one in found.values():
        for other in one.drawn.get("of", ()):
            if other not in found:
                raise PackError(f"{file.name}: {one.code}: no indicator {other}")
    return found


def with_targets() -> list[Indicator]:
    return [one for one in declared_indicators().values() if one.has_target]


def without_targets() -> list[Indicator]:
    return [one for one in declared_indicators().values() if not one.has_target]


def _indicator(place: str, code: str, said: dict[str, Any]) -> Indicator:
    unknown = set(said) - _KNOWN
    if unknown:
        raise PackError(f"{place}: unknown entry {sorted(unknown)[0]}")
    if said.get("article") not in declared_pack().articles:
        raise PackError(f"{place}: no article {said.get('article')}")
    _one_of(place, said, "measure", MEASURES)
    _one_of(place, said, "adds_up", (STANDS, IN_YEAR, SINCE_START))
    if "target" in said:
        _one_of(place, said, "direction", DIRECTIONS)
        _one_of(place, said, "horizon", HORIZONS)
        if (said["horizon"] == "2030") is not ("baseline" in said):
            raise PackError(f"{place}: a target of 2030, and no other, has a baseline")
    elif {"direction", "horizon", "baseline"} & set(said):
        raise PackError(f"{place}: a direction, horizon or baseline, but no target")
    if not said.get("source"):
        raise PackError(f"{place}: no source")
    if (said["source"] == REPORTED) is not ("every" in said):
        raise PackError(f"{place}: what is reported, and nothing else, says how often")
    if "every" in said:
        _one_of(place, said, "every", MONTHS)
    units = said.get("units")
    if not units or not set(units) <= set(declared_pack().units):
        raise PackError(f"{place}: units of units.toml answer for it")
    model = said.get("model", STEADY)
    if model not in (STEADY, GROWTH):
        raise PackError(f"{place}: no model {model}")
    for drawn in (said.get("drawn", {}), *said.get("closers", ())):
        _lists_there(place, drawn)
    measure = MEASURES[said["measure"]]
    return Indicator(
        code=code,
        words=both(place, said),
        counted_words=both(f"{place}.counted", said.get("counted")),
        how_words=both(f"{place}.how", said.get("how")),
        article=said["article"],
        measure=said["measure"],
        direction=said.get("direction", ""),
        horizon=said.get("horizon", ""),
        target=_number(f"{place}.target", said.get("target", 0), measure),
        baseline=_number(f"{place}.baseline", said.get("baseline", 0), measure),
        adds_up=said["adds_up"],
        source=said["source"],
        drawn=said.get("drawn", {}),
        every=MONTHS[said["every"]] if "every" in said else 0,
        units=tuple(units),
        counties=bool(said.get("counties")),
        model=model,
        closers=tuple(said.get("closers", ())),
    )


def _lists_there(place: str, said: Mapping[str, Any]) -> None:
    """What names a list names one that the pack has, and tiers or a stage of it."""
    code = said.get("list")
    if code is None:
        return
    if code in declared_lists():
        if not set(said.get("tiers", ())) <= set(declared_lists()[code].tiers):
            raise PackError(f"{place}: tiers of the list {code}")
    elif code not in projects().lists:
        raise PackError(f"{place}: no list {code}")
    elif said.get("stage", next(iter(projects().stages))) not in projects().stages:
        raise PackError(f"{place}: no stage {said['stage']}")


def _one_of(place: str, said: Mapping[str, Any], name: str, known: Any) -> None:
    if said.get(name) not in known:
        raise PackError(f"{place}: no {name} {said.get(name)}")


def _number(place: str, said: Any, unit: Unit) -> Number:
    if isinstance(said, str) and said.startswith("targets."):
        figure = declared_pack().parameters.get(said)
        if figure is None or figure.unit is not unit:
            raise PackError(f"{place}: no figure {said} of this measure")
        return Number(key=said)
    value = parse_value(said, unit, place)
    assert isinstance(value, int)
    return Number(value)
