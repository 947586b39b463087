"""What takes two people: publishing a round; renewing an entry, ending it, awarding it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.lists.models.entries import Entry, Why
from banyan.desk.lists.models.rounds import Round
from banyan.desk.lists.scope import OfEntryQuerySet, PublicationQuerySet
from banyan.desk.obligations.proposals import Proposal


class Publication(Proposal):
    """That a round be published as it was decided, the organizations entering on ``day``."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="publications")
    day = models.DateField(_("entered on"))

    objects: ClassVar = PublicationQuerySet.as_manager()

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="lists_published_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round_id} {self.state}"

    def get_absolute_url(self) -> str:
        return self.round.get_absolute_url()


class Change(Proposal):
    """What becomes of an entry. ``day`` is the new end of its term where it is renewed, the first
    day out of the list where it leaves; an award is ``amount`` fen for the stage ``stage``.
    ``lacks`` are the codes of the criteria that were found not to be met when it was proposed."""

    class What(models.TextChoices):
        RENEW = "renew", pgettext_lazy("an entry", "stays for another term")
        LEAVE = "leave", pgettext_lazy("an entry", "leaves")
        AWARD = "award", pgettext_lazy("an entry", "is awarded")

    entry = models.ForeignKey(Entry, on_delete=models.PROTECT, related_name="changes")
    what = models.CharField(max_length=10, choices=What.choices)
    day = models.DateField(null=True)
    why = models.CharField(_("why"), max_length=10, choices=Why.choices, blank=True)
    stage = models.CharField(max_length=40, blank=True)
    fields = models.JSONField(default=dict)
    amount = models.BigIntegerField(_("amount"), default=0)
    lacks = models.JSONField(default=list)

    objects: ClassVar = OfEntryQuerySet.as_manager()

    class Meta(Proposal.Meta):
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["entry"], condition=Q(state="proposed"), name="lists_one_change_asked"
            ),
            models.CheckConstraint(
                condition=Q(what="leave", day__isnull=False) & ~Q(why="")
                | Q(what="renew", day__isnull=False, why="")
                | Q(what="award", amount__gt=0, why="") & ~Q(stage=""),
                name="lists_change_says_what",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.what}"

    def get_absolute_url(self) -> str:
        return self.entry.get_absolute_url()
