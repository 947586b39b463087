"""What is kept of an organization, arranged for a reader in one language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.benefits.keeping import Current
from banyan.rules.ceiling import most
from banyan.rules.explanation import Group
from banyan.rules.pack import BELOW_THRESHOLD, Pack
from banyan.rules.settlement import Status
from banyan.rules.wording import Wording, fen

Json = Mapping[str, Any]


@dataclass(frozen=True)
class Record:
    """A record that a fact stands in. ``declared`` by the organization itself."""

    table: str
    words: str
    declared: bool


@dataclass(frozen=True)
class Line:
    """One project, loan, recognition … for which a measure is asked. ``amount`` is in fen.

    ``standing`` says in a sentence how it stands against others, ``unverified`` which records
    behind it nobody has verified, ``gaps`` and ``missing`` what it lacks."""

    label: str
    amount: int
    steps: Sequence[Json]
    changes: tuple[str, ...]
    standing: str
    unverified: tuple[Record, ...]


@dataclass(frozen=True)
class Measure:
    code: str
    words: str
    articles: Sequence[Sequence[str]]


@dataclass(frozen=True)
class Yours:
    """``open`` where others compete and nobody knows yet how it stands: then ``amount`` is what it
    would come to, and is in no sum."""

    measure: Measure
    amount: int
    lines: Sequence[Line]
    competition: str
    open: bool

    @property
    def unverified(self) -> bool:
        return any(line.unverified for line in self.lines)


@dataclass(frozen=True)
class Unpaid:
    """Every condition is met, and nothing is paid, for the reason in ``why``."""

    measure: Measure
    label: str
    why: str
    steps: Sequence[Json]


@dataclass(frozen=True)
class Near:
    """Only thresholds are missed. ``would`` is at least what it brings, in fen; ``None`` where
    that cannot be told."""

    measure: Measure
    label: str
    would: int | None
    gaps: Sequence[Json]
    standing: str


@dataclass(frozen=True)
class Asked:
    """A measure that facts decide which nobody has told yet. ``most`` is the most that it pays a
    year, in fen, where there is a limit; ``missing`` are the facts of its record ``label``."""

    measure: Measure
    label: str
    most: int | None
    missing: Sequence[Json]


@dataclass(frozen=True)
class NotForYou:
    measure: Measure
    reasons: Sequence[str]


@dataclass(frozen=True)
class Page:
    """``total`` is what is not open, in fen, ``contested`` the part of it that depends on others,
    ``to_verify`` the part behind which stand records that nobody has verified."""

    year: int
    name: str
    total: int
    contested: int
    to_verify: int
    yours: Sequence[Yours]
    unpaid: Sequence[Unpaid]
    near: Sequence[Near]
    incomplete: Sequence[Asked]
    not_recorded: Sequence[Asked]
    not_for_you: Sequence[NotForYou]
    expiring: Sequence[Json] = field(default=())

    @property
    def last_day(self) -> date:
        """Until when facts of the year come about."""
        return date(self.year, 12, 31)

    @property
    def asked(self) -> int:
        return len(self.incomplete) + len(self.not_recorded)


def page_of(current: Current, language: str) -> Page:
    """``current`` has benefits."""
    assert current.benefits is not None
    return _Arranging(current, language).page()


class _Arranging:
    def __init__(self, current: Current, language: str) -> None:
        assert current.benefits is not None
        self.kept = current.benefits.kept
        self.year = current.benefits.year
        self.explained = self.kept["explanations"][language]
        self.settled = current.benefits.boards_version > 0
        self.pack: Pack = current.pack
        self.wording = Wording(current.pack, language)

    def page(self) -> Page:
        measures = self.explained["measures"]
        yours = sorted(self._yours(measures), key=lambda one: (one.open, -one.amount))
        sure = [one for one in yours if not one.open]
        near = sorted(self._near(measures), key=lambda one: -(one.would or 0))
        asked = sorted(self._asked(measures), key=lambda one: -(one.most or 0))
        return Page(
            year=self.year,
            name=self.explained["name"],
            total=sum(one.amount for one in sure),
            contested=sum(one.amount for one in sure if one.competition),
            to_verify=sum(line.amount for one in sure for line in one.lines if line.unverified),
            yours=yours,
            unpaid=list(self._unpaid(measures)),
            near=near,
            incomplete=[one for one in asked if one.label],
            not_recorded=[one for one in asked if not one.label],
            not_for_you=list(self._not_for_you(measures)),
            expiring=[self._expiring(one) for one in self.kept["expiring"]],
        )

    def _measure(self, explained: Json) -> Measure:
        return Measure(explained["measure"], explained["words"], explained["articles"])

    def _yours(self, measures: Sequence[Json]) -> Iterator[Yours]:
        for one in measures:
            lines = [line for line in one["lines"] if line["status"] == Status.GRANTED.word]
            if not lines:
                continue
            contested = is_contested(one["competition"])
            open_ = contested and not self.settled
            yield Yours(
                measure=self._measure(one),
                amount=sum(fen(line["amount"]) for line in lines),
                lines=[self._line(one, line, known=not open_) for line in lines],
                competition=self._competition(one["competition"]) if contested else "",
                open=open_,
            )

    def _line(self, measure: Json, line: Json, *, known: bool) -> Line:
        unverified = self.kept["unverified"].get(measure["measure"], {}).get(line["subject"], [])
        return Line(
            label=line["label"],
            amount=fen(line["amount"]),
            steps=line["steps"] if known else (),  # they would name a place that nobody knows
            changes=tuple(line["reason_words"]),
            standing=self._standing(line["standing"]),
            unverified=tuple(self._record(one) for one in unverified),
        )

    def _record(self, record: Json) -> Record:
        return Record(
            table=record["table"],
            words=self.wording.word("tables", record["table"]),
            declared=record["declared"],
        )

    def _standing(self, standing: Json | None) -> str:
        if standing is None or not self.settled:
            return ""
        if standing["would"]:
            words = _("It would be place %(rank)s of %(of)s; the first %(places)s are paid.")
        else:
            words = _("Place %(rank)s of %(of)s; the first %(places)s are paid.")
        return words % standing

    def _competition(self, competition: Json) -> str:
        """What decides beside the organization's own facts."""
        if not self.settled:
            return _(
                "Others compete for this, and the city has not been settled yet: whether and how "
                "much is paid cannot be told."
            )
        if competition["kind"] != "fund":
            return str(competition["words"])
        claimed, budget = fen(competition["claimed"]), fen(competition["budget"])
        words = (
            _(
                "Several measures share one fund (%(fund)s) of %(budget)s yuan; %(claimed)s yuan "
                "are claimed, so that everyone gets a share."
            )
            if claimed > budget
            else _(
                "Several measures share one fund (%(fund)s) of %(budget)s yuan; %(claimed)s yuan "
                "are claimed so far."
            )
        )
        return words % competition

    def _unpaid(self, measures: Sequence[Json]) -> Iterator[Unpaid]:
        for one in measures:
            for line in one["lines"]:
                if line["status"] == Status.SUPERSEDED.word:
                    why = _("Only one measure for the same thing; paid instead: %(winner)s.") % {
                        "winner": self.wording.phrase("of").join(line["reason_words"])
                    }
                elif line["status"] == Status.OVER_QUOTA.word:
                    why = self._standing(line["standing"]) if self.settled else ""
                    why = why or _("The places of the year go to others.")
                elif line["status"] == Status.CAPPED_OUT.word:
                    why = "; ".join(line["reason_words"]) or line["status_words"]
                else:
                    continue
                yield Unpaid(self._measure(one), line["label"], why, line["steps"])

    def _near(self, measures: Sequence[Json]) -> Iterator[Near]:
        for one in measures:
            for line in one["lines"]:
                if is_near_line(line):
                    failed = _failed(line)
                    yield Near(
                        measure=self._measure(one),
                        label=line["label"],
                        would=fen(line["would"]) if line["would"] else None,
                        gaps=_gaps(line, failed),
                        standing=self._standing(line["standing"]),
                    )

    def _asked(self, measures: Sequence[Json]) -> Iterator[Asked]:
        for one in measures:
            for line in one["lines"]:
                failed = _failed(line)
                if any(finding["holds"] is False and not finding["near"] for finding in failed):
                    continue
                unknown = any(finding["holds"] is None for finding in failed)
                if line["status"] and not (line["subject"] and unknown):
                    continue
                missing = {
                    (fact["table"], fact["column"]): fact
                    for finding in failed
                    for fact in finding["missing"]
                }
                if not line["subject"]:
                    missing |= {(fact["table"], fact["column"]): fact for fact in one["missing"]}
                yield Asked(
                    measure=self._measure(one),
                    label=(line["label"] or self.explained["name"]) if line["subject"] else "",
                    most=most(self.pack, self.pack.measure(one["measure"]), self.year),
                    missing=list(missing.values()),
                )

    def _not_for_you(self, measures: Sequence[Json]) -> Iterator[NotForYou]:
        for one in measures:
            near = one["group"] == Group.NEAR.value
            if near and any(is_near_line(line) for line in one["lines"]):
                continue
            if near or one["group"] == Group.NOT_FOR_YOU.value:
                reasons = dict.fromkeys(
                    finding["words"]
                    for line in one["lines"]
                    for finding in _failed(line)
                    if finding["holds"] is False and (near or not finding["near"])
                )
                yield NotForYou(self._measure(one), list(reasons))

    def _expiring(self, one: Json) -> Json:
        words = [
            self.wording.word("words", column, one[column])
            for column in ("level", "kind")
            if one[column]
        ]
        between = " " if self.wording.language == "en" else ""
        return {**one, "words": between.join(words), "on": date.fromisoformat(one["expires_on"])}


