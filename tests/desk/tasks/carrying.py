"""A year's list, the units that carry it out, and their people, for the tests."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.actions.units import units_to_set_up
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.tasks import actions
from banyan.desk.tasks.models import Ending, Report, Task, TaskList
from desk.making import Making

HERE, THERE = "350102", "350103"
SYSTEM = Actor(origin=Origin(via="task"))


class Carrying:
    """The list of this year; the power company leads what the tests add."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def city(self, name: str = "first") -> Actor:
        return Actor(self._account(Role.CITY, f"city-{name}"))

    def people_of(self, unit: Unit, name: str = "first") -> Actor:
        account = self._account(Role.DEPARTMENT, f"{unit.code}-{name}")
        Account.objects.filter(pk=account.pk).update(unit=unit)
        return Actor(Account.objects.get(pk=account.pk))

    def county(self, county: str = HERE) -> Actor:
        return Actor(self._account(Role.COUNTY, f"county-{county}-first", county=county))

    def power(self, name: str = "first") -> Actor:
        return self.people_of(self.making.unit("power"), name)

    def all_units(self) -> None:
        Unit.objects.bulk_create(units_to_set_up())

    def empty_list(self, year: int = 0, *, published: bool = True) -> TaskList:
        """A list without the pack's tasks, so that a test is about its own."""
        found, _new = TaskList.objects.get_or_create(
            year=year or timezone.localdate().year, defaults={"pack": "0" * 64}
        )
        if published and found.is_draft:
            TaskList.objects.filter(pk=found.pk).update(
                state="published", published_at=timezone.now()
            )
            found.refresh_from_db()
        return found

    def task(self, title: str = "保障企业用电", **more: Any) -> Task:
        """A task of the power company, of the whole year, added by the city."""
        in_list = more.pop("list", None) or self.empty_list()
        given: dict[str, Any] = {
            "article": "P2.10",
            "title_zh": title,
            "done_zh": "逐件办结",
            "lead": self.making.unit("power"),
            "starts_on": date(in_list.year, 1, 1),
            "due_on": date(in_list.year, 12, 31),
        }
        return actions.add_task(self.city(), in_list, actions.OwnTask(**(given | more)))

    def month(self) -> date:
        return timezone.localdate().replace(day=1)

    def reported(self, task: Task, figure: int = 40, **more: Any) -> Report:
        """``figure`` is the number of a task with a target, else percent."""
        given: dict[str, Any] = {"month": self.month(), "words": "已完成一批"} | more
        given["number" if task.target is not None else "percent"] = figure
        return actions.report(self.power(), actions.Given(task, **given))

    def finished(self, task: Task | None = None) -> Ending:
        task = task or self.task()
        return actions.report_done(self.power(), task, "全部办结，附清单")

    def _account(self, role: Role, username: str, **more: Any) -> Account:
        known = Account.objects.filter(username=username).first()
        return known or self.making.account(role, username=username, **more)
