"""What the calculator answers is what the engine settles, said with care."""

from __future__ import annotations

import pytest
from hypothesis import given

from banyan.desk.calculator.calculation import MeasureResult
from banyan.desk.calculator.description import Description
from banyan.desk.calculator.hypothesis import OWN, suppose
from banyan.rules.explanation import Group
from banyan.rules.rows import facts_of_rows, rows_of_facts
from banyan.rules.schema import Type
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines
from desk.calculator.describing import (
    CENTRE,
    MANUFACTURER,
    PACK,
    PRODUCT,
    PROJECT,
    SHAPE,
    calculated,
    described,
    descriptions,
    few,
    kinds,
)

NO_LOAN = kinds("loans.technology_upgrade")
_PLAIN = {Type.COUNT: "0", Type.MONEY: "0", Type.TRUTH: "false"}


def result(description: Description, measure: str, language: str = "zh") -> MeasureResult:
    found = calculated(description, language).measures
    return next(one for one in found if one.code == measure)


@given(descriptions())
@few(25)
def test_the_total_is_what_a_settlement_of_the_same_records_pays(description: Description) -> None:
    supposed = suppose(PACK, SHAPE, description)
    assert not supposed.faults
    rows = {table.name: rows_of_facts(supposed.facts, table.name) for table in PACK.schema.tables}
    # what is not asked for is a rank among others, who are not there
    for table in PACK.schema.tables:
        for row in rows[table.name]:
            for column in table.columns:
                if not column.optional and not row[column.name]:
                    row[column.name] = column.plain or _PLAIN[column.type]
    records = facts_of_rows(PACK.schema, rows)
    paid = dict.fromkeys(PACK.measures, 0)
    for line in lines(settle(PACK, records, description.year)).rows(named=True):
        if line["uscc"] == OWN:
            paid[line["measure"]] += int(line["amount"] * 100)
    calculation = calculated(description)
    assert calculation.total == sum(paid.values())
    for one in calculation.measures:
        assert one.amount == paid[one.code], one.code
        if one.amount:
            assert one.group is Group.GRANTED


@given(descriptions())
@few(15)
def test_who_has_said_everything_is_asked_for_no_more_to_decide(description: Description) -> None:
    verdicts = calculated(description).interview.verdicts
    assert all(verdict.holds is not None for verdict in verdicts.values())


def test_the_arithmetic_is_told_with_its_article() -> None:
    one = result(described(projects=[PROJECT], none=NO_LOAN), "equipment_upgrade")
    assert one.group is Group.GRANTED
    assert one.amount == 150_000_00
    (step,) = one.lines[0].steps
    assert "5,000,000.00" in step.words
    assert "3%" in step.words
    assert (step.amount, step.article) == ("150,000.00", "A3.1")


def test_what_is_near_says_by_how_much_to_the_fen() -> None:
    gross = {**PROJECT, "project_years.equipment_gross": "4999999.99"}
    there_is_none = NO_LOAN | kinds("recognitions.srdi", "recognitions.little_giant")
    near = result(
        described(
            projects=[{**gross, "project_years.equipment_net": "1"}],
            none=there_is_none,
        ),
        "equipment_upgrade",
    )
    assert near.group is Group.NEAR
    assert [gap.missing for gap in near.gaps if gap.need == "5,000,000.00"] == ["0.01"]
    exactly = {**gross, "project_years.equipment_gross": "5000000"}
    assert (
        result(described(projects=[exactly], none=there_is_none), "equipment_upgrade").group
        is Group.GRANTED
    )


def test_an_unknown_fact_is_asked_for_and_not_taken_as_a_no() -> None:
    unknown = {key: fact for key, fact in PROJECT.items() if key != "projects.special_bond"}
    one = result(described(projects=[unknown], none=NO_LOAN), "equipment_upgrade")
    assert one.group is Group.NEEDS_FACTS
    assert one.amount == 0
    assert "是否已获超长期特别国债设备更新资金" in one.wanted


