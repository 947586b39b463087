"""What to do next, and by when."""

from __future__ import annotations

from datetime import date
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.benefits import actions
from banyan.desk.benefits.combination import combination_of
from banyan.desk.benefits.keeping import current
from banyan.desk.benefits.page import page_of
from banyan.desk.benefits.reading import benefits_of
from banyan.desk.benefits.steps import NextStep, next_steps
from banyan.desk.records.models import FACTS
from banyan.rules.wording import Wording
from desk.benefits.conftest import YEAR, Enterprise, order
from desk.making import Making


def steps(organization: Any, today: date = date(YEAR, 7, 1)) -> list[NextStep]:
    state = current(organization, YEAR)
    assert state.benefits is not None
    advice = state.benefits.kept["advice"]
    return next_steps(page_of(state, "en"), advice, Wording(state.pack, "en"), today)


def test_a_threshold_is_to_be_reached_by_the_end_of_the_year(enterprise: Enterprise) -> None:
    (step,) = [one for one in steps(enterprise()) if one.kind == "raise"]
    assert step.by == date(YEAR, 12, 31)
    assert step.brings == 9_000_000
    assert "1,600,000.00 more" in step.details[0]


def test_a_missing_fact_is_to_be_told_without_an_invented_day(enterprise: Enterprise) -> None:
    (step,) = [one for one in steps(enterprise()) if one.kind == "declare"]
    assert step.by is None
    assert "Level" in step.details[0]


def test_a_recognition_is_to_be_renewed_by_its_last_day(enterprise: Enterprise) -> None:
    (step,) = [one for one in steps(enterprise()) if one.kind == "renew"]
    assert step.by == date(YEAR + 1, 2, 28)


def test_what_has_ended_is_not_to_be_renewed(enterprise: Enterprise) -> None:
    late = steps(enterprise(), date(YEAR + 1, 3, 1))
    assert late == []


def test_what_is_due_first_comes_first(enterprise: Enterprise) -> None:
    days = [step.by or date.max for step in steps(enterprise())]
    assert days == sorted(days)
    assert len(days) > 2


def test_an_election_that_pays_more_is_advised_until_the_end_of_the_year(
    making: Making, enterprise: Enterprise
) -> None:
    """The project stands elected for what pays less."""
    organization = enterprise()
    year = FACTS["project_years"].objects.filter(project_id="digital-1")
    year.update(equipment_gross=600_000_000, equipment_net=500_000_000)
    making.fact("elections", project_id="digital-1", year=YEAR, measure="equipment_upgrade")
    (step,) = [one for one in steps(organization) if one.kind in ("elect", "withdraw")]
    assert step.by == date(YEAR, 12, 31)
    assert step.brings == 5_000_000  # 200,000 yuan for the digital, 150,000 for the equipment
    state = current(organization, YEAR)
    assert state.benefits is not None
    best = combination_of(state.benefits.kept["advice"], Wording(state.pack, "en"))
    assert best is not None
    assert (best.total, best.gains, best.proven) == (20_000_000, 5_000_000, True)
    assert best.second_loses == 5_000_000


def test_where_nothing_is_to_be_chosen_there_is_no_combination(enterprise: Enterprise) -> None:
    state = current(enterprise(), YEAR)
    assert state.benefits is not None
    assert combination_of(state.benefits.kept["advice"], Wording(state.pack, "en")) is None


def test_programs_read_what_the_page_shows(making: Making, enterprise: Enterprise) -> None:
    organization = enterprise()
    order(making, organization, 30_000_000)
    actions.settle_boards(Actor(), YEAR)
    found = benefits_of(organization, YEAR, "en")
    assert found["amount"] == "1,400,000.00"
    assert found["contested"] == "1,200,000.00"
    assert found["groups"]["yours"] == ["order_award", "digital_project"]
    assert found["groups"]["near"] == ["equipment_upgrade"]
    assert found["groups"]["incomplete"] == ["technology_centre"]
    assert found["places_as_of"] is not None
    assert {one["measure"] for one in found["measures"]} == set(
        current(organization, YEAR).pack.measures
    )
