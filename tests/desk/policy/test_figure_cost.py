"""The cost of a change is computed in the background, on the records, before it is confirmed."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from banyan.desk.audit import Actor
from banyan.desk.policy import actions
from banyan.desk.policy.city_facts import city_facts
from banyan.desk.policy.models import FigureChange, FigureSimulation
from banyan.desk.policy.pack_in_force import pack_in_force
from desk.making import Making
from desk.policy.scenarios import enterprise_with_equipment


@pytest.fixture
def project(making: Making) -> Any:
    return enterprise_with_equipment(making)


def test_the_records_are_facts_that_the_rules_can_settle(project: Any) -> None:
    facts = city_facts()
    assert facts["organizations"]["county"].to_list() == ["350102"]
    assert facts["project_years"]["equipment_net"].to_list() == [1_000_000_000]


def _proposed(
    first: Actor, capture: Any, starts: date = date(2026, 1, 1), value: str = "2%"
) -> FigureChange:
    with capture(execute=True):
        return actions.propose_figure(
            first, "equipment.rate", value, starts, date(2031, 1, 1), "less"
        )


def test_a_proposal_has_its_cost_computed(
    project: Any, first: Actor, second: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    change = _proposed(first, django_capture_on_commit_callbacks)
    simulation = change.simulations.get()
    assert simulation.state == FigureSimulation.State.DONE, simulation.fault
    assert simulation.result["totals"] == {
        "granted_before": 1,
        "granted_after": 1,
        "before": 30_000_000,
        "after": 20_000_000,
        "difference": -10_000_000,
    }
    assert [row["measure"] for row in simulation.result["measures"]] == ["equipment_upgrade"]
    assert [row["name"] for row in simulation.result["losers"]] == [
        project.project.organization.name
    ]
    actions.confirm_figure(second, change)
    assert pack_in_force().parameters["equipment.rate"].in_year(2026).adopted == 20_000


def test_a_change_of_years_to_come_is_computed_on_the_records_of_this_year(
    project: Any, first: Actor, django_capture_on_commit_callbacks: Any
) -> None:
    change = _proposed(first, django_capture_on_commit_callbacks, date(2028, 1, 1))
    simulation = change.simulations.get()
    assert simulation.year == 2026
    assert simulation.result["totals"]["difference"] == -10_000_000


def test_a_cost_that_cannot_be_computed_says_why(
    project: Any,
    first: Actor,
    django_capture_on_commit_callbacks: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from banyan.desk.policy import change_simulation

    def broken() -> None:
        raise ValueError("the records do not hold together")

    monkeypatch.setattr(change_simulation, "city_facts", broken)
    simulation = _proposed(first, django_capture_on_commit_callbacks).simulations.get()
    assert simulation.state == FigureSimulation.State.FAILED
    assert "the records do not hold together" in simulation.fault