def test_what_there_is_none_of_is_known_and_said() -> None:
    one = result(described(none=kinds("orders")), "order_award")
    assert one.group is Group.NOT_FOR_YOU
    assert any("招标订单" in reason for reason in one.reasons)


@pytest.mark.parametrize("language", ["zh", "en"])
def test_where_others_compete_there_is_never_a_bare_yes(language: str) -> None:
    calculation = calculated(described(recognitions=[CENTRE, PRODUCT]), language)
    by_code = {one.code: one for one in calculation.measures}
    for code, measure in PACK.measures.items():
        assert bool(by_code[code].competition) == measure.competes(), code
    contested = by_code["innovative_product"]
    assert contested.amount == 500_000_00
    assert "10" in contested.competition[0]
    assert by_code["technology_centre"].competition == ()
    assert (calculation.total, calculation.contested) == (1_200_000_00, 500_000_00)


def test_a_project_that_gets_money_lacks_nothing_though_another_does() -> None:
    below = {**PROJECT, "project_years.equipment_gross": "4900000"}
    below["project_years.equipment_net"] = "1"
    none = NO_LOAN | kinds("recognitions.srdi", "recognitions.little_giant")
    one = result(described(projects=[PROJECT, below], none=none), "equipment_upgrade")
    paid, lacking = one.lines
    assert (paid.amount, paid.gaps) == (150_000_00, ())
    assert "100,000.00" in [gap.missing for gap in lacking.gaps]


def test_only_one_measure_for_a_project_and_the_other_says_which_goes_on() -> None:
    both = {
        **PROJECT,
        "project_years.digital_net": "1000000",
        "project_years.digital_effective": "true",
    }
    description = described(projects=[both], none=NO_LOAN)
    assert result(description, "digital_project").amount == 200_000_00
    fallen = result(description, "equipment_upgrade")
    assert (fallen.group, fallen.amount) == (Group.ELIGIBLE, 0)
    assert any("数智化项目补助" in step.words for step in fallen.lines[0].steps)
    assert any("只能享受一项" in limit for limit in fallen.limits)


def test_picking_one_measure_still_shows_what_takes_its_place() -> None:
    both = {
        **PROJECT,
        "project_years.digital_net": "1000000",
        "project_years.digital_effective": "true",
    }
    description = described("equipment_upgrade", projects=[both], none=NO_LOAN)
    shown = {one.code: one.amount for one in calculated(description).measures}
    assert shown == {"equipment_upgrade": 0, "digital_project": 200_000_00}


def test_a_booth_counts_those_who_are_said_to_come() -> None:
    booth = {
        "booths.booth_fee": "40000",
        "expos.held_on": "2026-05-05",
        "expos.scope": "national",
        "expos.canton_fair": "false",
    }
    assert result(described(booths=[booth]), "expo_booth").group is Group.NEEDS_FACTS
    threshold = PACK.parameters["expo.exhibitors"].in_year(2026).adopted
    assert isinstance(threshold, int)
    enough = result(described(booths=[{**booth, "expos.booths:": str(threshold)}]), "expo_booth")
    assert enough.amount == 32_000_00
    assert "最多" in enough.competition[0] or "Up to" in enough.competition[0]
    few = described(booths=[{**booth, "expos.booths:": str(threshold - 1)}])
    assert result(few, "expo_booth").group is Group.NEAR


def test_the_organizer_of_an_expo_is_not_asked_who_exhibits_but_how_much_it_is() -> None:
    expo = {
        "expos.held_on": "2026-05-05",
        "expos.scope": "regional",
        "expos.canton_fair": "false",
        "expos.booths:": "40",
        "expos.booths:booth_fee": "1000000",
    }
    organization = {**MANUFACTURER, "kind": "association", "industry": "S0"}
    description = described(organization=organization, expos=[expo])
    assert result(description, "expo_organizer").amount == 200_000_00
