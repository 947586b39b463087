"""Lists of a year's tasks; tasks with their milestones, helpers and reports; how a task ends."""

from __future__ import annotations

from typing import Any, ClassVar

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.cases.models import Case
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.labels import language
from banyan.desk.records.models import Upload
from banyan.desk.tasks.scope import ListQuerySet, OfTaskQuerySet, TaskQuerySet
from banyan.desk.tasks.states import OPEN, OVER, WITH_UNIT, State


class TaskList(models.Model):
    """The tasks of a year: a draft, then published. ``pack`` is the hash of the pack from which it
    was drafted."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("a list of tasks", "draft")
        PUBLISHED = "published", pgettext_lazy("a list of tasks", "published")

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    pack = models.CharField(max_length=64)
    drafted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    published_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    published_at = models.DateTimeField(null=True)

    objects: ClassVar = ListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of tasks")
        ordering: ClassVar = ["-year"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="draft", published_at__isnull=True)
                | Q(state="published", published_at__isnull=False),
                name="tasks_list_published_when",
            )
        ]

    def __str__(self) -> str:
        return str(self.year)

    def get_absolute_url(self) -> str:
        return f"{reverse('tasks:tasks')}?year={self.year}"

    @property
    def is_draft(self) -> bool:
        return self.state == TaskList.State.DRAFT


class Task(models.Model):
    """What a unit must do. ``code`` is the pack's, or that of a task of the city's ``own``;
    ``lead_code`` the unit that the pack names, ``lead`` the desk's unit, empty until there is one.
    A task of several years stands in the list of each.

    ``percent`` and ``number`` (of ``target``, counted in the measure) are those of the report of
    the latest month. ``yellow_on`` and ``red_on`` are the days from which its light is so, as
    ``lights.days_of`` says. ``asked_on``: since then the lead unit has its end in the to-do."""

    list = models.ForeignKey(TaskList, on_delete=models.PROTECT, related_name="tasks")
    place = models.PositiveIntegerField(_("number"), default=0)
    code = models.CharField(max_length=60)
    article = models.CharField(_("article"), max_length=10)
    county = models.CharField(_("county"), max_length=6, blank=True)
    title_zh = models.CharField(_("title in Chinese"), max_length=200)
    title_en = models.CharField(_("title in English"), max_length=300)
    done_zh = models.CharField(_("done when (Chinese)"), max_length=500)
    done_en = models.CharField(_("done when (English)"), max_length=700)
    lead = models.ForeignKey(
        Unit,
        verbose_name=_("lead unit"),
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    lead_code = models.CharField(max_length=50, blank=True)
    yearly = models.BooleanField(_("of every year"), default=True)
    own = models.BooleanField(default=False)
    starts_on = models.DateField(_("starts on"))
    due_on = models.DateField(_("due"))
    target = models.PositiveIntegerField(_("target"), null=True)
    measure_zh = models.CharField(_("counted in (Chinese)"), max_length=30, blank=True)
    measure_en = models.CharField(_("counted in (English)"), max_length=50, blank=True)
    state = models.CharField(
        _("state"), max_length=10, choices=State.choices, default=State.PLANNED
    )
    percent = models.PositiveSmallIntegerField(
        _("percent"), default=0, validators=[MaxValueValidator(100)]
    )
    number = models.PositiveIntegerField(null=True)
    yellow_on = models.DateField(null=True)
    red_on = models.DateField(null=True)
    asked_on = models.DateField(null=True)
    ended_at = models.DateTimeField(null=True)
    carried_from = models.ForeignKey(
        "self", null=True, on_delete=models.PROTECT, related_name="carried_to"
    )

    objects: ClassVar = TaskQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("an audit entry's subject", "task of a list")
        ordering: ClassVar = ["place", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["list", "code", "county"], name="tasks_once_a_list"),
            models.CheckConstraint(condition=Q(state__in=list(State)), name="tasks_known_state"),
            models.CheckConstraint(
                condition=Q(state__in=OVER, ended_at__isnull=False)
                | Q(state__in=OPEN, ended_at__isnull=True),
                name="tasks_over_when",
            ),
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="tasks_percent_of_a_hundred"
            ),
            models.CheckConstraint(
                condition=Q(starts_on__lte=F("due_on")), name="tasks_end_after_they_start"
            ),
            models.CheckConstraint(
                condition=Q(target__isnull=True) | Q(target__gt=0) & ~Q(measure_zh=""),
                name="tasks_target_counted_in_something",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["list", "place", "id"]),
            models.Index(fields=["lead", "state", "due_on", "id"]),
            models.Index(fields=["state", "asked_on", "due_on"]),
            models.Index(fields=["article", "id"]),
            models.Index(fields=["county", "id"]),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("tasks:task", args=[self.pk])

    @property
    def title(self) -> str:
        return self.title_zh if language() == "zh" else self.title_en

    @property
    def done(self) -> str:
        """What counts as done."""
        return self.done_zh if language() == "zh" else self.done_en

    @property
    def measure(self) -> str:
        return self.measure_zh if language() == "zh" else self.measure_en

    @property
    def reference(self) -> str:
        """The number by which people call it: 2026-017; of a draft nothing yet."""
        return f"{self.list.year}-{self.place:03d}" if self.place else ""

    @property
    def with_unit(self) -> bool:
        return self.state in WITH_UNIT

    @property
    def is_over(self) -> bool:
        return self.state in OVER

    @property
    def carried(self) -> bool:
        """Whether last year's list did not see it done in its days."""
        before = self.carried_from
        return before is not None and before.due_on.year < self.list.year


