"""The advice against every assignment, settled by a second implementation."""

from __future__ import annotations

import time
from dataclasses import replace
from itertools import product
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings

from banyan.packs.fuzhou import pack
from banyan.rules.advice import Action, Advice, Method, Why, advise
from banyan.rules.errors import UsageError
from banyan.rules.expressions import p
from banyan.rules.measure import Fund, Top
from banyan.rules.settlement import boards
from banyan.rules.settlement import settle as engine_settle
from banyan.rules.subset import of_organizations
from electing import (
    MEASURES,
    OTHERS,
    OWN,
    election,
    grant,
    loan,
    many,
    organization,
    organizations,
    project,
    project_year,
)
from facts_of import facts_of
from oracle.generated import fact_sets
from oracle.reading import decimal
from oracle.settle import settle

if TYPE_CHECKING:
    from banyan.rules.pack import Pack
    from oracle.reading import Tables

YEAR = 2026
few = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def total(tables: Tables, elected: dict[str, str]) -> int:
    """What the organization gets of everything with these elections, in fen."""
    elections = [election(name, measure) for name, measure in elected.items()]
    lines = settle({**tables, "elections": elections}, YEAR)
    return sum(decimal(line["amount"], 2) for line in lines if line["uscc"] == OWN)


def advice(tables: Tables, **limits: float) -> Advice:
    return advise(pack(), facts_of(tables), YEAR, OWN, **limits)  # type: ignore[arg-type]


def check(found: Advice, tables: Tables) -> None:
    """The advice is the best of all assignments, and says so of the others too."""
    names = [row["project"] for row in tables["projects"]]
    declared = {
        chosen: total(tables, {n: m for n, m in zip(names, chosen, strict=True) if m})
        for chosen in product(("", *MEASURES), repeat=len(names))
    }
    totals = sorted(set(declared.values()), reverse=True)
    assert found.proven
    assert found.best.total == totals[0]
    fewest = min(sum(map(bool, chosen)) for chosen, value in declared.items() if value == totals[0])
    assert sum(p.best != p.default for p in found.projects) == fewest
    assert found.second_proven
    assert (found.second.total if found.second else None) == (totals[1:] or [None])[0]
    present = {row["project"]: row["measure"] for row in tables.get("elections", [])}
    assert found.present.total == total(tables, present)
    assert found.without.total == total(tables, {})
    for outcome in (found.best, found.second or found.best):
        assert total(tables, dict(outcome.choices)) == outcome.total
        assert outcome.loses == found.best.total - outcome.total
    for one in found.projects:
        for option in one.options:
            changed = {**found.best.choices, one.project: option.measure}
            assert option.loses == found.best.total - total(tables, changed)


@few
@given(organizations(most_projects=3))
def test_no_assignment_pays_more_than_the_one_advised(tables: Tables) -> None:
    found = advice(tables)
    assert found.proof.method is not Method.SEARCH
    check(found, tables)


@few
@given(organizations(most_projects=3))
def test_a_search_finds_what_trying_all_finds(tables: Tables) -> None:
    tried, searched = advice(tables), advice(tables, enumerated=1)
    if tried.projects:
        assert searched.proof.method is Method.SEARCH
    assert (searched.best, searched.second) == (tried.best, tried.second)
    assert searched.projects == tried.projects
    assert searched.proven
    assert searched.second_proven
    assert searched.proof.fewest_elections


@settings(few, max_examples=5)
@given(fact_sets(year=YEAR))
def test_the_present_total_is_what_the_settlement_of_all_facts_pays(tables: Tables) -> None:
    """Top N, places, plans and funds are those of the whole fact set, or of boards of it."""
    facts = facts_of(tables)
    stored = boards(engine_settle(pack(), facts, YEAR))
    paid: dict[str, int] = dict.fromkeys(facts["organizations"]["uscc"], 0)
    for line in settle(tables, YEAR):
        paid[line["uscc"]] += decimal(line["amount"], 2)
    for code in list(paid)[:6]:
        found = advise(pack(), facts, YEAR, code)
        assert found.present.total == paid[code]
        own = of_organizations(facts, [facts["organizations"]["uscc"].index_of(code) or 0])
        assert advise(pack(), own, YEAR, code, boards=stored) == found


def two_projects(**tables: list[dict[str, str]]) -> Tables:
    """Both projects' digital amounts are the larger, but the digital cap pays only one of them."""
    return {
        "organizations": [organization(OWN)],
        "projects": [project("P1"), project("P2")],
        "project_years": [
            project_year("P1", "50000000", "10000000"),
            project_year("P2", "50000000", "10000000"),
        ],
        **tables,
    }


