"""Which facts still matter, and the most that a measure can pay."""

from __future__ import annotations

from dataclasses import replace

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.ceiling import most
from banyan.rules.credit_code import complete
from banyan.rules.interview import Answers, Asked, Interview, Kind, Wanted
from banyan.rules.rows import facts_of_rows
from banyan.rules.schema import Schema

OWN = complete("91350100MA0000000")
CENTRE = Kind("recognitions", "kind", "technology_centre")


def nothing_required(schema: Schema) -> Schema:
    return replace(
        schema,
        tables=tuple(
            replace(table, columns=tuple(replace(one, optional=True) for one in table.columns))
            for table in schema.tables
        ),
    )


def interview(
    *measures: str, organization: dict[str, str], answers: Answers | None = None
) -> Interview:
    own = {"uscc": OWN, "name": "-", **organization}
    facts = facts_of_rows(nothing_required(pack().schema), {"organizations": [own]})
    asked = Asked(pack(), facts, 2026, answers or Answers())
    return Interview(pack(), asked, 0, measures or tuple(pack().measures))


def test_of_an_organization_of_which_nothing_is_known_all_is_open() -> None:
    found = interview(organization={})
    assert {verdict.holds for verdict in found.verdicts.values()} == {None}
    assert found.questions()[0].about == Wanted("organizations", 0, "county")


def test_a_failed_condition_decides_a_measure_and_asks_no_more() -> None:
    verdict = interview("technology_centre", organization={"industry": "F0"}).verdicts[
        "technology_centre"
    ]
    assert verdict.holds is False
    assert verdict.wanted == ()


def test_what_is_not_recorded_is_asked_for_until_it_is_said_that_there_is_none() -> None:
    known = {"county": "350102", "industry": "C0"}
    open_ = interview("technology_centre", organization=known).verdicts["technology_centre"]
    assert open_.wanted == (CENTRE,)
    none = Answers(complete=frozenset({CENTRE}))
    closed = interview("technology_centre", organization=known, answers=none)
    assert closed.verdicts["technology_centre"].holds is False
    assert closed.questions() == []


@pytest.mark.parametrize(
    ("measure", "fen"),
    [
        ("srdi", 100_000_00 * 3 // 2),  # with the uplift of key chains
        ("equipment_upgrade", 5_000_000_00),  # its cap
        ("newly_scaled_loan_interest", 100_000_00),  # 1 % of the principal that counts
        ("order_award", 1_200_000_00),  # the first tier
        ("software_honour", 1_000_000_00),  # the larger case
        ("little_giant", None),  # a share of what the province pays
    ],
)
def test_the_most_that_a_measure_pays_follows_from_its_declaration(
    measure: str, fen: int | None
) -> None:
    assert most(pack(), pack().measure(measure), 2026) == fen
