"""A case, the moves that it has made, its steps, and the units that help."""

from __future__ import annotations

from typing import ClassVar

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.kinds import Category, Kind, kind_of
from banyan.desk.cases.scope import (
    AmongOfficialsQuerySet,
    CaseQuerySet,
    InsideQuerySet,
    OfCaseQuerySet,
)
from banyan.desk.cases.states import Gravity, Level, Outcome, State
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.models import Organization


class Case(models.Model):
    """Something that is followed until it is solved. ``kind`` and ``category`` are the pack's;
    ``fields`` what the category asks for.

    ``origin`` and ``origin_key`` say where it came from; what has a key comes once. ``version``
    grows with every move; who moves a case must have seen the present one. ``due_on`` is the last
    day of what is awaited now, as its obligation says; ``round`` counts how often it was opened
    again."""

    class Origin(models.TextChoices):
        DESK = "desk", _("raised in the desk")
        VISIT = "visit", _("visit")
        RECEPTION = "reception", _("reception day")
        IMPORTED = "imported", _("imported list")
        INTERFACE = "interface", _("interface")
        RULE = "rule", _("monitoring rule")
        MEETING = "meeting", _("meeting")

    kind = models.CharField(_("kind"), max_length=30)
    category = models.CharField(_("category"), max_length=30)
    fields = models.JSONField(default=dict)
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("description"), blank=True)
    organization = models.ForeignKey(
        Organization, null=True, on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField(_("county"), max_length=6, blank=True)
    level = models.CharField(_("ledger"), max_length=10, choices=Level.choices)
    gravity = models.CharField(
        _("gravity"), max_length=10, choices=Gravity.choices, default=Gravity.GENERAL
    )
    state = models.CharField(
        _("state"), max_length=15, choices=State.choices, default=State.RECORDED
    )
    version = models.PositiveIntegerField(default=0)
    origin = models.CharField(_("came from"), max_length=15, choices=Origin.choices)
    origin_key = models.CharField(max_length=100, blank=True)
    contact = models.CharField(_("contact"), max_length=100, blank=True)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    raised_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised"), default=timezone.now)
    lead = models.ForeignKey(
        Unit, verbose_name=_("lead unit"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    dispatched_at = models.DateTimeField(null=True)
    accepted_at = models.DateTimeField(null=True)
    due_on = models.DateField(_("due"), null=True)
    paused_on = models.DateField(null=True)
    escalated_at = models.DateTimeField(null=True)
    answer = models.TextField(_("what was done"), blank=True)
    answered_at = models.DateTimeField(null=True)
    no_evidence = models.TextField(_("Why nothing proves it"), blank=True)
    outcome = models.CharField(_("outcome"), max_length=15, choices=Outcome.choices, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True)
    same_as = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="+")
    round = models.PositiveSmallIntegerField(_("times reopened"), default=0)
    rating = models.PositiveSmallIntegerField(
        _("rating"), null=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    rating_text = models.TextField(blank=True)
    revisited_at = models.DateTimeField(null=True)
    revisit_text = models.TextField(blank=True)

    objects: ClassVar = CaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("case")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["origin", "origin_key"],
                condition=~Q(origin_key=""),
                name="cases_come_once",
            ),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="cases_known_state"),
            models.CheckConstraint(
                condition=Q(state=State.CLOSED, closed_at__isnull=False) & ~Q(outcome="")
                | ~Q(state=State.CLOSED) & Q(closed_at__isnull=True, outcome=""),
                name="cases_closed_with_an_outcome",
            ),
            models.CheckConstraint(
                condition=Q(rating__isnull=True) | Q(rating__range=(1, 5)),
                name="cases_rating_of_five_grades",
            ),
            models.CheckConstraint(
                condition=~Q(level=Level.COUNTY) | ~Q(county=""),
                name="cases_county_ledger_has_a_county",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "-id"]),
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["lead", "state", "-id"]),
            models.Index(fields=["organization", "-id"]),
            models.Index(fields=["kind", "category", "-id"]),
            models.Index(
                fields=["due_on", "id"],
                condition=~Q(state=State.CLOSED),
                name="cases_open_by_deadline",
            ),
            models.Index(
                fields=["state", "due_on", "id"],
                condition=~Q(state=State.CLOSED),
                name="cases_open_by_state",
            ),
            models.Index(
                fields=["county", "state", "due_on", "id"],
                condition=~Q(state=State.CLOSED),
                name="cases_open_of_county",
            ),
            models.Index(
                fields=["lead", "state", "due_on", "id"],
                condition=~Q(state=State.CLOSED),
                name="cases_open_of_unit",
            ),
            models.Index(
                fields=["rating", "-id"],
                condition=Q(rating__isnull=False),
                name="cases_by_rating",
            ),
            models.Index(fields=["raised_at", "id"]),
            models.Index(fields=["closed_at"], name="cases_closed_when"),
            models.Index(
                fields=["county", "closed_at"],
                condition=Q(closed_at__isnull=False),
                name="cases_closed_in_county",
            ),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which people call it: 2026-0000123."""
        return f"{timezone.localtime(self.raised_at).year}-{self.pk:07d}"

    @property
    def declared_kind(self) -> Kind:
        return kind_of(self.kind)

    @property
    def declared_category(self) -> Category:
        return self.declared_kind.categories[self.category]

    @property
    def closed(self) -> bool:
        return self.state == State.CLOSED


class Move(models.Model):
    """Something that happened to a case: a transition where ``source`` and ``target`` differ, else
    a note, a file, progress. Rows are only added."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="moves")
    action = models.CharField(max_length=30)
    source = models.CharField(max_length=15, choices=State.choices, blank=True)
    target = models.CharField(max_length=15, choices=State.choices)
    level = models.CharField(max_length=10, choices=Level.choices)
    unit = models.ForeignKey(Unit, null=True, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    note = models.TextField(blank=True)
    inside = models.BooleanField(default=False)
    """Among officials: the enterprise does not read the note."""

    objects: ClassVar = InsideQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        indexes: ClassVar = [models.Index(fields=["action", "at"])]

    def __str__(self) -> str:
        return f"{self.case_id} {self.action}"


class Stage(models.Model):
    """A step of the pack that the lead unit must do, in one round of the case; the subject of its
    obligation."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="stages")
    round = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    due_on = models.DateField(_("due"))
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.TextField(blank=True)

    objects: ClassVar = OfCaseQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["case", "round", "code"], name="cases_step_once_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.code}"


class Help(models.Model):
    """A unit that was asked to help the lead unit. Asked again, the row is of the last time; what
    was answered before stands among the moves."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="help")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(default=timezone.now)
    what = models.TextField(_("what is asked"), blank=True)
    answer = models.TextField(blank=True)
    answered_at = models.DateTimeField(null=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = AmongOfficialsQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["case", "unit"], name="cases_help_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit_id}"
