"""What an organization is told: what it gets, what it lacks and by how much, what is not known."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.credit_code import complete
from banyan.rules.errors import UsageError
from banyan.rules.explanation import ExplainedMeasure, Explainer, Explanation, Group
from banyan.rules.settlement import settle
from facts_of import facts_of

if TYPE_CHECKING:
    from oracle.reading import Tables

YEAR = 2026


def code(number: int) -> str:
    return complete(f"91350100{number:09}")


MAKER, OTHER, DEVELOPER, IDLE = (code(number) for number in range(4))


def organization(uscc: str, **columns: str) -> dict[str, str]:
    plain = {"uscc": uscc, "name": f"榕{uscc[-3:]}", "kind": "enterprise", "county": "350102"}
    return {**plain, "industry": "C3911", "size": "medium", "scaled_on": "", **columns}


ORGANIZATIONS = [
    organization(MAKER),
    organization(OTHER),
    organization(DEVELOPER, industry="I6510"),
    organization(IDLE),
]


def explained(tables: Tables, uscc: str, language: str = "en") -> Explanation:
    tables = {"organizations": ORGANIZATIONS, **tables}
    return Explainer(settle(pack(), facts_of(tables), YEAR), language).explain(uscc)


def of_measure(
    measure: str, tables: Tables, uscc: str = MAKER, language: str = "en"
) -> ExplainedMeasure:
    explanation = explained(tables, uscc, language)
    return next(one for one in explanation.measures if one.measure == measure)


def equipment(gross: str, net: str, digital: str = "0", **project: str) -> Tables:
    truths = ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre")
    return {
        "projects": [{"project": "P1", "uscc": MAKER, **dict.fromkeys(truths, "false"), **project}],
        "project_years": [
            {
                "project": "P1",
                "year": str(YEAR),
                "equipment_gross": gross,
                "equipment_net": net,
                "digital_net": digital,
                "digital_effective": "true",
            }
        ],
    }


def cloud_year(uscc: str = MAKER, software_cost: str = "100") -> Tables:
    return {
        "cloud_years": [
            {
                "uscc": uscc,
                "year": str(YEAR),
                "devices": "0",
                "software_cost": software_cost,
                "infrastructure_cost": "0",
            }
        ]
    }


def recognition(name: str, kind: str, uscc: str = MAKER, **columns: str) -> dict[str, str]:
    plain = {"recognition": name, "uscc": uscc, "kind": kind, "recognized_on": f"{YEAR}-03-01"}
    rest = ("level", "subject", "expires_on", "rank", "score", "provincial_award", "assessed_award")
    return {**plain, **dict.fromkeys(rest, ""), **columns}


def test_a_near_miss_says_how_much_is_missing_to_the_fen() -> None:
    found = of_measure("equipment_upgrade", equipment("4520000", "1000000"))
    assert found.group is Group.NEAR
    (line,) = found.lines
    assert line.reasons == ("below_threshold",)
    (gap,) = line.failed[0].gaps
    assert (gap.have, gap.need, gap.missing) == ("4,520,000.00", "5,000,000.00", "480,000.00")
    assert gap.short


def test_a_near_miss_by_one_fen_is_told() -> None:
    (line,) = of_measure("equipment_upgrade", equipment("4999999.99", "1000000")).lines
    assert [gap.missing for gap in line.failed[0].gaps] == ["0.01"]


def test_the_routes_that_are_no_thresholds_away_are_not_near() -> None:
    (line,) = of_measure("equipment_upgrade", equipment("4520000", "1000000")).lines
    near = {route.code: route.near for route in line.routes}
    assert near == {"standard": True, "srdi": False, "newly_scaled": False}


def test_a_lack_beside_a_threshold_is_no_near_miss() -> None:
    tables = equipment("4520000", "1000000", special_bond="true")
    assert of_measure("equipment_upgrade", tables).group is Group.NOT_FOR_YOU


def test_an_empty_size_is_asked_for_and_not_taken_as_a_no() -> None:
    tables = {"organizations": [organization(MAKER, size="")], **cloud_year()}
    found = of_measure("cloud_software", tables)
    assert found.group is Group.NEEDS_FACTS
    assert [(fact.table, fact.column) for fact in found.missing] == [("organizations", "size")]
    (line,) = found.lines
    assert (line.status, line.reasons) == ("ineligible", ("wrong_size",))
    assert [finding.holds for finding in line.failed] == [None]


def test_a_size_that_is_wrong_is_a_no() -> None:
    tables = {"organizations": [organization(MAKER, size="large")], **cloud_year()}
    found = of_measure("cloud_software", tables)
    assert found.group is Group.NOT_FOR_YOU
    assert found.missing == ()


def test_a_date_that_is_not_known_is_asked_for() -> None:
    found = of_measure("equipment_upgrade", equipment("1000000", "1000000"))
    (newly_scaled,) = [one for one in found.lines[0].routes if one.code == "newly_scaled"]
    assert newly_scaled.holds is None
    assert [(fact.table, fact.column) for fact in newly_scaled.missing] == [
        ("organizations", "scaled_on")
    ]


def test_a_recognition_that_is_not_recorded_is_asked_for() -> None:
    tables: Tables = {
        "centre_years": [{"uscc": MAKER, "year": str(YEAR), "external_service_income": "100"}]
    }
    found = of_measure("pilot_service_income", tables)
    assert found.group is Group.NEEDS_FACTS
    assert [(fact.table, fact.column) for fact in found.missing] == [("recognitions", "")]
    centre = pack().words["words"]["kind"]["innovation_centre"]["en"]
    assert found.missing[0].label.endswith(centre)


def test_a_recognition_that_has_expired_is_a_no() -> None:
    lapsed = recognition(
        "R1", "innovation_centre", recognized_on="2020-01-01", expires_on="2026-01-01"
    )
    tables: Tables = {
        "recognitions": [lapsed],
        "centre_years": [{"uscc": MAKER, "year": str(YEAR), "external_service_income": "100"}],
    }
    found = of_measure("pilot_service_income", tables)
    assert found.group is Group.NOT_FOR_YOU
    assert found.lines[0].reasons == ("no_recognition",)


def test_the_rank_among_all_who_compete_is_said() -> None:
    others = [
        recognition(f"R{number:02}", "innovative_product", OTHER, subject=f"S{number}", score="9")
        for number in range(10)
    ]
    mine = recognition("R99", "innovative_product", subject="S99", score="8")
    found = of_measure("innovative_product", {"recognitions": [*others, mine]})
    assert found.group is Group.ELIGIBLE
    (line,) = found.lines
    assert line.status == "over_quota"
    assert line.standing is not None
    assert (line.standing.rank, line.standing.of, line.standing.places) == (11, 11, 10)
    assert not line.standing.within
    assert not line.standing.would
    assert found.competition is not None
    assert (found.competition.kind, found.competition.last) == ("top_n", "9")


def test_the_rank_that_one_would_have_is_said_where_something_else_is_lacking() -> None:
    tables: Tables = {
        "organizations": [organization(MAKER, industry="G5400"), organization(OTHER)],
        "recognitions": [
            recognition("R1", "innovative_product", OTHER, subject="A", score="9"),
            recognition("R2", "innovative_product", subject="B", score="10"),
        ],
    }
    (line,) = of_measure("innovative_product", tables).lines
    assert line.standing is not None
    assert line.standing.would
    assert (line.standing.rank, line.standing.of) == (1, 2)


def test_a_fund_that_is_short_is_said_with_its_budget_and_what_is_claimed() -> None:
    tables: Tables = {
        "recognitions": [
            recognition("R1", "secure_product", DEVELOPER, subject="A"),
            recognition("R2", "secure_product", OTHER, subject="B"),
        ],
        "budgets": [{"year": str(YEAR), "fund": "software", "amount": "600000"}],
    }
    found = of_measure("secure_product", tables, DEVELOPER)
    assert found.competition is not None
    assert found.competition.kind == "fund"
    assert found.competition.budget == "600,000.00"
    assert found.competition.claimed == "1,000,000.00"
    (line,) = found.lines
    assert line.reasons == ("fund_pro_rata",)
    assert (line.gross, line.amount) == ("500,000.00", "300,000.00")
    assert line.steps[-1].amount == "300,000.00"


def test_a_line_that_gave_way_names_the_measure_that_won() -> None:
    found = of_measure("equipment_upgrade", equipment("6000000", "5000000", digital="5000000"))
    assert found.group is Group.ELIGIBLE
    (line,) = found.lines
    assert (line.status, line.reasons) == ("superseded", ("digital_project",))
    assert line.reason_words == (pack().words["measures"]["digital_project"]["en"],)
    assert line.reason_words[0] in line.steps[-1].words
    assert line.steps[-1].amount == "0.00"
    assert line.steps[-1].article == "A3.7.2"


def test_the_arithmetic_is_told_step_by_step_with_its_articles() -> None:
    tables: Tables = {
        **equipment("200000000", "200000000"),
        "recognitions": [recognition("R1", "chain_key")],
    }
    found = of_measure("equipment_upgrade", tables)
    assert found.group is Group.GRANTED
    (line,) = found.lines
    assert line.reasons == ("chain_uplift", "organization_cap")
    assert [(step.amount, step.article) for step in line.steps] == [
        ("6,000,000.00", "A3.1"),
        ("9,000,000.00", "A1.4"),
        ("5,000,000.00", "A3.1"),
    ]
    assert "200,000,000.00" in line.steps[0].words
    assert "3%" in line.steps[0].words
    assert "150%" in line.steps[1].words


def test_recognitions_of_other_years_are_named_because_they_are_not_new() -> None:
    tables: Tables = {
        "recognitions": [
            recognition("R1", "design_centre", level="national", recognized_on="2025-06-01"),
            recognition("R2", "design_centre", level="municipal", recognized_on="2027-06-01"),
            recognition("R3", "single_champion", level="national", recognized_on="2025-06-01"),
        ]
    }
    found = of_measure("design_centre", tables)
    assert found.earlier == ("R1", "R2")
    assert [line.subject for line in found.lines] == [""]


def test_nothing_of_other_years_is_named_beside_a_line_of_this_year() -> None:
    tables: Tables = {
        "recognitions": [
            recognition("R1", "design_centre", level="national", recognized_on="2025-06-01"),
            recognition("R2", "design_centre", level="municipal"),
        ]
    }
    found = of_measure("design_centre", tables)
    assert found.group is Group.GRANTED
    assert found.earlier == ()


def test_an_organization_of_which_nothing_is_recorded_has_every_measure_explained() -> None:
    explanation = explained({}, IDLE)
    assert {one.measure for one in explanation.measures} == set(pack().measures)
    assert explanation.amount == "0.00"
    groups = {one.measure: one.group for one in explanation.measures}
    assert groups["equipment_upgrade"] is Group.NEEDS_FACTS
    assert groups["software_honour"] is Group.NOT_FOR_YOU
    assert groups["park_loan_interest"] is Group.NOT_FOR_YOU
    assert Group.GRANTED not in groups.values()
    assert Group.ELIGIBLE not in groups.values()
    for one in explanation.measures:
        assert [line.subject for line in one.lines] == [""]
        if one.group is Group.NEEDS_FACTS:
            assert one.missing


def test_measures_come_the_best_first() -> None:
    explanation = explained(equipment("6000000", "5000000"), MAKER)
    order = [list(Group).index(one.group) for one in explanation.measures]
    assert order == sorted(order)
    assert explanation.measures[0].measure == "equipment_upgrade"


def test_one_measure_alone_can_be_asked_for() -> None:
    tables = {"organizations": ORGANIZATIONS, **equipment("6000000", "5000000")}
    explainer = Explainer(settle(pack(), facts_of(tables), YEAR))
    explanation = explainer.explain(MAKER, "equipment_upgrade")
    assert [one.measure for one in explanation.measures] == ["equipment_upgrade"]
    assert explanation.amount == "150,000.00"


def test_who_is_not_in_the_facts_and_what_is_no_measure_are_refused() -> None:
    explainer = Explainer(settle(pack(), facts_of({"organizations": ORGANIZATIONS}), YEAR))
    for unknown in (code(99), "", "Z", "0"):
        with pytest.raises(UsageError, match=rf"^no organization {unknown} in the facts$"):
            explainer.explain(unknown)
    with pytest.raises(UsageError, match=r"^no measure dance_award$"):
        explainer.explain(MAKER, "dance_award")


@pytest.mark.parametrize(
    ("language", "words", "missing"),
    [
        ("zh", pack().words["reasons"]["below_threshold"]["zh"], "元"),
        ("en", pack().words["reasons"]["below_threshold"]["en"], "yuan"),
    ],
)
def test_both_languages_say_the_same_of_the_same_facts(
    language: str, words: str, missing: str
) -> None:
    tables = equipment("4520000", "1000000")
    found = of_measure("equipment_upgrade", tables, language=language)
    assert found.words == pack().words["measures"]["equipment_upgrade"][language]
    (line,) = found.lines
    assert line.reason_words == (words,)
    assert line.status_words == pack().words["statuses"]["ineligible"][language]
    assert missing in line.failed[0].gaps[0].label
    assert line.failed[0].gaps[0].missing == "480,000.00"
    assert found.articles[0] == ("A3.1", pack().articles["A3.1"].title[language])


def test_the_group_and_the_figures_do_not_depend_on_the_language() -> None:
    tables = equipment("6000000", "5000000", digital="1000000")
    chinese, english = (explained(tables, MAKER, language) for language in ("zh", "en"))
    assert [(one.measure, one.group, one.amount) for one in chinese.measures] == [
        (one.measure, one.group, one.amount) for one in english.measures
    ]


def test_an_explanation_as_json_says_all_of_it_in_plain_values() -> None:
    others = [
        recognition(f"R{number:02}", "innovative_product", OTHER, subject=f"S{number}", score="9")
        for number in range(10)
    ]
    mine = recognition("R99", "innovative_product", subject="S99", score="8")
    tables: Tables = {**equipment("4520000", "1000000"), "recognitions": [*others, mine]}
    explanation = explained(tables, MAKER)
    plain = explanation.as_json()
    assert json.loads(json.dumps(plain)) == plain
    assert (plain["uscc"], plain["year"]) == (MAKER, YEAR)
    by_code = {one["measure"]: one for one in plain["measures"]}
    assert list(by_code) == [one.measure for one in explanation.measures]
    product = by_code["innovative_product"]
    assert product["group"] == "eligible"
    assert product["articles"][0][0] == "A2.3.1"
    assert product["lines"][0]["standing"] == {
        "rank": 11,
        "of": 11,
        "places": 10,
        "would": False,
    }
    assert product["competition"]["last"] == "9"
    (line,) = by_code["equipment_upgrade"]["lines"]
    (finding,) = (one for one in line["conditions"] if one["holds"] is False)
    assert finding["gaps"][0]["missing"] == "480,000.00"
