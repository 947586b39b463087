"""What takes two people: closing without the enterprise's word, longer for a step."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models.cases import Case, Stage
from banyan.desk.cases.scope import AmongOfficialsQuerySet
from banyan.desk.cases.states import Outcome
from banyan.desk.obligations.proposals import Proposal


class Closing(Proposal):
    """Somebody asks that a case be closed; another who keeps the ledger decides. ``same_as`` is the
    case that it repeats."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="closings")
    outcome = models.CharField(
        _("outcome"),
        max_length=15,
        choices=[(one.value, one.label) for one in Outcome if one != Outcome.AGREED],
    )
    same_as = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AmongOfficialsQuerySet.as_manager()

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="proposed"), name="cases_one_closing_asked"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.DUPLICATE) ^ Q(same_as__isnull=True),
                name="cases_duplicate_of_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.outcome}"

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.case_id])


class Extension(Proposal):
    """The lead unit asks for longer for a step, until the end of ``until``; who keeps the ledger
    decides. ``before`` was its last day when it was asked."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    stage = models.ForeignKey(Stage, on_delete=models.PROTECT, related_name="extensions")
    before = models.DateField()
    until = models.DateField(_("until"))

    objects: ClassVar = AmongOfficialsQuerySet.as_manager()

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["stage"], condition=Q(state="proposed"), name="cases_one_extension_asked"
            ),
            models.CheckConstraint(
                condition=Q(until__gt=models.F("before")), name="cases_extension_is_longer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stage_id} {self.until}"

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.case_id])
