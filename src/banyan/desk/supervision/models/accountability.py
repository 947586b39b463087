"""Who is held to account, for what, with whose consent (P3.3). Nothing here is ever deleted."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models import Case
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account
from banyan.desk.records.models import Upload
from banyan.desk.supervision.models.letters import Addressed, Letter
from banyan.desk.supervision.scope import AddressedQuerySet


class Accountability(Proposal, Addressed):
    """A unit, or a county's officers, or one ``person`` there, is to be held to account for
    ``reason``; in force once another person confirms it. The city government's consent comes
    before (document, day, the document itself), and so does the view of those concerned, or the
    end of the days in which they may state it."""

    class Sanction(models.TextChoices):
        TALK = "talk", _("admonishing talk")
        CRITICISM = "criticism", _("notice of criticism")
        TRANSFER = "transfer", _("transfer to the discipline inspection")

    sanction = models.CharField(_("what follows"), max_length=10, choices=Sanction.choices)
    person = models.CharField(_("person responsible"), max_length=100, blank=True)
    view_due_on = models.DateField()
    view = models.TextField(_("view of those concerned"), max_length=4000, blank=True)
    viewed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    viewed_at = models.DateTimeField(null=True)
    consent_number = models.CharField(_("document of consent"), max_length=100, blank=True)
    consent_on = models.DateField(_("day of the consent"), null=True)
    consent_file = models.ForeignKey(Upload, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_on = models.DateField(_("withdrawn on"), null=True)

    objects: ClassVar = AddressedQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("accountability record")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            *Addressed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(consent_number="", consent_on=None, consent_file=None)
                | ~Q(consent_number="") & Q(consent_on__isnull=False, consent_file__isnull=False),
                name="supervision_whole_consent",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | ~Q(consent_number=""),
                name="supervision_accountable_with_consent",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="supervision_accountable_for_something"
            ),
            models.CheckConstraint(
                condition=Q(revoked_on=None) | Q(state="confirmed"),
                name="supervision_revoked_what_was_in_force",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["unit", "-id"], name="supervision_account_unit"),
            models.Index(fields=["county", "-id"], name="supervision_account_county"),
        ]

    def __str__(self) -> str:
        return f"{self.addressee} {self.get_sanction_display()}"

    def get_absolute_url(self) -> str:
        return reverse("supervision:accountability", args=[self.pk])


class Ground(models.Model):
    """A letter or a case for which somebody is held to account."""

    accountability = models.ForeignKey(
        Accountability, on_delete=models.PROTECT, related_name="grounds"
    )
    letter = models.ForeignKey(Letter, null=True, on_delete=models.PROTECT, related_name="grounds")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("ground of accountability")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(letter__isnull=False, case__isnull=True)
                | Q(letter__isnull=True, case__isnull=False),
                name="supervision_letter_or_case",
            )
        ]

    def __str__(self) -> str:
        return f"{self.accountability_id}"


class Revocation(Proposal):
    """What was in force is withdrawn, for ``reason``, by two people; the record stays."""

    accountability = models.ForeignKey(
        Accountability, on_delete=models.PROTECT, related_name="revocations"
    )

    class Meta(Proposal.Meta):
        verbose_name = _("withdrawal of an accountability record")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["accountability"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="supervision_revoked_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.accountability_id} {self.state}"

    def get_absolute_url(self) -> str:
        return self.accountability.get_absolute_url()