def test_one_project_takes_equipment_where_the_digital_cap_is_used_up_by_the_other() -> None:
    found = advice(two_projects())
    assert found.best.total == 200_000_000 + 150_000_000
    assert found.present.total == found.without.total == 200_000_000
    assert found.present.loses == 150_000_000
    # of two equally good assignments the one whose first project takes the first measure
    assert found.best.choices == {"P1": "equipment_upgrade", "P2": "digital_project"}
    first, second = found.projects
    assert (first.action, second.action) == (Action.DECLARE, Action.NONE)
    assert (first.default, first.elected, first.amount) == ("digital_project", None, 150_000_000)
    assert [option.loses for option in first.options] == [0, 150_000_000]
    assert [option.loses for option in second.options] == [50_000_000, 0]
    assert found.second is not None
    assert found.second.choices == dict.fromkeys(("P1", "P2"), "equipment_upgrade")
    assert found.second.loses == 50_000_000


def test_an_election_is_kept_withdrawn_or_left_alone() -> None:
    elections = [election("P1", "equipment_upgrade"), election("P2", "technology_loan_interest")]
    found = advice(two_projects(elections=elections))
    assert [one.action for one in found.projects] == [Action.KEEP, Action.NONE]
    assert found.present.loses == 0
    elections = [election("P1", "equipment_upgrade"), election("P2", "equipment_upgrade")]
    found = advice(two_projects(elections=elections))
    assert [one.action for one in found.projects] == [Action.KEEP, Action.WITHDRAW]
    assert found.present.loses == 50_000_000


def test_where_an_election_changes_nothing_none_is_advised() -> None:
    """Equal amounts: the measure that wins without an election is as good as the other."""
    tables = two_projects(project_years=[project_year("P1", "50000000", "7500000")])
    for limits in ({}, {"enumerated": 1}):
        found = advice(tables, **limits)
        assert found.best.choices == {"P1": "equipment_upgrade"}
        assert found.projects[0].action is Action.NONE
        assert found.second is None
        assert found.second_proven


@pytest.mark.parametrize(
    ("net", "best"),
    [("166666666.66", "equipment_upgrade"), ("166666666.33", "technology_loan_interest")],
)
def test_a_fen_below_the_cap_decides(net: str, best: str) -> None:
    """The loan of P1 pays 4,999,999.99; equipment pays as much as the cap leaves."""
    tables = two_projects(
        projects=[project("P1", municipal_key="true")],
        project_years=[project_year("P1", net)],
        loans=[
            loan("L1", "P1", "199999999.69", annual_rate="4", central_support="true"),
        ],
    )
    found = advice(tables)
    assert found.projects[0].best == best
    assert found.best.total == 499_999_999
    assert found.second is None or found.second.loses == 1


def test_a_project_that_gives_up_its_loan_frees_it_for_another_measure() -> None:
    """The technology interest of 2 % wins over 1 % for a supply chain until the project elects
    its equipment; the same loan then bears the other interest."""
    tables = two_projects(
        projects=[project("P1")],
        project_years=[project_year("P1", "5000000")],
        loans=[loan("L1", "P1", "10000000", purposes="technology_upgrade|supply_chain")],
    )
    found = advice(tables)
    assert found.without.choices == {"P1": "technology_loan_interest"}
    assert found.without.total == 20_000_000
    assert found.best.choices == {"P1": "equipment_upgrade"}
    assert found.best.total == 15_000_000 + 10_000_000
    assert found.projects[0].amount == 15_000_000


def test_an_early_poor_loan_is_kept_from_using_up_the_principal() -> None:
    tables = two_projects(
        project_years=[project_year("P1", "5000000"), project_year("P2", "5000000")],
        loans=[
            loan("L1", "P1", "200000000", disbursed_on="2026-01-01", annual_rate="0.1"),
            loan("L2", "P2", "200000000", disbursed_on="2026-02-01"),
        ],
    )
    for limits in ({}, {"enumerated": 1}):
        found = advice(tables, **limits)
        assert found.best.choices == {
            "P1": "equipment_upgrade",
            "P2": "technology_loan_interest",
        }
        assert found.without.total == 20_000_000


def test_what_no_election_changes_is_told_with_the_reason() -> None:
    names = ("P1", "P2", "P3", "P4", "P5")
    tables = two_projects(
        projects=[project(name, special_bond=str(name == "P3").lower()) for name in names],
        project_years=[project_year(name, "50000000", "10000000") for name in names[:3]]
        + [project_year("P5", "50000000")],
        history=[grant("technology_loan_interest", "P1", "0")],
        loans=[loan("L2", "P2", "1", provincial_support="0.01")],
    )
    found = advice(tables)
    assert found.projects == ()
    assert found.proof.method is Method.NOTHING
    assert found.second is None
    fixed = {one.project: one for one in found.fixed}
    assert (fixed["P1"].why, fixed["P1"].measure) == (Why.HISTORY, "technology_loan_interest")
    assert fixed["P2"].why is Why.NOT_ELIGIBLE
    assert set(fixed["P2"].reasons.values()) == {("provincial_interest_support",)}
    assert set(fixed["P3"].reasons.values()) == {("special_bond",)}
    assert fixed["P4"].why is Why.NO_LINE
    assert (fixed["P5"].why, fixed["P5"].measure) == (Why.ONLY_ONE, "equipment_upgrade")


