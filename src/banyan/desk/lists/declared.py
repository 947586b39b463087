"""The lists as the pack declares them: who proposes, for how long, what is asked and written.

Read from the pack's ``lists.toml``; a mistake there is a PackError at the start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from banyan.desk.cases.kinds import Field, Named, read_field
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count, declared_pack, lists_file
from banyan.desk.records.rows import schema
from banyan.rules.articles import both, read_toml
from banyan.rules.criteria import Criteria
from banyan.rules.errors import PackError
from banyan.rules.units import Unit

AWARD_TIERS = 3


@dataclass(frozen=True)
class Recognition:
    """The record that entering writes: its kind and level (empty for none), its ``subject`` where
    the list fixes it."""

    kind: str
    level: str
    subject: str = ""


@dataclass(frozen=True)
class Tier(Named):
    """One step or sort of a list, with what it asks beside what the list does. ``criteria`` are
    what the records can answer, where they can."""

    recognition: Recognition | None
    fields: tuple[Field, ...]
    criteria: Criteria | None


@dataclass(frozen=True)
class Stage(Named):
    """Where an entry has come to, with what is asked to let it come there. With a recognition
    coming there is an award, whose sum the score decides (``award``: the figures
    ``<award>.score_1`` and ``<award>.amount_1`` and so on)."""

    fields: tuple[Field, ...]
    recognition: Recognition | None
    award: str

    def amount(self, score: int) -> int:
        """Fen for a score; 0 for one that earns none."""
        for number in range(1, AWARD_TIERS + 1):
            if score >= adopted_count(f"{self.award}.score_{number}"):
                return adopted_count(f"{self.award}.amount_{number}")
        return 0


@dataclass(frozen=True)
class YearlyField:
    """What is reported each year; ``target`` is the figure of the pack that it should reach."""

    field: Field
    target: str


@dataclass(frozen=True)
class DeclaredList(Named):
    """``unit`` answers for it. ``places`` are the figure of how many enter in a year, ``term`` that
    of the years for which they stay; empty for no limit. ``rolls_over``: what was listed before is
    proposed anew. ``converts``: it is followed who grows above designated size. ``ladder``: its
    tiers are steps, the lowest first. ``tasks``: a round publishes tasks that are taken.
    ``subject`` is what an organization may be in it with several of (products)."""

    group: str
    article: str
    unit: str
    proposes: frozenset[Role]
    public: bool
    places: str
    term: str
    rolls_over: bool
    scored: bool
    converts: bool
    ladder: bool
    tasks: bool
    subject: Named | None
    fields: tuple[Field, ...]
    yearly: tuple[YearlyField, ...]
    batches: Mapping[str, Named]
    tiers: Mapping[str, Tier]
    stages: Mapping[str, Stage]

    def fields_of(self, tier: str) -> tuple[Field, ...]:
        """What a proposal for the tier says."""
        return (*self.fields, *self.tiers[tier].fields)

    @property
    def tiered(self) -> bool:
        return "" not in self.tiers

    @property
    def first_stage(self) -> str:
        return next(iter(self.stages), "")

    @property
    def writes_records(self) -> bool:
        """Whether being in the list, or coming to the end of it, is a recognition."""
        stages = any(one.recognition for one in self.stages.values())
        return stages or any(one.recognition for one in self.tiers.values())

    @property
    def criteria(self) -> dict[str, Criteria]:
        """By tier, where the records can answer them."""
        return {code: one.criteria for code, one in self.tiers.items() if one.criteria}

    def places_a_year(self) -> int | None:
        return adopted_count(self.places) if self.places else None

    def years(self) -> int | None:
        """For how many years one stays."""
        return adopted_count(self.term) if self.term else None

    def tier_name(self, code: str) -> str:
        """Empty in a list without tiers; the code of one that is not declared any more."""
        if code == "":
            return ""
        tier = self.tiers.get(code)
        return tier.name if tier is not None else code

    def batch_name(self, code: str) -> str:
        batch = self.batches.get(code)
        return batch.name if batch is not None else code

    def stage_name(self, code: str) -> str:
        stage = self.stages.get(code)
        return stage.name if stage is not None else code


@cache
def groups() -> Mapping[str, Named]:
    """What lists are shown under."""
    file = lists_file()
    said = read_toml(file)["groups"]
    return {code: Named(code, both(f"{file.name}: {code}", words)) for code, words in said.items()}


@cache
def declared_lists() -> Mapping[str, DeclaredList]:
    """The lists by their code, in the pack's order. Raises PackError."""
    file = lists_file()
    found = {
        code: _list(f"{file.name}: {code}", code, said)
        for code, said in read_toml(file)["lists"].items()
    }
    asked = {
        f"{one.code}.{tier}" if tier else one.code for one in found.values() for tier in one.tiers
    }
    for code in declared_pack().criteria:
        if code not in asked:
            raise PackError(f"{file.name}: no list or tier for the criteria {code}")
    return found