class Milestone(models.Model):
    """A day on the way. ``asked_on``: since then the lead unit has it in the to-do."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="milestones")
    code = models.CharField(max_length=60)
    words_zh = models.CharField(_("milestone in Chinese"), max_length=200)
    words_en = models.CharField(_("milestone in English"), max_length=300)
    due_on = models.DateField(_("due"))
    reached_on = models.DateField(pgettext_lazy("a milestone", "reached"), null=True)
    reached_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=500, blank=True)
    asked_on = models.DateField(null=True)

    objects: ClassVar = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("milestone")
        ordering: ClassVar = ["due_on", "id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "code"], name="tasks_milestone_once"),
            models.CheckConstraint(
                condition=Q(reached_on__isnull=True) | ~Q(note=""),
                name="tasks_milestone_reached_with_words",
            ),
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["due_on", "id"],
                condition=Q(reached_on__isnull=True, asked_on__isnull=True),
                name="tasks_milestones_to_ask",
            )
        ]

    def __str__(self) -> str:
        return self.words

    @property
    def words(self) -> str:
        return self.words_zh if language() == "zh" else self.words_en


class Help(models.Model):
    """A unit that helps the lead unit."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="help")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")

    objects: ClassVar = OfTaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["task", "unit"], name="tasks_help_once_a_unit")
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.unit_id}"


class Report(models.Model):
    """How far a task was at the end of ``month`` (its first day). Rows are only added: a correction
    is another report of the same month, and the last one holds."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="reports")
    month = models.DateField(_("month"))
    percent = models.PositiveSmallIntegerField(_("percent"))
    number = models.PositiveIntegerField(_("number reached"), null=True)
    words = models.TextField(_("progress in words"))
    obstacles = models.TextField(_("what is in the way"), blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects: ClassVar = OfTaskQuerySet.as_manager()

    class Meta:
        verbose_name = _("report of progress")
        ordering: ClassVar = ["-month", "-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(percent__range=(0, 100)), name="tasks_report_of_a_hundred"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="tasks_report_in_words"),
        ]
        indexes: ClassVar = [models.Index(fields=["task", "-month", "-id"])]

    def __str__(self) -> str:
        return f"{self.task_id} {self.month:%Y-%m}"


class Evidence(models.Model):
    """A file that came with a report. Rows are only added."""

    report = models.ForeignKey(Report, on_delete=models.PROTECT, related_name="files")
    upload = models.ForeignKey(Upload, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.report_id} {self.upload_id}"


class Ending(Proposal):
    """Somebody says that a task is done, or should be dropped; a second person of the city
    decides."""

    class Outcome(models.TextChoices):
        DONE = "done", pgettext_lazy("a task", "done")
        DROPPED = "dropped", pgettext_lazy("a task", "dropped")

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="endings")
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome.choices)

    objects: ClassVar = OfTaskQuerySet.as_manager()

    class Meta(Proposal.Meta):
        verbose_name = _("end of a task")
        constraints: ClassVar = [
            *Proposal.Meta.constraints,
            models.UniqueConstraint(
                fields=["task"],
                condition=Q(state__in=["proposed", "confirmed"]),
                name="tasks_end_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.task_id} {self.outcome}"

    def get_absolute_url(self) -> str:
        return self.task.get_absolute_url()


class MonthAsked(models.Model):
    """A month for which a unit is asked how far its tasks are; the subject of that obligation."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    month = models.DateField(_("month"))

    class Meta:
        verbose_name = _("month to be reported")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["unit", "month"], name="tasks_month_asked_once")
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.month:%Y-%m}"


class RaisedCase(models.Model):
    """A case that was raised because it is in the way of a task."""

    task = models.ForeignKey(Task, on_delete=models.PROTECT, related_name="raised")
    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="raised_from")

    objects: ClassVar = OfTaskQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["-id"]

    def __str__(self) -> str:
        return f"{self.task_id} {self.case_id}"


def waiting(task: Task) -> Any:
    """What lies before the second person, ``None`` where nothing does."""
    return task.endings.filter(state=Ending.State.PROPOSED).first()
