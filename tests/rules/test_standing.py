"""How all organizations stand to criteria: whole columns and single rows say the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.credit_code import complete
from banyan.rules.criteria import Criteria, check_criteria
from banyan.rules.errors import PackError, UsageError
from banyan.rules.expressions import Total, col, p
from banyan.rules.measure import Condition
from banyan.rules.pack import Pack
from banyan.rules.rows import facts_of_rows
from banyan.rules.standing import Findings, Standing, codes_in, standings

invested = Total("project_years", "equipment_net", col("year") >= col("year"), "organization")
CRITERIA = Criteria(
    "few",
    (
        Condition("enterprise", col("kind").is_in("enterprise"), "P2.1"),
        Condition("small_or_medium", col("size").is_in("small"), "P2.1"),
        Condition("invests", invested >= p("gradient.srdi_investment"), "P2.1"),
    ),
)


def credit_code(number: int) -> str:
    return complete(f"91350100MA{number:07d}")


def facts(*organizations: tuple[str, str, int]) -> Any:
    """Organizations of a kind and size that invested so many yuan."""
    rows: dict[str, list[dict[str, str]]] = {
        "organizations": [],
        "projects": [],
        "project_years": [],
    }
    for number, (kind, size, yuan) in enumerate(organizations):
        code = credit_code(number)
        rows["organizations"].append(
            {"uscc": code, "name": f"o{number}", "kind": kind, "county": "350102", "size": size}
        )
        project = {"project": f"p{number}", "uscc": code}
        names = ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre")
        rows["projects"].append(project | dict.fromkeys(names, "false"))
        rows["project_years"].append(
            {
                "project": f"p{number}",
                "year": "2026",
                "equipment_gross": str(yuan),
                "equipment_net": str(yuan),
                "digital_net": "0",
                "digital_effective": "false",
            }
        )
    return facts_of_rows(pack().schema, rows)


def found(given: Any, criteria: Criteria = CRITERIA, nearness: int = 700_000) -> list[Any]:
    [(_criteria, frame)] = standings(pack(), given, 2026, [criteria], nearness=nearness)
    return frame.rows()


def test_each_organization_has_a_standing_and_what_it_fails() -> None:
    given = facts(
        ("enterprise", "small", 1_000_000),
        ("enterprise", "small", 700_000),
        ("enterprise", "small", 699_999),
        ("enterprise", "", 1_000_000),
        ("park", "small", 1_000_000),
        ("enterprise", "", 800_000),
    )
    assert found(given) == [
        (Standing.SATISFIED, 0, 0),
        (Standing.NEAR, 0b100, 0),
        (Standing.FAR, 0b100, 0),
        (Standing.NEEDS_FACTS, 0, 0b010),
        (Standing.FAR, 0b001, 0),
        (Standing.NEAR, 0b100, 0b010),
    ]


def test_a_threshold_that_must_not_be_exceeded_is_eased_upwards() -> None:
    most = Criteria(
        "most", (Condition("invests", invested <= p("gradient.srdi_investment"), "P2.1"),)
    )
    given = facts(
        ("enterprise", "", 1_000_000), ("enterprise", "", 1_300_000), ("enterprise", "", 1_300_001)
    )
    assert [row[0] for row in found(given, most)] == [
        Standing.SATISFIED,
        Standing.NEAR,
        Standing.FAR,
    ]


def test_a_condition_is_asked_only_of_whom_it_concerns() -> None:
    when = Criteria(
        "when",
        (replace(CRITERIA.conditions[2], when=col("kind").is_in("enterprise")),),
    )
    given = facts(("enterprise", "", 0), ("park", "", 0))
    assert [row[0] for row in found(given, when)] == [Standing.FAR, Standing.SATISFIED]


def test_bits_name_the_conditions_in_their_order() -> None:
    assert codes_in(CRITERIA, 0b101) == ["enterprise", "invests"]


def test_one_row_alone_says_the_same_as_all_at_once() -> None:
    given = facts(
        ("enterprise", "small", 700_000), ("enterprise", "", 1_000_000), ("park", "small", 0)
    )
    findings = Findings(pack(), given, 2026, "en")
    codes = sorted(credit_code(number) for number in range(3))
    for code, (_standing, failed, unknown) in zip(codes, found(given), strict=True):
        said = findings.of(code, CRITERIA)
        assert [one.code for one in said if one.holds is False] == codes_in(CRITERIA, failed)
        assert [one.code for one in said if one.holds is None] == codes_in(CRITERIA, unknown)


def test_a_finding_says_by_how_much_a_threshold_is_missed() -> None:
    given = facts(("enterprise", "small", 700_000))
    [_kind, _size, invests] = Findings(pack(), given, 2026, "en").of(credit_code(0), CRITERIA)
    assert invests.words == "has invested in equipment as this tier asks"
    assert invests.gaps[0].missing == "300,000.00"


def test_an_organization_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UsageError):
        Findings(pack(), facts(), 2026, "zh").of(credit_code(0), CRITERIA)


@pytest.mark.parametrize(
    ("conditions", "fault"),
    [
        ((), "from 1 to 62 conditions"),
        ((CRITERIA.conditions[0], CRITERIA.conditions[0]), "two conditions have one code"),
        ((Condition("money", invested, "P2.1"),), "needs truth"),
        ((Condition("none", col("nothing").is_known(), "P2.1"),), "unknown column"),
    ],
)
def test_criteria_that_do_not_hold_together_do_not_load(
    conditions: tuple[Condition, ...], fault: str
) -> None:
    notice = pack()
    with pytest.raises(PackError, match=fault):
        check_criteria(Criteria("x", conditions), notice.schema, notice.parameters)


def test_the_criteria_of_the_notice_are_computed_for_everybody() -> None:
    notice: Pack = pack()
    given = facts(("enterprise", "small", 900_000))
    every = {
        one.code: frame.height
        for one, frame in standings(notice, given, 2026, notice.criteria.values(), nearness=700_000)
    }
    assert set(every.values()) == {1}
    assert every.keys() == notice.criteria.keys()
    assert date(2026, 1, 1) == notice.in_force[0]
