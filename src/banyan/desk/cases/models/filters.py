"""What accounts keep of what they look for."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.people.models import Account


class FilterQuerySet(models.QuerySet["SavedFilter"]):
    def visible_to(self, account: Account | None) -> FilterQuerySet:
        """One's own, and those that people of the unit share with it."""
        if account is None or not account.is_active:
            return self.none()
        condition = Q(account=account)
        if account.unit_id is not None:
            condition |= Q(shared=True, account__unit=account.unit_id)
        return self.filter(condition)


class SavedFilter(models.Model):
    """A question about the ledgers under a name; ``asked`` is its query string. What it finds is
    what whoever uses it may see. ``shared`` with the unit of the account."""

    account = models.ForeignKey(Account, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(pgettext_lazy("a filter", "name"), max_length=50)
    asked = models.CharField(max_length=500)
    shared = models.BooleanField(_("for my whole unit"), default=False)
    made_at = models.DateTimeField(auto_now_add=True)

    objects = FilterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["name", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "name"], name="cases_filter_name_once")
        ]

    def __str__(self) -> str:
        return self.name
