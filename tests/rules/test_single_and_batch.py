"""One row read by itself agrees with whole columns, and the explanations with the settlement."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.packs.fuzhou import pack
from banyan.rules.explanation import ExplainedLine, Explainer, Finding, Group
from banyan.rules.measure import Measure, Places
from banyan.rules.pack import ALREADY_GRANTED, BELOW_THRESHOLD
from banyan.rules.settlement import Settlement, Status, settle
from banyan.rules.single import Reading, Row, Single
from banyan.rules.steps import tier_of
from banyan.rules.units import RATE_SCALE
from facts_of import facts_of
from oracle.generated import settlements

if TYPE_CHECKING:
    from collections.abc import Iterator

    from oracle.reading import Tables

slow = settings(deadline=None, suppress_health_check=list(HealthCheck))


def settled(drawn: tuple[Tables, int]) -> Settlement:
    tables, year = drawn
    return settle(pack(), facts_of(tables), year)


def rows_of(settlement: Settlement, measure: Measure) -> Iterator[Row]:
    """Each line of a measure as one row: the columns of the candidate and those of the line."""
    table = settlement.pack.schema.table(measure.candidates.table)
    lines = settlement.frames[measure.code]
    candidates = settlement.facts[table.name][lines["row"].to_list()]
    for candidate, line in zip(candidates.rows(named=True), lines.rows(named=True), strict=True):
        yield Row(table, line["row"], {**candidate, **line})


def failed_by_itself(measure: Measure, row: Row, closed: Reading) -> set[str]:
    failed = {
        condition.code
        for condition in measure.conditions
        if (condition.when is None or closed.value(condition.when, row) is True)
        and closed.value(condition.test, row) is not True
    }
    if measure.routes and not route_by_itself(measure, row, closed):
        failed.add(BELOW_THRESHOLD)
    return failed


def route_by_itself(measure: Measure, row: Row, closed: Reading) -> int:
    for number, route in enumerate(measure.routes, 1):
        if closed.value(route.test, row) is True:
            return number
    return 0


def gross_by_itself(measure: Measure, row: Row, single: Single) -> int:
    """The amount with its uplift, within the cap of one item, rounded down once."""
    closed = single.closed
    if isinstance(measure.amount, Places):
        amount: Any = tier_of(measure.amount, row, single)
    else:
        amount = closed.value(measure.amount, row) or 0
    uplift = measure.uplift
    if uplift is not None and closed.value(uplift.where, row) is True:
        amount = amount * closed.value(uplift.rate, row) / RATE_SCALE
    gross = int(amount // 1)
    if measure.item_cap is not None:
        cap = closed.money(measure.item_cap, row)
        assert cap is not None
        gross = min(gross, cap)
    return gross


@settings(slow, max_examples=30)
@given(settlements())
def test_a_line_read_by_itself_agrees_with_the_settlement(drawn: tuple[Tables, int]) -> None:
    settlement = settled(drawn)
    notice = settlement.pack
    single = Single(settlement.facts, notice.parameters, settlement.year)
    for measure in notice.measures.values():
        for row in rows_of(settlement, measure):
            bits = row.values["failed"]
            failed = {code for n, code in enumerate(notice.reason_codes) if bits >> n & 1}
            by_itself = failed_by_itself(measure, row, single.closed)
            assert failed - by_itself <= {ALREADY_GRANTED}
            assert by_itself <= failed
            if ALREADY_GRANTED in failed:
                assert failed == {ALREADY_GRANTED}
                assert measure.once is not None
            assert row.values["route"] == route_by_itself(measure, row, single.closed)
            if not failed:
                assert row.values["gross"] == gross_by_itself(measure, row, single)
            assert single.closed.value(measure.candidates.where(), row) is True


@settings(slow, max_examples=15)
@given(settlements(), st.sampled_from(["zh", "en"]))
def test_the_explanation_of_every_organization_agrees_with_the_settlement(
    drawn: tuple[Tables, int], language: str
) -> None:
    settlement = settled(drawn)
    explainer = Explainer(settlement, language)
    granted = 0
    for number, uscc in enumerate(explainer.codes):
        explanation = explainer.explain(uscc)
        assert {one.measure for one in explanation.measures} == set(settlement.pack.measures)
        amounts = [fen(one.amount) for one in explanation.measures]
        assert sum(amounts) == fen(explanation.amount)
        granted += sum(amounts)
        for one in explanation.measures:
            lines = [
                row
                for row in rows_of(settlement, settlement.pack.measures[one.measure])
                if row.values["organization_row"] == number
            ]
            recorded = [line for line in one.lines if line.subject]
            assert [line.subject for line in recorded] == [
                row.values["line_subject"] for row in lines
            ]
            assert fen(one.amount) == sum(row.values["amount"] for row in lines)
            assert (one.group is Group.GRANTED) == any(row.values["amount"] for row in lines)
            for line, row in zip(recorded, lines, strict=True):
                check_line(line, row)
            for line in one.lines:
                for finding in (*line.conditions, *line.routes):
                    check_finding(finding)
    assert granted == sum(int(frame["amount"].sum()) for frame in settlement.frames.values())


def check_line(line: ExplainedLine, row: Row) -> None:
    assert fen(line.gross) == row.values["gross"]
    assert fen(line.amount) == row.values["amount"]
    if line.status == Status.INELIGIBLE.word:
        assert {finding.code for finding in line.failed} == set(line.reasons)
        assert line.steps == ()
    else:
        assert line.failed == []
        assert fen(line.steps[-1].amount) == row.values["amount"]
    assert len(line.reason_words) == len(line.reasons)


def check_finding(finding: Finding) -> None:
    """What is there, with what is missing, is what is needed; what is not known is asked for."""
    for gap in finding.gaps:
        have, need, missing = (figure(text) for text in (gap.have, gap.need, gap.missing))
        assert missing > 0
        assert have + missing == need if gap.short else have - missing == need
    if finding.holds is None:
        assert finding.missing or finding.gaps
    assert not (finding.near and not finding.gaps)


def fen(yuan: str) -> int:
    return int(yuan.replace(",", "").replace(".", ""))


def figure(text: str) -> Decimal:
    return Decimal(text.replace(",", "").removesuffix("%"))
