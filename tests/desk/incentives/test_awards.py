"""An award to a county: proposed by one city officer, confirmed by another, and then a verified
record that a settlement turns into money."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.incentives import actions
from banyan.desk.incentives.models import Proposal
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from desk.incentives.raising import HERE, THERE, YEAR, own_organization, raised, somebody
from desk.making import Making

pytestmark = pytest.mark.django_db

RECOGNITIONS: Any = FACTS["recognitions"].objects


@pytest.fixture
def first(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "first"))


@pytest.fixture
def second(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "second"))


@pytest.fixture
def organization(making: Making) -> Any:
    """Of a county that reaches the second tier."""
    raised(making, HERE, 26)
    return own_organization(making)


@pytest.fixture
def proposal(first: Actor, organization: Any) -> Proposal:
    return actions.propose(first, YEAR, HERE, organization.uscc)


def test_the_amount_is_that_of_the_tier_and_nobody_types_it(proposal: Proposal) -> None:
    assert (proposal.raised, proposal.tier, proposal.amount) == (26, 2, 600_000_00)


def test_confirmed_it_is_a_verified_recognition_of_the_countys_own_organization(
    proposal: Proposal, second: Actor
) -> None:
    actions.confirm(second, proposal)
    record = RECOGNITIONS.get(kind="county_cultivation")
    assert record.organization_id == proposal.uscc
    assert record.assessed_award == 600_000_00
    assert record.recognized_on.year == YEAR
    assert record.verified_by == second.account
    proposal.refresh_from_db()
    assert (proposal.state, proposal.recognition) == ("confirmed", record.recognition)


def test_before_it_is_confirmed_there_is_no_record(proposal: Proposal) -> None:
    assert not RECOGNITIONS.exists()


def test_whoever_proposed_it_neither_confirms_nor_refuses_it(
    proposal: Proposal, first: Actor
) -> None:
    with pytest.raises(RefusedError):
        actions.confirm(first, proposal)
    with pytest.raises(RefusedError):
        actions.refuse(first, proposal, "no")


def test_a_refused_award_is_proposed_anew(proposal: Proposal, first: Actor, second: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.refuse(second, proposal, " ")
    actions.refuse(second, proposal, "not counted well")
    again = actions.propose(first, YEAR, HERE, proposal.uscc)
    actions.withdraw(first, again)
    assert not RECOGNITIONS.exists()


def test_a_county_gets_one_award_a_year(proposal: Proposal, first: Actor, second: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.propose(first, YEAR, HERE, proposal.uscc)
    actions.confirm(second, proposal)
    with pytest.raises(RefusedError):
        actions.propose(first, YEAR, HERE, proposal.uscc)
    with pytest.raises(RefusedError):
        actions.confirm(second, proposal)
    assert RECOGNITIONS.count() == 1


def test_what_a_list_recognized_already_is_not_proposed(
    making: Making, organization: Any, first: Actor
) -> None:
    making.fact(
        "recognitions",
        recognition="LIST-1",
        organization=organization,
        kind="county_cultivation",
        recognized_on=f"{YEAR}-02-01",
        assessed_award=100,
    )
    with pytest.raises(RefusedError):
        actions.propose(first, YEAR, HERE, organization.uscc)


def test_a_result_that_has_become_another_is_not_confirmed(
    making: Making, proposal: Proposal, second: Actor
) -> None:
    raised(making, HERE, 30, first=5000)
    with pytest.raises(RefusedError):
        actions.confirm(second, proposal)


def test_a_county_without_a_tier_gets_none(making: Making, first: Actor) -> None:
    own = own_organization(making)
    raised(making, HERE, 3)
    with pytest.raises(RefusedError):
        actions.propose(first, YEAR, HERE, own.uscc)


def test_only_the_countys_own_verified_organization_receives_it(
    making: Making, organization: Any, first: Actor
) -> None:
    enterprise = raised(making, HERE, 1, first=9000)[0]
    other = own_organization(making, THERE)
    for wrong in (enterprise.uscc, other.uscc, "", "nobody"):
        with pytest.raises(RefusedError):
            actions.propose(first, YEAR, HERE, wrong)
    organization.verified_at = None
    organization.save()
    with pytest.raises(RefusedError):
        actions.propose(first, YEAR, HERE, organization.uscc)


@pytest.mark.parametrize("role", [Role.COUNTY, Role.SUPERVISOR, Role.FINANCE, Role.AUDITOR])
def test_others_propose_and_decide_nothing(making: Making, proposal: Proposal, role: Role) -> None:
    other = Actor(somebody(making, role, f"other-{role.value}"))
    for act in (
        lambda: actions.propose(other, YEAR, HERE, proposal.uscc),
        lambda: actions.confirm(other, proposal),
        lambda: actions.withdraw(other, proposal),
    ):
        with pytest.raises(PermissionDenied):
            act()


def test_the_second_person_has_it_to_do_and_the_county_is_told(
    making: Making, proposal: Proposal, second: Actor
) -> None:
    county = somebody(making, Role.COUNTY, "county-here", county=HERE)
    somebody(making, Role.COUNTY, "county-there", county=THERE)
    obligation = Obligation.objects.get(kind="incentives.decide")
    assert obligation.role == Role.CITY
    actions.confirm(second, proposal)
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.DONE
    told = Message.objects.filter(kind="incentives.confirmed")
    assert [one.account for one in told] == [county]
