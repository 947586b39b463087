"""A claim that waits is an obligation of those who decide it, until it is decided."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from banyan.desk.obligations import claims, kinds
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.claim_actions import accept_claim, make_claim
from banyan.desk.records.models import Claim
from desk.making import Making
from desk.obligations.scenarios import DESK

pytestmark = pytest.mark.django_db


def _claim(making: Making, number: int = 1) -> Claim:
    return make_claim(making.actor(Role.ENTERPRISE), uscc=making.credit_code(number))


def test_it_waits_for_the_county_of_the_organization(
    making: Making, django_capture_on_commit_callbacks: Any
) -> None:
    organization = making.organization(county="350103")
    with django_capture_on_commit_callbacks(execute=True):
        claim = _claim(making)
    found = Obligation.objects.get()
    assert (found.role, found.county) == (Role.COUNTY, "350103")
    assert organization.name in kinds.title_of(found)
    assert found.link.endswith(f"/{claim.pk}/")


def test_of_an_unknown_organization_it_waits_for_the_city(
    making: Making, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        _claim(making, 99)
    assert Obligation.objects.get().role == Role.CITY


def test_of_an_organization_seated_elsewhere_it_waits_for_the_city(
    making: Making, django_capture_on_commit_callbacks: Any
) -> None:
    making.organization(county="330106")
    with django_capture_on_commit_callbacks(execute=True):
        _claim(making)
    assert Obligation.objects.get().role == Role.CITY


def test_it_is_done_by_whoever_decides(
    making: Making, django_capture_on_commit_callbacks: Any
) -> None:
    making.organization()
    city = making.actor(Role.CITY)
    with django_capture_on_commit_callbacks(execute=True):
        claim = _claim(making)
    with django_capture_on_commit_callbacks(execute=True):
        accept_claim(city, claim)
    found = Obligation.objects.get()
    assert (found.state, found.ended_by) == (Obligation.State.DONE, city.account)


def test_what_was_missed_is_found_when_the_day_begins(making: Making) -> None:
    making.organization()
    claim = _claim(making)
    assert not Obligation.objects.exists()
    claims.on_day(DESK, date(2026, 11, 24))
    claims.on_day(DESK, date(2026, 11, 24))
    assert Obligation.objects.get().state == Obligation.State.OPEN
    accept_claim(making.actor(Role.CITY), claim)
    claims.on_day(DESK, date(2026, 11, 25))
    assert Obligation.objects.get().state == Obligation.State.DONE


def test_a_claim_that_an_invitation_decided_at_once_is_nobodys_to_do(
    making: Making, django_capture_on_commit_callbacks: Any
) -> None:
    making.organization()
    with django_capture_on_commit_callbacks(execute=True):
        claim = _claim(making)
        Claim.objects.filter(pk=claim.pk).update(state=Claim.State.ACCEPTED)
    assert not Obligation.objects.exists()
