"""The county's ledger against the city's, month by month: frozen, explained, signed by both."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models import Case
from banyan.desk.cases.states import Level
from banyan.desk.cases.states import State as CaseState
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.labels import word_label
from banyan.desk.supervision.scope import OfReconciliationQuerySet, ReconciliationQuerySet


class Reconciliation(models.Model):
    """A ``county``'s cases of a ``month`` (its first day). Refused, it stays, and the next
    ``version`` is made. ``content`` counts the rows, ``sha256`` is the hash over them."""

    class State(models.TextChoices):
        MAKING = "making", _("being made")
        OPEN = "open", _("to be signed")
        SIGNED = "signed", _("signed by both")
        REFUSED = "refused", _("refused")

    county = models.CharField(_("county"), max_length=6)
    month = models.DateField(_("month"))
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    state = models.CharField(max_length=10, choices=State.choices, default=State.MAKING)
    content = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    sha256 = models.CharField(max_length=64, blank=True)
    opened_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    made_at = models.DateTimeField(null=True)
    refused_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    refused_at = models.DateTimeField(null=True)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)

    objects: ClassVar = ReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly reconciliation")
        ordering: ClassVar = ["-month", "county", "-version"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "month", "version"], name="supervision_version_once"
            ),
            models.UniqueConstraint(
                fields=["county", "month"],
                condition=~Q(state="refused"),
                name="supervision_one_reconciliation",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused")
                | ~Q(reason="") & Q(refused_by__isnull=False, refused_at__isnull=False),
                name="supervision_refused_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(state="making") | ~Q(sha256=""), name="supervision_made_with_hash"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.month:%Y-%m} v{self.version}"

    @property
    def county_name(self) -> str:
        return word_label("county", self.county)

    def get_absolute_url(self) -> str:
        return reverse("supervision:reconciliation", args=[self.pk])


class Row(models.Model):
    """A case as its moves say that it stood at the end of the month: ``state``, ``level``, lead
    ``unit``; and what happened to it in the month. Rows are only added."""

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, related_name="rows"
    )
    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="reconciled")
    reference = models.CharField(max_length=20)
    title = models.CharField(max_length=200)
    state = models.CharField(max_length=15, choices=CaseState.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    opened = models.BooleanField()
    closed = models.PositiveSmallIntegerField()
    reopened = models.PositiveSmallIntegerField()
    escalated = models.BooleanField()
    handed_back = models.PositiveSmallIntegerField()

    objects: ClassVar = OfReconciliationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["case"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["reconciliation", "case"], name="supervision_row_once")
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def said(self) -> list[Any]:
        """What the hash is over."""
        return [
            *(self.reference, self.title, self.state, self.level, self.unit_id),
            *(self.opened, self.closed, self.reopened, self.escalated, self.handed_back),
        ]


class Difference(models.Model):
    """Something that one ledger has and the other would expect, or that a closed case lacks; the
    county says why, until it has signed."""

    class Code(models.TextChoices):
        NOT_IN_CITY = "not_in_city", _("escalated by its moves, but not in the city ledger")
        NOT_IN_COUNTY = "not_in_county", _("in the city ledger, but never escalated")
        STATE = "state", _("the ledger says another state than the moves")
        NO_EVIDENCE = "no_evidence", _("closed as solved without evidence")
        NO_RATING = "no_rating", _("closed with agreement but not rated")
        OVERDUE = "overdue", _("overdue at the end of the month")

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, related_name="differences"
    )
    row = models.ForeignKey(Row, on_delete=models.PROTECT, related_name="differences")
    code = models.CharField(_("discrepancy"), max_length=15, choices=Code.choices)
    explanation = models.CharField(_("explanation of a discrepancy"), max_length=1000, blank=True)
    explained_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfReconciliationQuerySet.as_manager()

    class Meta:
        verbose_name = _("discrepancy of a reconciliation")
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["row", "code"], name="supervision_difference_once")
        ]
        indexes: ClassVar = [models.Index(fields=["reconciliation", "code", "id"])]

    def __str__(self) -> str:
        return f"{self.row_id} {self.code}"


class Signature(models.Model):
    """Who signed for which side, and what: ``sha256`` is the hash over the rows and the
    explanations. Rows are only added."""

    class Side(models.TextChoices):
        COUNTY = "county", _("the county")
        CITY = "city", _("the city")

    reconciliation = models.ForeignKey(
        Reconciliation, on_delete=models.PROTECT, related_name="signatures"
    )
    side = models.CharField(max_length=10, choices=Side.choices)
    by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    sha256 = models.CharField(max_length=64)

    objects: ClassVar = OfReconciliationQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["reconciliation", "side"], name="supervision_signed_once_a_side"
            ),
            models.UniqueConstraint(
                fields=["reconciliation", "by"], name="supervision_signed_by_two_people"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.reconciliation_id} {self.side}"
