"""What one organization gets of every measure and why, what it lacks, and what is not known.

Everything is derived from the measures' declarations and the settled lines; nothing about a
measure is written here.
"""

from __future__ import annotations

from dataclasses import dataclass, field, is_dataclass
from enum import StrEnum
from typing import Any

import numpy as np

from banyan.rules import expressions as x
from banyan.rules.boards import FundBoard, Ranking
from banyan.rules.competition import Competition, Standing
from banyan.rules.errors import UsageError
from banyan.rules.gaps import Gap, Missing, gaps, missing_facts, only_thresholds
from banyan.rules.measure import Condition, Measure
from banyan.rules.pack import BELOW_THRESHOLD, amount_reasons
from banyan.rules.reference import own_columns
from banyan.rules.settlement import Settlement, Status
from banyan.rules.settlement.boarding import fund_board_of, ranking_of
from banyan.rules.single import Row, Single
from banyan.rules.steps import Step, prospect, steps
from banyan.rules.wording import Wording, yuan


class Group(StrEnum):
    """How an organization stands to a measure, best first."""

    GRANTED = "granted"
    ELIGIBLE = "eligible"  # but superseded, over the quota, or nothing left by a cap
    NEAR = "near"
    NEEDS_FACTS = "needs_facts"
    NOT_FOR_YOU = "not_for_you"


@dataclass(frozen=True)
class Finding:
    """A condition, or a route, put to one candidate. ``holds`` is ``None`` where facts are
    missing; ``near`` says that only thresholds are missed."""

    code: str
    words: str
    article: str
    holds: bool | None
    near: bool = False
    gaps: tuple[Gap, ...] = ()
    missing: tuple[Missing, ...] = ()


@dataclass(frozen=True)
class ExplainedLine:
    """One candidate. ``subject`` is empty for one that is not recorded: what the organization
    itself already decides is found, the rest is asked for. ``would`` is what an ineligible one
    would get if it lacked nothing (see ``prospect``); empty for others, and where it is not
    known."""

    subject: str
    status: str
    status_words: str
    route: str
    reasons: tuple[str, ...]
    reason_words: tuple[str, ...]
    gross: str
    amount: str
    conditions: tuple[Finding, ...]
    routes: tuple[Finding, ...]
    steps: tuple[Step, ...]
    standing: Standing | None = None
    would: str = ""

    @property
    def failed(self) -> list[Finding]:
        return [finding for finding in self.conditions if finding.holds is not True]


@dataclass(frozen=True)
class ExplainedMeasure:
    measure: str
    words: str
    group: Group
    amount: str
    articles: tuple[tuple[str, str], ...]
    lines: tuple[ExplainedLine, ...]
    missing: tuple[Missing, ...]
    competition: Competition | None
    earlier: tuple[str, ...] = field(default=())


@dataclass(frozen=True)
class Explanation:
    uscc: str
    name: str
    year: int
    amount: str
    measures: tuple[ExplainedMeasure, ...]

    def as_json(self) -> dict[str, Any]:
        """The same in mappings, lists, texts, truths and numbers, under the names it has here."""
        plain: dict[str, Any] = _plain(self)
        return plain


def _plain(value: Any) -> Any:
    if value is None or type(value) in (str, int, bool):
        return value
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    if is_dataclass(value):
        return {name: _plain(part) for name, part in vars(value).items()}
    return value.value if isinstance(value, Group) else value


