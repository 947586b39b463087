"""A clock that is stopped gives back the working days that were left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction

from banyan.desk.obligations import actions
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.obligations.scenarios import opened, overdue

pytestmark = pytest.mark.django_db


def test_the_working_days_left_are_given_back(making: Making, on: Any) -> None:
    city = making.actor(Role.CITY)
    made = opened(making, days=5)  # due on 1 December, a Tuesday
    on(date(2026, 11, 26))
    actions.pause(city, made, "the enterprise is asked first")
    on(date(2026, 12, 10))
    actions.resume(city, made)
    made.refresh_from_db()
    assert made.due_on == date(2026, 12, 15)  # three working days were left
    assert (made.state, made.paused_on, made.reason) == (Obligation.State.OPEN, None, "")


def test_what_was_paused_on_its_last_day_is_due_on_the_day_it_goes_on(
    making: Making, on: Any
) -> None:
    city = making.actor(Role.CITY)
    made = opened(making, days=0)
    actions.pause(city, made, "waits")
    on(date(2026, 12, 10))
    actions.resume(city, made)
    made.refresh_from_db()
    assert made.due_on == date(2026, 12, 10)


def test_what_was_overdue_stays_overdue(making: Making, on: Any) -> None:
    city = making.actor(Role.CITY)
    made = overdue(making)
    actions.pause(city, made, "waits")
    on(date(2026, 12, 10))
    actions.resume(city, made)
    made.refresh_from_db()
    assert made.due_on == date(2026, 11, 23)


def test_a_pause_has_a_reason(making: Making) -> None:
    with pytest.raises(ValidationError):
        actions.pause(making.actor(Role.CITY), opened(making), " ")


def test_the_database_itself_refuses_a_pause_without_a_reason(making: Making) -> None:
    made = opened(making)
    with pytest.raises(IntegrityError), transaction.atomic():
        Obligation.objects.filter(pk=made.pk).update(state="paused")


def test_nothing_is_paused_or_resumed_twice(making: Making) -> None:
    city, made = making.actor(Role.CITY), opened(making)
    with pytest.raises(ValidationError):
        actions.resume(city, made)
    actions.pause(city, made, "waits")
    with pytest.raises(ValidationError):
        actions.pause(city, made, "waits")


def test_an_officer_pauses_what_the_officer_holds(making: Making) -> None:
    here = making.actor(Role.COUNTY, username="here", county="350102")
    there = making.actor(Role.COUNTY, username="there", county="350103")
    made = opened(making, Holder(role=Role.COUNTY, county="350102"))
    with pytest.raises(PermissionDenied):
        actions.pause(there, made, "waits")
    actions.pause(here, made, "waits")
    actions.resume(making.actor(Role.CITY), made)


def test_an_enterprise_cannot_stop_its_own_clock(making: Making) -> None:
    own = making.actor(Role.ENTERPRISE)
    organization = making.organization()
    making.representation(own.account, organization)
    made = opened(making, Holder(role=Role.ENTERPRISE), organization=organization.uscc)
    with pytest.raises(PermissionDenied):
        actions.pause(own, made, "waits")
