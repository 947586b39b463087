"""When applications for a measure are taken."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.models import Account


class Window(models.Model):
    """The days on which applications for a measure and a year are taken, both included; public."""

    measure = models.CharField(_("measure"), max_length=100)
    year = models.SmallIntegerField(_("year"))
    opens_on = models.DateField(_("first day"))
    closes_on = models.DateField(_("last day"))
    set_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    set_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("submission window")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["measure", "year"], name="applications_one_window"),
            models.CheckConstraint(
                condition=Q(closes_on__gte=F("opens_on")), name="applications_window_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.measure} {self.year}"

    def is_open(self, day: date) -> bool:
        return self.opens_on <= day <= self.closes_on
