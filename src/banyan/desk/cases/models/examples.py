"""Solved cases from which others may learn."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models.cases import Case
from banyan.desk.people.models import Account
from banyan.desk.people.roles import OFFICIALS, Role


class ExampleQuerySet(models.QuerySet["Example"]):
    def visible_to(self, account: Account | None) -> ExampleQuerySet:
        """Those that are published, for officials and enterprises: they name nobody."""
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) not in {*OFFICIALS, Role.ENTERPRISE}:
            return self.none()
        return self.filter(withdrawn_at=None)


class Example(models.Model):
    """How a case was solved, in words of an official that name nobody: what every enterprise may
    read that has a problem of the category. One case is an example once at a time."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="examples")
    title = models.CharField(_("problem, without names"), max_length=200)
    answer = models.TextField(_("how it was solved, without names"))
    published_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    objects = ExampleQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case"],
                condition=models.Q(withdrawn_at=None),
                name="cases_example_once",
            )
        ]

    def __str__(self) -> str:
        return self.title
