"""Key enterprises and their months, as the tests of monitoring need them."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.monitoring import actions
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.models import KeyEnterprise, MonthlyFigure
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.making import Making

SYSTEM = Actor(origin=Origin("task"))


def somebody(making: Making, role: Role, username: str = "", **more: Any) -> Account:
    """The account of that name, made where there is none."""
    name = username or role.value
    return Account.objects.filter(username=name).first() or making.account(role, name, **more)


def back(months: int) -> date:
    """The first day of the month so many before the present one."""
    return first_day(month_number(timezone.localdate()) - months)


def watched(making: Making, number: int = 1, **facts: Any) -> Any:
    """An organization that has reported for three years."""
    code = making.credit_code(number)
    found = Organization.objects.filter(pk=code).first() or making.organization(number, **facts)
    if not KeyEnterprise.objects.filter(organization=found).exists():
        KeyEnterprise.objects.create(organization=found, since=back(36))
    return found


def reported(organization: Any, months: dict[int, int], indicator: str = "output") -> None:
    """Figures of an indicator by how many months ago."""
    for ago, value in months.items():
        actions.report_figures(SYSTEM, organization, back(ago), {indicator: value})


def figures(organization: Any) -> list[MonthlyFigure]:
    return list(MonthlyFigure.objects.filter(organization=organization).order_by("month"))
