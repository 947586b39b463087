"""Coordination meetings: who comes, what is talked about, what is decided, and the minutes."""

from __future__ import annotations

from datetime import time
from typing import Any, ClassVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.projects.models import Project

READERS = frozenset(
    {Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR}
)
WHOLE_CITY = frozenset({Role.CITY, Role.SUPERVISOR, Role.AUDITOR})


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, account: Account | None) -> MeetingQuerySet:
        """City officers, supervisors and auditors see all; a county's officers the county's; all
        officials those to which their unit is invited. Closed by default."""
        if account is None or not account.is_active or Role(account.role) not in READERS:
            return self.none()
        if Role(account.role) in WHOLE_CITY:
            return self
        invited = Participant.objects.filter(unit=account.unit_id).values("meeting")
        condition = Q(pk__in=invited)
        if account.county:
            condition |= Q(county=account.county)
        return self.filter(condition)


class OfMeetingQuerySet(models.QuerySet[Any]):
    """Rows of a meeting."""

    def visible_to(self, account: Account | None) -> OfMeetingQuerySet:
        """Those of the meetings that the account sees."""
        return self.filter(meeting__in=Meeting.objects.visible_to(account))


class Meeting(models.Model):
    """A meeting that a county (the city where ``county`` is empty) holds about what is stuck."""

    class Kind(models.TextChoices):
        ORDINARY = "ordinary", _("regular meeting")
        SPECIAL = "special", _("meeting on one subject")
        PROJECTS = "projects", _("meeting on great projects")

    class State(models.TextChoices):
        PLANNED = "planned", _("agenda and minutes are being written")
        SIGNED = "signed", _("minutes signed")
        CANCELLED = "cancelled", pgettext_lazy("a meeting", "called off")

    county = models.CharField(_("county"), max_length=6, blank=True)
    kind = models.CharField(_("kind of meeting"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=200)
    date = models.DateField(_("day"))
    starts = models.TimeField(pgettext_lazy("time of day", "from"), default=time(9))
    place = models.CharField(_("place"), max_length=200)
    chair = models.CharField(_("chair"), max_length=100)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PLANNED)
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    planned_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("coordination meeting")
        ordering: ClassVar = ["-date", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="cancelled") | ~Q(reason=""),
                name="meetings_called_off_with_reason",
            )
        ]
        indexes: ClassVar = [models.Index(fields=["county", "-date", "-id"])]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("meetings:meeting", args=[self.pk])

    @property
    def is_open(self) -> bool:
        return self.state == Meeting.State.PLANNED


class Participant(models.Model):
    """A unit that is invited."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="participants")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfMeetingQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["unit__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["meeting", "unit"], name="meetings_unit_invited_once")
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.unit_id}"


class Item(models.Model):
    """A point of the agenda: a case or a project that is stuck, or a free one; ``said`` is what the
    minutes say of it."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="items")
    place = models.PositiveSmallIntegerField()
    title = models.CharField(_("title"), max_length=200)
    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="agenda")
    project = models.ForeignKey(Project, null=True, on_delete=models.PROTECT, related_name="agenda")
    why = models.CharField(max_length=20, blank=True)
    said = models.TextField(_("what was said"), blank=True)

    objects: ClassVar = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("point of the agenda")
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["meeting", "case"],
                condition=Q(case__isnull=False),
                name="meetings_case_once",
            ),
            models.UniqueConstraint(
                fields=["meeting", "project"],
                condition=Q(project__isnull=False),
                name="meetings_project_once",
            ),
            models.CheckConstraint(
                condition=Q(case__isnull=True) | Q(project__isnull=True),
                name="meetings_item_is_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Decision(models.Model):
    """What a unit must do until a day; a case (``done_as``) once the minutes are signed."""

    item = models.ForeignKey(Item, on_delete=models.CASCADE, related_name="decisions")
    what = models.CharField(_("decision"), max_length=200)
    lead = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    due_on = models.DateField(_("due"))
    done_as = models.OneToOneField(
        Case, null=True, on_delete=models.PROTECT, related_name="decision"
    )

    class Meta:
        verbose_name = _("decision of a meeting")
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return self.what

    @property
    def helpers(self) -> list[Unit]:
        return [one.unit for one in self.helping.all()]


class Helping(models.Model):
    """A unit that helps the lead unit with a decision; once the minutes are signed it is asked in
    the decision's case."""

    decision = models.ForeignKey(Decision, on_delete=models.CASCADE, related_name="helping")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["unit__code"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "unit"], name="meetings_helps_once")
        ]

    def __str__(self) -> str:
        return f"{self.decision_id} {self.unit_id}"


class Signing(Proposal):
    """The minutes, written by one, signed by another."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="signings")

    objects: ClassVar = OfMeetingQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("minutes to be signed")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["meeting"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="meetings_signed_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting_id} {self.state}"

    def get_absolute_url(self) -> str:
        return self.meeting.get_absolute_url()


class Minutes(models.Model):
    """What was signed, numbered in its year by who held the meeting, as it was then. Rows are only
    added. ``content`` is what ``minutes.content_of`` said."""

    meeting = models.OneToOneField(Meeting, on_delete=models.PROTECT, related_name="minutes")
    county = models.CharField(max_length=6, blank=True)
    year = models.SmallIntegerField()
    number = models.PositiveSmallIntegerField()
    content = models.JSONField(encoder=DjangoJSONEncoder)
    signed_on = models.DateField()

    objects: ClassVar = OfMeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("minutes")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["county", "year", "number"], name="meetings_minutes_numbered"
            )
        ]

    def __str__(self) -> str:
        return f"{self.county} {self.year}-{self.number}"
