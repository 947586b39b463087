"""Which lists and tasks an account sees."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import models
from django.db.models import Count, Q

from banyan.desk.people.roles import Role
from banyan.desk.tasks.states import OPEN

if TYPE_CHECKING:
    from banyan.desk.people.models import Account

READERS = frozenset(
    {Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR}
)
WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})
WORKING = frozenset({Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.FINANCE})
"""Whose units carry tasks out."""

PUBLISHED = "published"


class ListQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ListQuerySet:
        """City officers see all; others who read tasks those that are published. Closed by
        default."""
        if account is None or not account.is_active or Role(account.role) not in READERS:
            return self.none()
        if Role(account.role) is Role.CITY:
            return self
        return self.filter(state=PUBLISHED)


class TaskQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> TaskQuerySet:
        """City officers see all; of published lists supervisors and auditors all, others those that
        their unit leads or helps with, a county's officers the county's too. Closed by default."""
        if account is None or not account.is_active or Role(account.role) not in READERS:
            return self.none()
        role = Role(account.role)
        if role is Role.CITY:
            return self
        published = self.filter(list__state=PUBLISHED)
        if role in WHOLE_CITY:
            return published
        helped = apps.get_model("tasks.Help")._default_manager.filter(unit=account.unit_id)
        condition = Q(lead=account.unit_id) | Q(pk__in=helped.values("task"))
        if account.county:
            condition |= Q(county=account.county)
        return published.filter(condition)

    def lit(self, colour: str, day: date) -> TaskQuerySet:
        """Those of which ``light_of`` says ``colour`` on ``day``."""
        return self.filter(lit(colour, day))

    def counted(self, day: date) -> TaskQuerySet:
        """With ``count``, and how many of each light and state there are, of what is grouped."""
        lights = {one: Count("pk", filter=lit(one, day)) for one in ("green", "yellow", "red")}
        found: TaskQuerySet = self.annotate(
            count=Count("pk"), done=Count("pk", filter=Q(state="done")), **lights
        )
        return found


class OfTaskQuerySet(models.QuerySet[Any]):
    """Rows of a task."""

    def visible_to(self, account: Account | None) -> OfTaskQuerySet:
        """Those of the tasks that the account sees."""
        from banyan.desk.tasks.models import Task

        return self.filter(task__in=Task.objects.visible_to(account))


def lit(colour: str, day: date) -> Q:
    """The condition of a light; one that has no day on which it turns is green."""
    red = Q(red_on__lte=day)
    yellow = Q(yellow_on__lte=day)
    still = Q(state__in=OPEN, list__state=PUBLISHED)
    match colour:
        case "red":
            return still & red
        case "yellow":
            return still & yellow & (Q(red_on=None) | Q(red_on__gt=day))
        case "green":
            later = (Q(yellow_on=None) | Q(yellow_on__gt=day)) & (
                Q(red_on=None) | Q(red_on__gt=day)
            )
            return still & later
    return Q(pk__in=[])
