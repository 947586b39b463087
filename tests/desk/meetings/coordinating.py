"""A meeting, what is stuck, and who talks about it, for the tests."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.meetings import actions
from banyan.desk.meetings.models import Item, Meeting, Signing
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from desk.making import Making

HERE, THERE = "350102", "350103"


@action("test.open_case")
def opened(actor: Actor, wanted: Wanted) -> Case:
    case = open_case(actor, wanted, Case.Origin.DESK)
    log(case, after={"opened": True})
    return case


class Coordinating:
    """The county ``HERE`` and the city hold meetings; the power company is invited."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def officer(self, name: str = "first", county: str = HERE) -> Actor:
        return Actor(self._account(Role.COUNTY, f"{name}-{county}", county=county))

    def city(self, name: str = "first") -> Actor:
        return Actor(self._account(Role.CITY, f"city-{name}"))

    def unit(self) -> Unit:
        return self.making.unit("power")

    def of_unit(self) -> Actor:
        account = self._account(Role.DEPARTMENT, "powers")
        Account.objects.filter(pk=account.pk).update(unit=self.unit())
        return Actor(Account.objects.get(pk=account.pk))

    def case(self, title: str = "车间停电", county: str = HERE, **changed: Any) -> Case:
        made = opened(
            self.officer(county=county),
            Wanted("problem", "energy", title, county=county),
        )
        Case.objects.filter(pk=made.pk).update(**changed)
        return Case.objects.get(pk=made.pk)

    def meeting(self, actor: Actor | None = None, **more: Any) -> Meeting:
        given: dict[str, Any] = {
            "kind": "ordinary",
            "title": "工业企业协调会",
            "day": timezone.localdate(),
            "starts": time(9),
            "place": "政务中心",
            "chair": "黄县长",
            "units": [self.unit()],
        }
        return actions.plan(actor or self.officer(), **(given | more))

    def item(self, meeting: Meeting, title: str = "供电") -> Item:
        return actions.add_item(self.officer(), meeting, title=title)

    def due(self) -> date:
        return timezone.localdate() + timedelta(days=21)

    def submitted(self, meeting: Meeting | None = None) -> Signing:
        meeting = meeting or self.meeting()
        item = self.item(meeting)
        actions.note(self.officer(), item, "供电公司月底前增容。")
        actions.decide(self.officer(), item, what="完成增容", lead=self.unit(), due_on=self.due())
        return actions.submit_minutes(self.officer(), meeting)

    def _account(self, role: Role, username: str, **more: Any) -> Account:
        known = Account.objects.filter(username=username).first()
        return known or self.making.account(role, username=username, **more)
