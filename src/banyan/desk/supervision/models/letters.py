"""Urging letters: to a unit or a county, about what is overdue, until it has answered."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.labels import word_label
from banyan.desk.records.models import Upload
from banyan.desk.supervision.models.papers import Paper
from banyan.desk.supervision.scope import LetterQuerySet, OfLetterQuerySet


class Addressed(models.Model):
    """To a unit, or to the officers of a county: one of both."""

    unit = models.ForeignKey(
        Unit, verbose_name=_("unit"), null=True, on_delete=models.PROTECT, related_name="+"
    )
    county = models.CharField(_("county"), max_length=6, blank=True)

    class Meta:
        abstract = True
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, county="") | Q(unit__isnull=True) & ~Q(county=""),
                name="%(app_label)s_%(class)s_to_one",
            )
        ]

    @property
    def addressee(self) -> str:
        return self.unit.name if self.unit is not None else word_label("county", self.county)

    @property
    def addressee_in_both(self) -> dict[str, str]:
        if self.unit is not None:
            return {"zh": self.unit.name_zh, "en": self.unit.name_en}
        return {one: word_label("county", self.county, one) for one in ("zh", "en")}


class Letter(Addressed):
    """A letter of ``level`` 1 or higher; one of a higher level follows another (``follows``) that
    was not answered, or not well. Sent, it is a numbered ``paper``."""

    class State(models.TextChoices):
        DRAFTED = "drafted", _("draft")
        DISCARDED = "discarded", _("discarded")
        SENT = "sent", _("waits for an answer")
        ANSWERED = "answered", pgettext_lazy("a letter", "answered")
        ACCEPTED = "accepted", _("answer accepted")
        URGED = "urged", _("urged again")

    level = models.PositiveSmallIntegerField(_("level"), default=1)
    follows = models.OneToOneField(
        "self", null=True, on_delete=models.PROTECT, related_name="followed_by"
    )
    title = models.CharField(_("title"), max_length=200)
    text = models.TextField(_("what is demanded"), max_length=4000)
    days = models.PositiveSmallIntegerField(_("working days to answer"))
    state = models.CharField(max_length=10, choices=State.choices, default=State.DRAFTED)
    paper = models.OneToOneField(Paper, null=True, on_delete=models.PROTECT, related_name="letter")
    drafted_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    sent_on = models.DateField(_("sent on"), null=True)
    answer_due_on = models.DateField(_("answer due"), null=True)
    answer = models.TextField(_("answer"), max_length=4000, blank=True)
    answered_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(null=True)
    judgement = models.TextField(_("judgement of the answer"), max_length=1000, blank=True)
    judged_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    judged_at = models.DateTimeField(null=True)

    objects: ClassVar = LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("urging letter")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            *Addressed.Meta.constraints,
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "discarded"], paper__isnull=True)
                | ~Q(state__in=["drafted", "discarded"])
                & Q(paper__isnull=False, sent_on__isnull=False, answer_due_on__isnull=False),
                name="supervision_sent_with_a_number",
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at__isnull=True)
                | ~Q(answer="") & Q(answered_at__isnull=False, answered_by__isnull=False),
                name="supervision_answered_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["answered", "accepted"]) | ~Q(answer=""),
                name="supervision_accepted_what_was_said",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "answer_due_on"]),
            models.Index(fields=["unit", "-id"]),
            models.Index(fields=["county", "-id"]),
            models.Index(fields=["sent_on"]),
        ]

    def __str__(self) -> str:
        return self.paper.code if self.paper is not None else self.title

    def get_absolute_url(self) -> str:
        return reverse("supervision:letter", args=[self.pk])


class Thing(models.Model):
    """Something overdue that a letter is about, as it was when the letter was drafted. ``thing``
    names the case, or what else the obligation was about; ``open`` as long as the letter is, and
    meanwhile no other letter is about it."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="things")
    thing = models.CharField(max_length=150)
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="urged")
    title = models.JSONField(default=dict)
    link = models.CharField(max_length=200)
    due_on = models.DateField()
    open = models.BooleanField(default=True)

    objects: ClassVar = OfLetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("matter that is urged")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["thing"], condition=Q(open=True), name="supervision_urged_once"
            )
        ]

    def __str__(self) -> str:
        return self.thing


class LetterFile(models.Model):
    """Evidence that came with an answer."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfLetterQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.upload_id}"
