"""The kinds of cases as the pack declares them: categories, what is asked in each, and steps.

Read from the pack's ``cases.toml``; a mistake there is a PackError at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.desk.policy_pack import adopted_count, case_kinds_file, declared_pack
from banyan.desk.records.labels import language
from banyan.rules.articles import Words, both, read_toml
from banyan.rules.errors import PackError

GRAVITIES = ("general", "urgent", "grave")
TYPES = ("text", "number", "date", "choice")


@dataclass(frozen=True)
class Named:
    """Something with a code and words in both languages."""

    code: str
    words: Words

    @property
    def name(self) -> str:
        """In the language of the request."""
        return self.words[language()]


@dataclass(frozen=True)
class Field(Named):
    """What a category asks for. ``type`` is one of ``TYPES``; a number has its ``unit`` of
    measure."""

    type: str
    unit: str
    optional: bool
    choices: tuple[Named, ...]


@dataclass(frozen=True)
class Step(Named):
    """What the lead unit must do; ``days`` is the figure of the pack (working days from the day on
    which the case was opened or dispatched) for each gravity."""

    days: Mapping[str, str]

    def working_days(self, gravity: str) -> int:
        return adopted_count(self.days[gravity])


@dataclass(frozen=True)
class Category(Named):
    """``unit`` (a code of the pack's units) answers for it in the city; ``suggested_by`` are the
    words of a text that suggest it."""

    unit: str
    suggested_by: tuple[str, ...]
    fields: tuple[Field, ...]


@dataclass(frozen=True)
class Kind(Named):
    """``agreement``: it is closed only with the enterprise's agreement (or a second person's
    reasoned decision)."""

    article: str
    seen_by_enterprise: bool
    agreement: bool
    steps: tuple[Step, ...]
    categories: Mapping[str, Category]


@cache
def declared_kinds() -> Mapping[str, Kind]:
    """The kinds by their code. Raises PackError."""
    file = case_kinds_file()
    return {
        code: _kind(f"{file.name}: {code}", code, said) for code, said in read_toml(file).items()
    }


def kind_of(code: str) -> Kind:
    """KeyError for a kind that the pack does not declare."""
    return declared_kinds()[code]


def _kind(place: str, code: str, said: dict[str, Any]) -> Kind:
    if said.get("article") not in declared_pack().articles:
        raise PackError(f"{place}: no article {said.get('article')}")
    steps = tuple(_step(f"{place}.{one}", one, more) for one, more in said["steps"].items())
    categories = {
        one: _category(f"{place}.{one}", one, more) for one, more in said["categories"].items()
    }
    if not steps or not categories:
        raise PackError(f"{place}: a kind needs a step and a category")
    return Kind(
        code=code,
        words=both(place, said),
        article=said["article"],
        seen_by_enterprise=said["seen_by_enterprise"],
        agreement=said["agreement"],
        steps=steps,
        categories=categories,
    )


def _step(place: str, code: str, said: dict[str, Any]) -> Step:
    days = said.get("days")
    by_gravity: dict[str, Any] = days if isinstance(days, dict) else dict.fromkeys(GRAVITIES, days)
    for gravity in GRAVITIES:
        if by_gravity.get(gravity) not in declared_pack().parameters:
            raise PackError(f"{place}: no figure for the days of a {gravity} case")
    return Step(code, both(place, said), by_gravity)


def _category(place: str, code: str, said: dict[str, Any]) -> Category:
    if said.get("unit") not in declared_pack().units:
        raise PackError(f"{place}: no unit {said.get('unit')}")
    fields = tuple(
        field_of(f"{place}.{one}", one, more) for one, more in said.get("fields", {}).items()
    )
    return Category(code, both(place, said), said["unit"], tuple(said["words"]), fields)


def field_of(place: str, code: str, said: dict[str, Any]) -> Field:
    """A field as a pack's file says it. Raises PackError."""
    choices = tuple(Named(one["code"], both(place, one)) for one in said.get("choices", ()))
    if said.get("type") not in TYPES or (said["type"] == "choice") != bool(choices):
        raise PackError(
            f"{place}: a field is a text, a number, a date or a choice with its choices"
        )
    return Field(
        code,
        both(place, said),
        said["type"],
        said.get("unit", ""),
        bool(said.get("optional")),
        choices,
    )