def list_of(code: str) -> DeclaredList:
    """KeyError for a list that the pack does not declare."""
    return declared_lists()[code]


def _list(place: str, code: str, said: dict[str, Any]) -> DeclaredList:
    pack = declared_pack()
    if said.get("article") not in pack.articles:
        raise PackError(f"{place}: no article {said.get('article')}")
    if said.get("unit") not in pack.units:
        raise PackError(f"{place}: no unit {said.get('unit')}")
    if said.get("group") not in groups():
        raise PackError(f"{place}: no group {said.get('group')}")
    for name in ("places", "term"):
        _figure(place, said.get(name, ""))
    proposes = frozenset(said.get("proposes", ()))
    if not proposes or not proposes <= set(Role):
        raise PackError(f"{place}: proposes names roles")
    own = said.get("recognition")
    tiers = {
        one: _tier(f"{place}.{one}", code, one, more) for one, more in said.get("tiers", {}).items()
    } or {"": _tier(place, code, "", {"zh": said["zh"], "en": said["en"], "recognition": own})}
    subject = said.get("subject")
    return DeclaredList(
        code=code,
        words=both(place, said),
        group=said["group"],
        article=said["article"],
        unit=said["unit"],
        proposes=frozenset(Role(one) for one in proposes),
        public=bool(said.get("public", True)),
        places=said.get("places", ""),
        term=said.get("term", ""),
        rolls_over=bool(said.get("rolls_over")),
        scored=bool(said.get("scored")),
        converts=bool(said.get("converts")),
        ladder=bool(said.get("ladder")),
        tasks=bool(said.get("tasks")),
        subject=Named("subject", both(f"{place}.subject", subject)) if subject else None,
        fields=_fields(place, said),
        yearly=tuple(
            _yearly(f"{place}.yearly.{one}", one, more)
            for one, more in said.get("yearly", {}).items()
        ),
        batches={
            one: Named(one, both(f"{place}.{one}", more))
            for one, more in said.get("batches", {}).items()
        },
        tiers=tiers,
        stages={
            one: _stage(f"{place}.{one}", one, more) for one, more in said.get("stages", {}).items()
        },
    )


def _tier(place: str, of: str, code: str, said: dict[str, Any]) -> Tier:
    criteria = declared_pack().criteria.get(f"{of}.{code}" if code else of)
    recognition = _recognition(place, said.get("recognition"))
    return Tier(code, both(place, said), recognition, _fields(place, said), criteria)


def _stage(place: str, code: str, said: dict[str, Any]) -> Stage:
    recognition, award = _recognition(place, said.get("recognition")), said.get("award", "")
    if bool(recognition) != bool(award):
        raise PackError(f"{place}: a stage with a recognition has an award")
    for number in range(1, AWARD_TIERS + 1 if award else 1):
        _figure(place, f"{award}.score_{number}")
        _figure(place, f"{award}.amount_{number}", Unit.MONEY)
    return Stage(code, both(place, said), _fields(place, said), recognition, award)


def _recognition(place: str, said: dict[str, str] | None) -> Recognition | None:
    if said is None:
        return None
    table = schema().table("recognitions")
    level = said.get("level", "")
    if said.get("kind") not in table.column("kind").words:
        raise PackError(f"{place}: no recognition {said.get('kind')}")
    if level and level not in table.column("level").words:
        raise PackError(f"{place}: no level {level}")
    return Recognition(said["kind"], level, said.get("subject", ""))


def _yearly(place: str, code: str, said: dict[str, Any]) -> YearlyField:
    _figure(place, said.get("target", ""), Unit.MONEY)
    return YearlyField(read_field(place, code, said), said.get("target", ""))


def _fields(place: str, said: dict[str, Any]) -> tuple[Field, ...]:
    return tuple(
        read_field(f"{place}.{one}", one, more) for one, more in said.get("fields", {}).items()
    )


def _figure(place: str, key: str, unit: Unit = Unit.COUNT) -> None:
    if key and (
        key not in declared_pack().parameters or declared_pack().parameters[key].unit is not unit
    ):
        raise PackError(f"{place}: no figure {key}")