def by_table(page: Page, pack: Pack, wording: Wording) -> list[tuple[str, str, list[Asked]]]:
    """What is not recorded, by the table in which it would be: its name, its words, what it
    decides. What promises most comes first."""
    found: dict[str, list[Asked]] = {}
    for one in page.not_recorded:
        candidates = pack.measure(one.measure.code).candidates.table
        table = one.missing[0]["table"] if one.missing else candidates
        found.setdefault(table, []).append(one)
    return [(name, wording.word("tables", name), asked) for name, asked in found.items()]


def is_contested(competition: Json | None) -> bool:
    """Whether others decide too; a fund without a limit decides nothing."""
    return competition is not None and (
        competition["kind"] != "fund" or competition["budget"] is not None
    )


def _failed(line: Json) -> list[Json]:
    return [finding for finding in line["conditions"] if finding["holds"] is not True]


def is_near_line(line: Json) -> bool:
    """Whether only thresholds are missed, and reaching them would bring something: a project
    without any equipment is not near to a grant for equipment."""
    failed = _failed(line)
    misses_only = bool(line["subject"] and failed) and all(map(_is_near, failed))
    return misses_only and line["would"] != "0.00"


def _is_near(finding: Json) -> bool:
    return finding["holds"] is False and bool(finding["near"])


def _gaps(line: Json, failed: Sequence[Json]) -> list[Json]:
    """What every condition lacks; of several ways to qualify what the nearest one lacks."""
    found = [gap for one in failed if one["code"] != BELOW_THRESHOLD for gap in one["gaps"]]
    ways = [route["gaps"] for route in line["routes"] if _is_near(route) and route["gaps"]]
    if ways:
        found += min(ways, key=lambda gaps: sum(_number(gap["missing"]) for gap in gaps))
    return found


def _number(text: str) -> float:
    return float(text.replace(",", "").rstrip("%"))