class Explainer:
    """Explains organizations of one settled year; made once, asked often. ``single`` reads the
    facts in another way than a settlement's records are read."""

    def __init__(
        self, settlement: Settlement, language: str = "zh", *, single: Single | None = None
    ) -> None:
        self.settlement = settlement
        self.pack = settlement.pack
        self.wording = Wording(self.pack, language)
        self.single = single or Single(settlement.facts, self.pack.parameters, settlement.year)
        self.organizations = self.pack.schema.table(self.pack.schema.organizations)
        self.codes = settlement.facts[self.organizations.name]["uscc"]
        self.rows = {
            code: frame["organization_row"].to_numpy() for code, frame in settlement.frames.items()
        }
        self.needed = {code: self._needed(measure) for code, measure in self.pack.measures.items()}
        self._competitions: dict[str, tuple[Competition, Ranking | None]] = {}
        self._funds: dict[str, FundBoard] = {}

    def explain(self, uscc: str, measure: str | None = None) -> Explanation:
        """All measures, or one. Raises UsageError for an unknown organization or measure, and for
        another organization than the one that was settled alone."""
        alone = self.settlement.alone
        if alone is not None and alone.uscc != uscc:
            raise UsageError(f"{alone.uscc} was settled alone, not {uscc}")
        number = self.codes.search_sorted(uscc)
        if number >= len(self.codes) or self.codes[number] != uscc:
            raise UsageError(f"no organization {uscc} in the facts")
        wanted = self.pack.measures.values() if measure is None else [self.pack.measure(measure)]
        organization = self.single.related.row(self.organizations, number)
        lines = {one.code: self._lines(one, number) for one in wanted}
        explained = [self._measure(one, organization, lines[one.code]) for one in wanted]
        order = list(Group)
        explained.sort(key=lambda one: (order.index(one.group), one.measure))
        total = sum(values["amount"] for found in lines.values() for values in found)
        return Explanation(
            uscc=uscc,
            name=organization.values["name"],
            year=self.settlement.year,
            amount=yuan(total),
            measures=tuple(explained),
        )

    def _competition(self, measure: Measure) -> tuple[Competition | None, Ranking | None]:
        """What is said of those who compete for a measure, and who is ranked; found once."""
        if not measure.competes():
            return None, None
        found = self._competitions.get(measure.code)
        if found is None:
            ranking = ranking_of(self.settlement, measure)
            fund = None if measure.fund is None else self._fund(measure.fund.name)
            said = Competition.of_measure(self.settlement, measure, self.wording, ranking, fund)
            found = self._competitions[measure.code] = (said, ranking)
        return found

    def _fund(self, name: str) -> FundBoard:
        if name not in self._funds:
            self._funds[name] = fund_board_of(self.settlement, name)
        return self._funds[name]

    def _lines(self, measure: Measure, number: int) -> list[dict[str, Any]]:
        first, last = np.searchsorted(self.rows[measure.code], [number, number + 1])
        if first == last:
            return []
        lines = self.settlement.frames[measure.code].slice(first, last - first)
        rows = self.settlement.facts[measure.candidates.table][lines["row"].to_list()]
        return [
            {**row, **line}
            for row, line in zip(rows.rows(named=True), lines.rows(named=True), strict=True)
        ]

    def _measure(
        self, measure: Measure, organization: Row, settled: list[dict[str, Any]]
    ) -> ExplainedMeasure:
        table = self.pack.schema.table(measure.candidates.table)
        lines = [self._line(measure, Row(table, values["row"], values)) for values in settled]
        if not lines:
            lines = [self._not_recorded(measure, organization)]
        missing = {fact: None for line in lines for found in line.failed for fact in found.missing}
        if not lines[0].subject:
            missing |= dict.fromkeys(self.needed[measure.code])
        return ExplainedMeasure(
            measure=measure.code,
            words=self.wording.word("measures", measure.code),
            group=min((_group(line) for line in lines), key=list(Group).index),
            amount=yuan(sum(values["amount"] for values in settled)),
            articles=tuple(
                (number, self.pack.articles[number].title[self.wording.language])
                for number in measure.articles
            ),
            lines=tuple(lines),
            missing=tuple(missing),
            competition=self._competition(measure)[0],
            earlier=self._earlier(measure, organization) if not settled else (),
        )

    def _line(self, measure: Measure, row: Row) -> ExplainedLine:
        values = row.values
        status = Status(values["status"])
        reasons = self._reasons(measure, row)
        group = "measures" if status is Status.SUPERSEDED else "reasons"
        competition, ranking = self._competition(measure)
        uscc = self.codes[values["organization_row"]]
        return ExplainedLine(
            subject=values["line_subject"],
            status=status.word,
            status_words=self.wording.word("statuses", status.word),
            route=measure.routes[values["route"] - 1].name if values["route"] else "",
            reasons=reasons,
            reason_words=tuple(self.wording.word(group, code) for code in reasons),
            gross=yuan(values["gross"]),
            amount=yuan(values["amount"]),
            conditions=self._findings(measure, row),
            routes=self._routes(measure, row),
            steps=()
            if status is Status.INELIGIBLE
            else tuple(steps(self.settlement, measure, row, self.single, self.wording)),
            standing=None
            if competition is None
            else competition.standing(measure, row, self.single, ranking, uscc),
            would=self._would(measure, row) if status is Status.INELIGIBLE else "",
        )

    def _would(self, measure: Measure, row: Row) -> str:
        amount = prospect(measure, row, self.single)
        return "" if amount is None else yuan(amount)

    def _not_recorded(self, measure: Measure, organization: Row) -> ExplainedLine:
        table = self.pack.schema.table(measure.candidates.table)
        row = (
            organization
            if table is organization.table
            else Row(table, None, {"organization_row": organization.number})
        )
        return ExplainedLine(
            subject="",
            status="",
            status_words="",
            route="",
            reasons=(),
            reason_words=(),
            gross=yuan(0),
            amount=yuan(0),
            conditions=self._findings(measure, row),
            routes=self._routes(measure, row),
            steps=(),
        )

    def _reasons(self, measure: Measure, row: Row) -> tuple[str, ...]:
        match Status(row.values["status"]):
            case Status.INELIGIBLE:
                bits, names = row.values["failed"], self.pack.reason_codes
            case Status.SUPERSEDED:
                return (list(self.pack.measures)[row.values["winner"]],)
            case _:
                bits, names = row.values["changes"], amount_reasons(measure)
        return tuple(name for number, name in enumerate(names) if bits >> number & 1)

    def _findings(self, measure: Measure, row: Row) -> tuple[Finding, ...]:
        found = [
            finding
            for condition in measure.conditions
            if (finding := finding_of(condition, row, self.single, self.wording)) is not None
        ]
        failed = row.values.get("failed")
        if failed is not None:
            known = {finding.code for finding in found}
            for number, code in enumerate(self.pack.reason_codes):
                if failed >> number & 1 and code not in known:
                    found.append(self._engine_finding(measure, code, row))
        elif measure.routes:
            found.append(self._engine_finding(measure, BELOW_THRESHOLD, row))
        return tuple(found)

    def _engine_finding(self, measure: Measure, code: str, row: Row) -> Finding:
        """A reason that the engine itself adds: no route, or granted before."""
        routes = self._routes(measure, row) if code == BELOW_THRESHOLD else ()
        near = any(route.near for route in routes)
        unknown = any(route.holds is None for route in routes)
        return Finding(
            code=code,
            words=self.wording.word("reasons", code),
            article=measure.articles[0],
            holds=None if unknown and not near else False,
            near=near,
            gaps=tuple(dict.fromkeys(gap for route in routes if route.near for gap in route.gaps)),
            missing=tuple(dict.fromkeys(fact for route in routes for fact in route.missing)),
        )

    def _routes(self, measure: Measure, row: Row) -> tuple[Finding, ...]:
        found = []
        for route in measure.routes:
            opened = self.single.open
            settled = row.number is not None and self.single.closed.value(route.test, row) is True
            holds = True if settled else opened.value(route.test, row)
            found.append(
                Finding(
                    code=route.name,
                    words=self.wording.word("routes", route.name),
                    article=route.article,
                    holds=holds,
                    near=holds is False and only_thresholds(route.test, row, opened),
                    gaps=()
                    if holds is True
                    else tuple(gaps(route.test, row, opened, self.wording)),
                    missing=()
                    if holds is not None
                    else tuple(dict.fromkeys(missing_facts(route.test, row, opened, self.wording))),
                )
            )
        return tuple(found)

    def _needed(self, measure: Measure) -> list[Missing]:
        """The facts of its own row that a candidate of the measure needs; where it needs none, or
        the organization itself is the candidate, the row that makes it one."""
        candidates = measure.candidates
        table = candidates.table
        if table == self.organizations.name:
            return [
                Missing(node.table, "", self.wording.relation(node))
                for node in candidates.in_year.nodes()
                if isinstance(node, x.Exists | x.Count | x.Total)
            ]
        if not own_columns(measure):
            recorded = x.Exists(table, candidates.where(), "organization")
            return [Missing(table, "", self.wording.relation(recorded))]
        return [
            Missing(table, column, self.wording.column(table, column))
            for column in own_columns(measure)
        ]

    def _earlier(self, measure: Measure, organization: Row) -> tuple[str, ...]:
        """Rows of the kind that are not of this year, and therefore no candidates."""
        kind = measure.candidates.of_kind
        if kind is None or not measure.candidates.otherwise or organization.number is None:
            return ()
        table = self.pack.schema.table(measure.candidates.table)
        rows = self.single.related.rows(table, "organization", organization.number)
        return tuple(
            str(row.values[table.key[0]])
            for row in rows
            if self.single.closed.value(kind, row) is True
        )


