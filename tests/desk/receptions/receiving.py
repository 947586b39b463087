"""A reception day and who comes, for the tests."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.receptions import actions
from banyan.desk.receptions.models import Booking, ReceptionDay
from banyan.desk.records.models import Organization, Representation
from desk.making import Making

HERE, THERE = "350102", "350103"
ABOUT = "上月以来车间连续停电，影响交货。"


class Receiving:
    """The county ``HERE`` receives; its enterprises have numbers."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def officer(self, county: str = HERE) -> Actor:
        return Actor(self._account(Role.COUNTY, f"receives-{county}", county=county))

    def city(self) -> Actor:
        return Actor(self._account(Role.CITY, "receives-city"))

    def organization(self, number: int = 1, county: str = HERE) -> Any:
        code = self.making.credit_code(number)
        known = Organization.objects.filter(pk=code).first()
        return known or self.making.organization(number, county=county)

    def speaker(self, number: int = 1) -> Actor:
        account = self._account(Role.ENTERPRISE, f"comes-{number}")
        Representation.objects.get_or_create(
            account=account, organization=self.organization(number)
        )
        return Actor(account)

    def day(self, *, ahead: int = 3, slots: int = 2, **more: Any) -> ReceptionDay:
        """Announced by the county, so many days ahead; of the past for fewer than none."""
        given: dict[str, Any] = {
            "day": timezone.localdate() + timedelta(days=max(ahead, 0)),
            "starts": time(9),
            "minutes": 20,
            "slots": slots,
            "place": "政务中心 3 楼",
            "hosts": "黄县长、工信局",
        }
        made = actions.announce(self.officer(), **(given | more))
        return self.at(made, timezone.localdate() + timedelta(days=ahead)) if ahead < 0 else made

    def at(self, day: ReceptionDay, when: date) -> ReceptionDay:
        """The same day, as if it had been announced for another."""
        ReceptionDay.objects.filter(pk=day.pk).update(date=when)
        return ReceptionDay.objects.get(pk=day.pk)

    def booked(self, day: ReceptionDay, who: int = 1, **more: Any) -> Booking:
        given = {"about": ABOUT, "contact": "林厂长", "phone": "13800000000"} | more
        return actions.book(self.speaker(who), day, self.organization(who), **given)

    def _account(self, role: Role, username: str, **more: Any) -> Account:
        known = Account.objects.filter(username=username).first()
        return known or self.making.account(role, username=username, **more)
