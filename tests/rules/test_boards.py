"""One organization settled alone, against boards, stands as it does among all."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.city import generate
from banyan.rules.boards import Boards, Entry, FundBoard, Ranking
from banyan.rules.credit_code import complete
from banyan.rules.errors import UsageError
from banyan.rules.explanation import Explainer, Group
from banyan.rules.reading import read_facts
from banyan.rules.rows import facts_of_rows, rows_of_facts
from banyan.rules.settlement import Settlement, boards, settle, settle_one
from banyan.rules.subset import of_organizations
from facts_of import facts_of
from oracle.generated import settlements

if TYPE_CHECKING:
    from banyan.rules.explanation import ExplainedMeasure
    from banyan.rules.facts import Facts
    from banyan.rules.pack import Pack
    from oracle.reading import Tables

YEAR = 2026
MINE, OTHER, THIRD = (complete(f"91350102M{number:08}") for number in (5, 1, 9))


def kept(settlement: Settlement) -> Boards:
    """The boards as they come back from where they are stored."""
    return Boards.from_json(json.loads(json.dumps(boards(settlement).as_json())))


def assert_alone_as_among_all(notice: Pack, facts: Facts, year: int) -> None:
    city = settle(notice, facts, year)
    among_all, stored = Explainer(city), kept(city)
    for row, code in enumerate(facts["organizations"]["uscc"]):
        own = of_organizations(facts, [row])
        alone = settle_one(notice, own, year, code, stored)
        assert Explainer(alone).explain(code) == among_all.explain(code)
        assert boards(alone) == boards(city)


def test_every_organization_of_a_city_is_explained_alone_as_among_all(tmp_path: Path) -> None:
    generate(tmp_path / "city", 200, 7)
    notice = pack()
    few = {key: 1 for key in notice.parameters if ".places" in key}
    assert few
    rows = {
        table.name: rows_of_facts(read_facts(tmp_path / "city", notice.schema), table.name)
        for table in notice.schema.tables
    }
    rows["budgets"] = [{"year": str(YEAR), "fund": "software", "amount": "1234567.89"}]
    notice = notice.with_adopted(few)
    facts = facts_of_rows(notice.schema, rows)
    found = boards(settle(notice, facts, YEAR))
    assert found.funds["software"].last_fen is not None
    assert all(len(found.rankings[code].entries) > 2 for code in ("order_award", "expo_booth"))
    assert_alone_as_among_all(notice, facts, YEAR)


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(settlements())
def test_whatever_the_facts_one_is_explained_alone_as_among_all(
    settlement: tuple[Tables, int],
) -> None:
    tables, year = settlement
    assert_alone_as_among_all(pack(), facts_of(tables), year)


def organization(uscc: str, **values: str) -> dict[str, str]:
    return {
        "uscc": uscc,
        "name": uscc,
        "kind": "enterprise",
        "county": "350102",
        "industry": "C3911",
        **values,
    }


def product(number: int, uscc: str, score: int) -> dict[str, str]:
    return {
        "recognition": f"R{number:02}",
        "uscc": uscc,
        "kind": "innovative_product",
        "subject": f"S{number}",
        "recognized_on": "2026-05-01",
        "score": str(score),
    }


def secure(number: int, uscc: str) -> dict[str, str]:
    return {**product(number, uscc, 0), "kind": "secure_product"}


def city_of(*recognitions: dict[str, str], budget: str = "") -> Boards:
    tables: Tables = {
        "organizations": [organization(code) for code in (OTHER, MINE, THIRD)],
        "recognitions": list(recognitions),
        "budgets": [{"year": "2026", "fund": "software", "amount": budget}] if budget else [],
    }
    return kept(settle(pack(), facts_of(tables), YEAR))


def alone(against: Boards, measure: str, *recognitions: dict[str, str]) -> ExplainedMeasure:
    tables: Tables = {
        "organizations": [organization(MINE)],
        "recognitions": list(recognitions),
    }
    settled = settle_one(pack(), facts_of(tables), YEAR, MINE, against, measures=[measure])
    return Explainer(settled, "en").explain(MINE, measure).measures[0]


def test_a_newcomer_is_ranked_among_those_who_are_there() -> None:
    city = city_of(*(product(number, OTHER, 10 * number) for number in range(1, 11)))
    beaten = alone(city, "innovative_product", product(50, MINE, 5))
    (line,) = beaten.lines
    assert (beaten.group, line.status) == (Group.ELIGIBLE, "over_quota")
    assert line.standing is not None
    assert (line.standing.rank, line.standing.of, line.standing.places) == (11, 11, 10)
    ahead = alone(city, "innovative_product", product(50, MINE, 15))
    (line,) = ahead.lines
    assert (ahead.group, line.status) == (Group.GRANTED, "granted")
    assert line.standing is not None
    assert (line.standing.rank, line.standing.of) == (10, 11)
    assert ahead.competition is not None
    assert (ahead.competition.of, ahead.competition.last) == (11, "15")


def test_equals_are_ranked_by_subject() -> None:
    city = city_of(*(product(number, OTHER, 9) for number in range(10, 20)))
    assert alone(city, "innovative_product", product(9, MINE, 9)).group is Group.GRANTED
    assert alone(city, "innovative_product", product(21, MINE, 9)).group is Group.ELIGIBLE


def test_an_organization_does_not_compete_with_what_it_was_itself() -> None:
    rivals = [product(number, OTHER, 9) for number in range(1, 10)]
    city = city_of(*rivals, product(60, MINE, 5), product(61, MINE, 4))
    found = alone(city, "innovative_product", product(60, MINE, 3))
    (line,) = found.lines
    assert line.standing is not None
    assert (line.standing.rank, line.standing.of) == (10, 10)
    assert found.group is Group.GRANTED


def test_the_rank_that_one_would_have_counts_the_others() -> None:
    city = city_of(product(1, OTHER, 9), product(2, OTHER, 7))
    tables: Tables = {
        "organizations": [organization(MINE, industry="G5400")],
        "recognitions": [product(3, MINE, 8)],
    }
    settled = settle_one(pack(), facts_of(tables), YEAR, MINE, city)
    (line,) = Explainer(settled).explain(MINE, "innovative_product").measures[0].lines
    assert line.standing is not None
    assert line.standing.would
    assert (line.standing.rank, line.standing.of) == (2, 3)


def test_a_claim_on_a_short_fund_gets_its_share_beside_the_others() -> None:
    city = city_of(secure(1, OTHER), secure(2, THIRD), budget="600000")
    assert city.funds["software"].claimed == 1_000_000_00
    found = alone(city, "secure_product", secure(3, MINE))
    (line,) = found.lines
    assert (line.gross, line.amount, line.reasons) == (
        "500,000.00",
        "200,000.00",
        ("fund_pro_rata",),
    )
    assert found.competition is not None
    assert found.competition.claimed == "1,500,000.00"
    assert found.competition.budget == "600,000.00"


def test_fen_that_are_left_over_are_promised_only_to_whom_they_go() -> None:
    claims = [secure(1, OTHER), secure(2, MINE), secure(3, THIRD)]
    city = city_of(*claims, budget="1000000.01")
    # 333,333.33 each, and two fen over: the first by credit code get them
    assert alone(city, "secure_product", secure(2, MINE)).amount == "333,333.34"
    assert alone(city, "secure_product", secure(2, MINE), secure(4, MINE)).amount == "500,000.00"


def test_nobody_else_is_the_board_of_an_empty_city() -> None:
    found = alone(Boards(YEAR), "innovative_product", product(1, MINE, 1))
    assert found.group is Group.GRANTED
    assert found.competition is not None
    assert (found.competition.places, found.competition.of) == (10, 1)


def test_only_lines_of_the_organization_are_settled() -> None:
    tables: Tables = {
        "organizations": [organization(MINE), organization(OTHER)],
        "recognitions": [product(1, MINE, 1), product(2, OTHER, 9)],
    }
    settled = settle_one(pack(), facts_of(tables), YEAR, MINE, Boards(YEAR))
    assert settled.frames["innovative_product"]["line_subject"].to_list() == ["R01"]
    with pytest.raises(UsageError, match=f"{MINE} was settled alone, not {OTHER}"):
        Explainer(settled).explain(OTHER)


def test_boards_of_another_year_and_strangers_are_refused() -> None:
    facts = facts_of({"organizations": [organization(MINE)]})
    with pytest.raises(UsageError, match="the boards are of 2027, not of 2026"):
        settle_one(pack(), facts, YEAR, MINE, Boards(2027))
    with pytest.raises(UsageError, match=f"no organization {OTHER} in the facts"):
        settle_one(pack(), facts, YEAR, OTHER, Boards(YEAR))


def test_what_is_not_known_is_ranked_last() -> None:
    ranking = Ranking().joined_by(
        [Entry((None,), "A", "x"), Entry((0,), "B", "x"), Entry((-5,), "C", "x")]
    )
    assert [entry.subject for entry in ranking.entries] == ["B", "C", "A"]


def test_a_fund_without_the_organization_remembers_what_it_claimed() -> None:
    left = FundBoard(100, {"x": 70, "y": 60}).without("x")
    assert (left.claimed, left.absent) == (60, 70)
