"""Kinds of projects, stages, lists, and what parks offer and report, as the pack declares them.

Read from the pack's ``projects.toml``; a mistake there is a PackError at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.desk.cases.kinds import Field, Named, read_field
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count, declared_pack, projects_file
from banyan.rules.articles import both, read_toml
from banyan.rules.errors import PackError

UNITS = ("yuan", "count", "tce", "mu")
"""In what indicators of parks are counted."""


@dataclass(frozen=True)
class Stage(Named):
    """A stage of a project's life; ``place`` counts them from 0. ``documents`` must be there before
    a project enters it, the roles ``by`` may take it there. ``reported``: progress is reported each
    month. ``finished``: no progress is awaited."""

    place: int
    by: frozenset[Role]
    documents: tuple[Named, ...]
    reported: bool
    finished: bool


@dataclass(frozen=True)
class Kind(Named):
    """``in_park``: a project of the kind belongs to a park."""

    article: str
    in_park: bool
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class ProjectList(Named):
    """A list of projects, each year's own where it is ``yearly``. ``aim_figure`` and
    ``places_figure`` are figures of the pack; who is on it is on the municipal key list where
    ``municipal_key``."""

    article: str
    kinds: tuple[str, ...]
    yearly: bool
    municipal_key: bool
    aim_figure: str
    places_figure: str

    @property
    def aim(self) -> int:
        """So many the notice names."""
        return adopted_count(self.aim_figure)

    @property
    def places(self) -> int:
        """So many are taken at most."""
        return adopted_count(self.places_figure)


@dataclass(frozen=True)
class Facility(Named):
    """Something that a park has to offer."""

    group: str


@dataclass(frozen=True)
class Indicator(Named):
    """A figure that a park reports of a year, counted in ``unit`` (one of ``UNITS``)."""

    unit: str


@dataclass(frozen=True)
class Declared:
    """All that the file says, each by its code in the order of the file."""

    stages: Mapping[str, Stage]
    kinds: Mapping[str, Kind]
    lists: Mapping[str, ProjectList]
    groups: Mapping[str, Named]
    checklist: Mapping[str, Facility]
    indicators: Mapping[str, Indicator]


@cache
def declared() -> Declared:
    """Raises PackError."""
    file = projects_file()
    return read_declared(file.name, read_toml(file))


def stage_of(code: str) -> Stage:
    """KeyError for a stage that the pack does not declare."""
    return declared().stages[code]


def kind_name(code: str) -> str:
    """In the language of the request; the code of a kind that is declared no more."""
    return _name(declared().kinds, code)


def stage_name(code: str) -> str:
    return _name(declared().stages, code)


def list_name(code: str) -> str:
    return _name(declared().lists, code)


def _name(named: Mapping[str, Any], code: str) -> str:
    return str(named[code].name) if code in named else code


def read_declared(place: str, said: Mapping[str, Any]) -> Declared:
    """What a file says; ``place`` is its name. Raises PackError."""
    found = Declared(
        stages=_each(place, said, "stages", _stage),
        kinds=_each(place, said, "kinds", _kind),
        lists=_each(place, said, "lists", _list),
        groups=_each(place, said, "groups", lambda at, code, one: Named(code, both(at, one))),
        checklist=_each(place, said, "checklist", _facility),
        indicators=_each(place, said, "indicators", _indicator),
    )
    for one in found.lists.values():
        if not one.kinds or not set(one.kinds) <= set(found.kinds):
            raise PackError(f"{place}: the list {one.code} is of no kind that is declared")
    for facility in found.checklist.values():
        if facility.group not in found.groups:
            raise PackError(f"{place}: no group {facility.group}")
    return found


def _each(place: str, said: Mapping[str, Any], part: str, read: Any) -> dict[str, Any]:
    rows = said.get(part)
    if not isinstance(rows, dict) or not rows:
        raise PackError(f"{place}: nothing is declared as {part}")
    if read is _stage:
        return {
            code: _stage(f"{place}: {part}.{code}", code, one, number)
            for number, (code, one) in enumerate(rows.items())
        }
    return {code: read(f"{place}: {part}.{code}", code, one) for code, one in rows.items()}


def _stage(place: str, code: str, said: dict[str, Any], number: int) -> Stage:
    try:
        by = frozenset(Role(one) for one in said.get("by", ()))
    except ValueError:
        by = frozenset()
    if not by:
        raise PackError(f"{place}: by whom is the stage entered?")
    documents = tuple(
        Named(one, both(f"{place}.{one}", words))
        for one, words in said.get("documents", {}).items()
    )
    return Stage(
        code,
        both(place, said),
        number,
        by,
        documents,
        bool(said.get("reported")),
        bool(said.get("finished")),
    )


def _kind(place: str, code: str, said: dict[str, Any]) -> Kind:
    fields = tuple(
        read_field(f"{place}.{one}", one, more) for one, more in said.get("fields", {}).items()
    )
    return Kind(code, both(place, said), _article(place, said), bool(said.get("in_park")), fields)


def _list(place: str, code: str, said: dict[str, Any]) -> ProjectList:
    for name in ("aim", "places"):
        if said.get(name) not in declared_pack().parameters:
            raise PackError(f"{place}: no figure for its {name}")
    return ProjectList(
        code,
        both(place, said),
        _article(place, said),
        tuple(said.get("kinds", ())),
        bool(said["yearly"]),
        bool(said["municipal_key"]),
        said["aim"],
        said["places"],
    )


def _facility(place: str, code: str, said: dict[str, Any]) -> Facility:
    return Facility(code, both(place, said), str(said.get("group")))


def _indicator(place: str, code: str, said: dict[str, Any]) -> Indicator:
    if said.get("unit") not in UNITS:
        raise PackError(f"{place}: an indicator is counted in one of {', '.join(UNITS)}")
    return Indicator(code, both(place, said), said["unit"])


def _article(place: str, said: dict[str, Any]) -> str:
    article = said.get("article")
    if article not in declared_pack().articles:
        raise PackError(f"{place}: no article {article}")
    return str(article)
