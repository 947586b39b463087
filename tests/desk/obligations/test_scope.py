"""Who holds an obligation and who sees it, said once more in plain Python, row by row."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import product

import pytest

from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from desk.making import Making

pytestmark = pytest.mark.django_db

HERE, THERE = "350102", "350103"


def account(role: Role, unit: Unit) -> Account:
    name = f"{role.value}-{unit.code}"
    return Account.objects.create_user(name, "x", role=role, unit=unit)


def accounts(making: Making) -> Iterator[Account]:
    yield account(Role.COUNTY, making.unit("county-here", HERE))
    yield account(Role.COUNTY, making.unit("county-there", THERE))
    yield account(Role.DEPARTMENT, making.unit("power"))
    yield account(Role.DEPARTMENT, making.unit("power-here", HERE))
    yield account(Role.CITY, making.unit())
    yield account(Role.SUPERVISOR, making.unit())


def every_obligation(people: list[Account]) -> list[Obligation]:
    """Every way in which the fields can be filled that the database admits."""
    units = [None, people[0].unit, people[2].unit]
    some = [None, people[0], people[2]]
    made = []
    for role, county, unit, account, not_account, escalated in product(
        ("", Role.COUNTY, Role.DEPARTMENT, Role.CITY, Role.ENTERPRISE),
        ("", HERE, THERE),
        units,
        some,
        some,
        ("", Role.CITY, Role.COUNTY),
    ):
        if role or unit or account:
            made.append(
                Obligation(
                    kind="test",
                    subject="test",
                    key=str(len(made)),
                    due_on=date(2026, 3, 2),
                    working_days=1,
                    role=role,
                    county=county,
                    unit=unit,
                    account=account,
                    not_account=not_account,
                    escalated_to=escalated,
                )
            )
    return Obligation.objects.bulk_create(made)


def holds(account: Account, one: Obligation) -> bool:
    everybody = (
        one.account_id is None
        and one.role in ("", account.role)
        and (account.role != Role.COUNTY or one.county in ("", account.county))
        and one.unit_id in (None, account.unit_id)
        and one.not_account_id != account.pk
    )
    return one.account_id == account.pk or everybody or one.escalated_to == account.role


def sees(account: Account, one: Obligation) -> bool:
    in_county = bool(account.county) and one.county == account.county
    return account.role in SEE_WHOLE_CITY or holds(account, one) or in_county


def test_the_database_finds_whom_the_rule_finds(making: Making) -> None:
    people = list(accounts(making))
    every = every_obligation(people)
    for person in people:
        held = set(Obligation.objects.held_by(person).values_list("pk", flat=True))
        assert held == {one.pk for one in every if holds(person, one)}, person
        seen = set(Obligation.objects.visible_to(person).values_list("pk", flat=True))
        assert seen == {one.pk for one in every if sees(person, one)}, person


def test_who_is_closed_holds_and_sees_nothing(making: Making) -> None:
    people = list(accounts(making))
    every_obligation(people)
    Account.objects.update(is_active=False)
    for one in (*Account.objects.all(), None):
        assert not Obligation.objects.held_by(one).exists()
        assert not Obligation.objects.visible_to(one).exists()