def test_an_organization_without_a_project_has_nothing_to_decide() -> None:
    tables = two_projects(organizations=[organization(OWN), organization(OTHERS[0])])
    found = advise(pack(), facts_of(tables), YEAR, OTHERS[0])
    assert (found.best.total, found.projects, found.fixed) == (0, (), ())
    assert found.proven


def test_what_is_unknown_or_out_of_force_is_refused() -> None:
    facts = facts_of(two_projects())
    with pytest.raises(UsageError, match=OTHERS[0]):
        advise(pack(), facts, YEAR, OTHERS[0])
    with pytest.raises(UsageError, match="2031"):
        advise(pack(), facts, 2031, OWN)


def with_fund(policy: Pack, code: str) -> Pack:
    measure = replace(policy.measures[code], fund=Fund("software", "A4.5.2"))
    return replace(policy, measures={**policy.measures, code: measure})


def test_a_choice_for_which_organizations_compete_is_refused() -> None:
    facts = facts_of(two_projects(budgets=[{"year": "2026", "fund": "software", "amount": "1"}]))
    with pytest.raises(UsageError, match="digital_project"):
        advise(with_fund(pack(), "digital_project"), facts, YEAR, OWN)
    top = Top(p("research.places"), p("digital.cap"), "A2.6")
    limited = replace(pack().measures["park_loan_interest"], quota=top)
    policy = replace(pack(), measures={**pack().measures, "park_loan_interest": limited})
    with pytest.raises(UsageError, match="park_loan_interest"):
        advise(policy, facts, YEAR, OWN)


def test_a_loan_that_an_election_frees_for_a_fund_is_refused() -> None:
    tables = two_projects(
        projects=[project("P1")],
        project_years=[project_year("P1", "5000000")],
        loans=[loan("L1", "P1", "10000000", purposes="technology_upgrade|supply_chain")],
    )
    policy = with_fund(pack(), "newly_scaled_loan_interest")
    assert advise(policy, facts_of(tables), YEAR, OWN).proven
    tables["budgets"] = [{"year": "2026", "fund": "software", "amount": "1"}]
    with pytest.raises(UsageError, match="newly_scaled_loan_interest"):
        advise(policy, facts_of(tables), YEAR, OWN)


def test_a_policy_without_a_choice_by_election_is_refused() -> None:
    policy = replace(pack(), choices=tuple(one for one in pack().choices if not one.binding))
    with pytest.raises(UsageError, match="choices by election"):
        advise(policy, facts_of(two_projects()), YEAR, OWN)


def test_sixty_projects_are_advised_on_in_seconds() -> None:
    facts = facts_of(many(1, 60, (10_000_000, 200_000_000)))
    start = time.monotonic()
    found = advise(pack(), facts, YEAR, OWN)
    assert time.monotonic() - start < 40
    assert found.proof.method is Method.SEARCH
    assert found.proof.assignments > 3**40
    assert found.proven
    assert found.best.total > found.without.total
    assert all(option.loses >= 0 for one in found.projects for option in one.options)


def test_without_time_for_a_proof_the_bound_is_told() -> None:
    facts = facts_of(many(0, 60, (100_000_000, 3_000_000_000)))
    found = advise(pack(), facts, YEAR, OWN, seconds=0)
    assert not found.proven
    assert found.proof.bound > found.best.total >= found.without.total
    proof = found.as_json()["proof"]
    assert isinstance(proof, dict)
    assert proof["proven"] is False


def test_what_is_advised_without_a_proof_is_no_worse_than_what_stands() -> None:
    tables = many(4, 12, (10_000_000, 200_000_000))
    better = advice(tables)
    assert better.proven
    tables["elections"] = [election(*chosen) for chosen in better.best.choices.items()]
    found = advice(tables, seconds=0)
    assert found.present.total == better.best.total
    assert found.present.loses >= 0
    assert all(option.loses >= 0 for one in found.projects for option in one.options)


def test_a_thousand_billion_yuan_are_counted_to_the_fen() -> None:
    tables = two_projects(
        projects=[project(name) for name in ("P1", "P2", "P3")],
        project_years=[
            project_year(name, "1000000000000", "1000000000000") for name in ("P1", "P2", "P3")
        ],
        loans=[
            loan(f"L{name}", name, "1000000000000", annual_rate="100")
            for name in ("P1", "P2", "P3")
        ],
    )
    for limits in ({}, {"enumerated": 1}):
        found = advice(tables, **limits)
        assert found.best.total == 500_000_000 + 200_000_000 + 400_000_000
        assert sorted(found.best.choices.values()) == sorted(MEASURES)
        assert found.proven


def test_json_gives_amounts_in_yuan() -> None:
    found = advice(two_projects()).as_json()
    assert found["best"] == {
        "total": "3500000.00",
        "loses": "0.00",
        "choices": {"P1": "equipment_upgrade", "P2": "digital_project"},
    }
    assert found["proof"] == {
        "method": "enumeration",
        "assignments": 4,
        "proven": True,
        "bound": "3500000.00",
        "fewest_elections": True,
        "second_proven": True,
        "second_bound": "3000000.00",
    }