def _group(line: ExplainedLine) -> Group:
    if line.status == Status.GRANTED.word:
        return Group.GRANTED
    failed = line.failed
    if line.subject and not failed:
        return Group.ELIGIBLE
    if any(finding.holds is False and not finding.near for finding in failed):
        return Group.NOT_FOR_YOU
    if any(finding.holds is None for finding in failed) or not line.subject:
        return Group.NEEDS_FACTS
    return Group.NEAR


def finding_of(
    condition: Condition, row: Row, single: Single, wording: Wording, words: str = "reasons"
) -> Finding | None:
    """The condition put to the row; ``None`` for one that is not asked of it. ``words`` is the
    table of the pack's words that says what its code means."""
    opened, closed = single.open, single.closed
    when = condition.when
    if when is not None and (
        opened.value(when, row) is False
        or (row.number is not None and closed.value(when, row) is not True)
    ):
        return None
    settled = row.number is not None and closed.value(condition.test, row) is True
    holds = True if settled else opened.value(condition.test, row)
    return Finding(
        code=condition.code,
        words=wording.word(words, condition.code),
        article=condition.article,
        holds=holds,
        near=holds is False and only_thresholds(condition.test, row, opened),
        gaps=() if holds is not False else tuple(gaps(condition.test, row, opened, wording)),
        missing=()
        if holds is not None
        else tuple(dict.fromkeys(missing_facts(condition.test, row, opened, wording))),
    )
