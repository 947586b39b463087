"""A list's rounds, the tasks that a round publishes, and who is proposed in it."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from banyan.desk.lists.declared import DeclaredList, list_of
from banyan.desk.lists.scope import CandidacyQuerySet, RoundQuerySet
from banyan.desk.people.models import Account
from banyan.desk.records.models import Organization


class Round(models.Model):
    """One time of a year at which a list takes proposals and is decided. ``quota`` are the places
    of the round, ``None`` for no limit; ``taken`` how many were taken: never more, says the
    database. ``number`` counts the rounds of the list's year."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a round", "in preparation")
        OPEN = "open", _("open for proposals")
        DECIDED = "decided", _("waits for publication")
        PUBLISHED = "published", pgettext_lazy("a round", "published")
        CANCELLED = "cancelled", pgettext_lazy("a round", "called off")

    list = models.CharField(_("list"), max_length=40)
    year = models.SmallIntegerField(_("year"))
    number = models.PositiveSmallIntegerField()
    text = models.TextField(_("what the round asks"), blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    quota = models.PositiveIntegerField(_("places"), null=True)
    taken = models.PositiveIntegerField(default=0)
    closes_on = models.DateField(_("proposals until"))
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)
    published_at = models.DateTimeField(null=True)

    objects: ClassVar = RoundQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "year", "number"], name="lists_round_once"),
            models.CheckConstraint(
                condition=Q(quota__isnull=True) | Q(taken__lte=F("quota")),
                name="lists_no_more_than_places",
            ),
            models.CheckConstraint(
                condition=Q(state="published", published_at__isnull=False)
                | ~Q(state="published") & Q(published_at__isnull=True),
                name="lists_published_at_some_time",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["list", "-id"])]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("lists:round", args=[self.pk])

    @property
    def declared(self) -> DeclaredList:
        return list_of(self.list)

    @property
    def name(self) -> str:
        """2026 round 2: in the language of the page."""
        return gettext("%(year)s, round %(number)s") % {"year": self.year, "number": self.number}

    @property
    def left(self) -> int | None:
        """The places that are left."""
        return None if self.quota is None else self.quota - self.taken


class Task(models.Model):
    """Something that a round publishes to be taken. ``most`` may take it, ``None`` for any
    number."""

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tasks")
    title = models.CharField(_("task"), max_length=150)
    text = models.TextField(_("what the task asks"), blank=True)
    most = models.PositiveSmallIntegerField(_("how many may take it"), null=True)

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["round", "title"], name="lists_task_once")
        ]

    def __str__(self) -> str:
        return self.title


class Candidacy(models.Model):
    """An organization that is proposed for a tier in a round, with what its list asks. ``subject``
    is what it is proposed with, where the list has such (a product, a task)."""

    class State(models.TextChoices):
        PROPOSED = "proposed", pgettext_lazy("a candidate", "proposed")
        TAKEN = "taken", pgettext_lazy("a candidate", "taken")
        REFUSED = "refused", pgettext_lazy("a candidate", "not taken")
        WITHDRAWN = "withdrawn", pgettext_lazy("a candidate", "withdrawn")

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="candidacies")
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    county = models.CharField(_("county"), max_length=6)
    tier = models.CharField(_("tier"), max_length=40, blank=True)
    batch = models.CharField(_("batch"), max_length=40, blank=True)
    subject = models.CharField(max_length=150, blank=True)
    fields = models.JSONField(default=dict)
    reason = models.CharField(_("reason"), max_length=1000, blank=True)
    score = models.PositiveSmallIntegerField(_("score"), null=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    proposed_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(default=timezone.now)
    answer = models.CharField(_("reason of the decision"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects: ClassVar = CandidacyQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["round", "organization", "subject"],
                condition=Q(state__in=["proposed", "taken"]),
                name="lists_proposed_once",
            ),
            models.CheckConstraint(
                condition=Q(state="proposed", decided_at__isnull=True)
                | ~Q(state="proposed") & Q(decided_at__isnull=False),
                name="lists_candidacy_decided",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | ~Q(answer=""),
                name="lists_decided_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(score__isnull=True) | Q(score__lte=100), name="lists_score_of_100"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["round", "state", "id"]),
            models.Index(fields=["round", "county", "id"]),
            models.Index(fields=["organization", "-id"]),
        ]

    def __str__(self) -> str:
        return f"{self.organization_id} {self.state}"
