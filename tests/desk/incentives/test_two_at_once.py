"""Two officers who decide on a county's award at the same moment: one wins, the other is told."""

from __future__ import annotations

from typing import Any

import pytest

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.incentives import actions
from banyan.desk.incentives.models import Proposal
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from desk.at_once import at_once
from desk.incentives.raising import HERE, YEAR, own_organization, raised, somebody
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def people() -> list[Actor]:
    """Three city officers; the county reaches a tier."""
    making = Making()
    raised(making, HERE, 10)
    own_organization(making)
    return [Actor(somebody(making, Role.CITY, f"officer-{number}")) for number in range(3)]


def _propose(who: Actor) -> Proposal:
    return actions.propose(who, YEAR, HERE, Making().credit_code(int(HERE)))


def test_of_two_who_confirm_one_makes_the_record(people: list[Actor]) -> None:
    proposal = _propose(people[0])
    errors = at_once(*(lambda who=who: actions.confirm(who, proposal) for who in people[1:]))
    assert [type(error) for error in errors if error] == [RefusedError]
    recognitions: Any = FACTS["recognitions"]
    assert recognitions.objects.filter(kind="county_cultivation").count() == 1


def test_of_two_who_propose_one_proposal_stands(people: list[Actor]) -> None:
    errors = at_once(*(lambda who=who: _propose(who) for who in people[:2]))
    assert [type(error) for error in errors if error] == [RefusedError]
    assert Proposal.objects.count() == 1
