"""A project, the stages that it went through, and the yearly lists that it is on."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import Kind, Stage, declared, stage_of
from banyan.desk.projects.lights import Light
from banyan.desk.projects.scope import OfProjectQuerySet, ProjectQuerySet
from banyan.desk.records.models import Organization
from banyan.desk.records.models.facts import MOST_MONEY


class Project(models.Model):
    """Something that is built or upgraded. ``kind`` and ``stage`` are the pack's, ``fields`` what
    the kind asks for; money is in fen, percent whole points.

    ``code`` is the number that an authority gave it, ``fact`` the identifier under which the
    records know it, both empty where there is none. ``light``, ``behind``, ``planned``,
    ``reported`` and ``light_month`` are what ``lights.standing`` says, kept so that lists are fast;
    ``invested`` is the sum of the confirmed reports. ``version`` grows with every change of the
    project itself; who changes it must have seen the present one."""

    kind = models.CharField(_("kind"), max_length=30)
    name = models.CharField(_("name of the project"), max_length=200)
    code = models.CharField(_("project code"), max_length=60, blank=True)
    organization = models.ForeignKey(
        Organization, verbose_name=_("enterprise"), on_delete=models.PROTECT, related_name="+"
    )
    park = models.ForeignKey(
        Organization,
        verbose_name=_("park"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    county = models.CharField(_("county"), max_length=6)
    total = models.BigIntegerField(_("total investment"))
    starts_on = models.DateField(_("planned start"))
    ends_on = models.DateField(_("planned completion"))
    fields = models.JSONField(default=dict)
    stage = models.CharField(pgettext_lazy("a project", "stage"), max_length=20)
    stage_since = models.DateField(default=timezone.localdate)
    officer = models.ForeignKey(
        Account,
        verbose_name=_("responsible officer"),
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    fact = models.CharField(_("identifier in the records"), max_length=200, blank=True)
    special_bond = models.BooleanField(
        _("has had ultra-long special treasury bonds"), default=False
    )
    other_support = models.BooleanField(_("has had other fiscal support"), default=False)
    innovation_centre = models.BooleanField(
        _("is equipment of a manufacturing innovation centre"), default=False
    )
    light = models.CharField(_("light"), max_length=6, choices=Light.choices, blank=True)
    light_month = models.DateField(null=True)
    planned = models.PositiveSmallIntegerField(_("planned percent"), default=0)
    reported = models.PositiveSmallIntegerField(_("reported percent"), default=0)
    behind = models.PositiveSmallIntegerField(_("points behind"), default=0)
    missing = models.BooleanField(default=False)
    invested = models.BigIntegerField(_("invested so far"), default=0)
    version = models.PositiveIntegerField(_("version"), default=1)
    made_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = ProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("project")
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["code"], condition=~Q(code=""), name="projects_code_once"
            ),
            models.UniqueConstraint(
                fields=["fact"], condition=~Q(fact=""), name="projects_fact_once"
            ),
            models.CheckConstraint(
                condition=Q(total__gt=0, total__lte=MOST_MONEY, invested__gte=0),
                name="projects_money_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="projects_ends_after_its_start"
            ),
            models.CheckConstraint(
                condition=Q(light__in=Light.values), name="projects_known_light"
            ),
            models.CheckConstraint(
                condition=Q(planned__lte=100, reported__lte=100, behind__lte=100),
                name="projects_percent_of_hundred",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["county", "-id"]),
            models.Index(fields=["stage", "-id"]),
            models.Index(fields=["stage", "-behind", "-id"]),
            models.Index(fields=["kind", "-id"]),
            models.Index(fields=["county", "stage", "light"]),
            models.Index(fields=["light", "-behind", "-id"]),
            models.Index(fields=["-behind", "-id"]),
            models.Index(fields=["county", "-behind", "-id"]),
            models.Index(fields=["organization", "-id"]),
            models.Index(fields=["park", "-id"]),
            models.Index(fields=["officer", "-id"]),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        return reverse("projects:project", args=[self.pk])

    @property
    def reference(self) -> str:
        """The number by which people call it: XM2026-00012."""
        return f"XM{timezone.localtime(self.made_at).year}-{self.pk:05d}"

    @property
    def declared_kind(self) -> Kind:
        return declared().kinds[self.kind]

    @property
    def declared_stage(self) -> Stage:
        return stage_of(self.stage)


class Transition(models.Model):
    """A project came into a stage, forward or, with a reason, back. Rows are only added."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="transitions")
    source = models.CharField(max_length=20, blank=True)
    target = models.CharField(max_length=20)
    back = models.BooleanField(default=False)
    note = models.CharField(_("note"), max_length=1000, blank=True)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        ordering: ClassVar = ["id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(back=False) | ~Q(note=""), name="projects_back_with_a_reason"
            )
        ]

    def __str__(self) -> str:
        return f"{self.project_id} {self.target}"


class Listing(models.Model):
    """A project's place on a list of the pack: of ``year``, or 0 for a list that is not yearly.
    ``place`` counts from 1 to the places of the list; it is free again once the listing has ended,
    which it does with a reason."""

    project = models.ForeignKey(Project, on_delete=models.PROTECT, related_name="listings")
    list = models.CharField(pgettext_lazy("projects", "list"), max_length=30)
    year = models.PositiveSmallIntegerField(_("year"))
    place = models.PositiveSmallIntegerField(pgettext_lazy("a list", "place"))
    batch = models.PositiveSmallIntegerField(_("batch"), default=1)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    reason = models.CharField(_("reason"), max_length=500, blank=True)

    objects: ClassVar = OfProjectQuerySet.as_manager()

    class Meta:
        verbose_name = _("place on a list of projects")
        ordering: ClassVar = ["list", "-year", "place"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["list", "year", "place"],
                condition=Q(ended_at__isnull=True),
                name="projects_place_once",
            ),
            models.UniqueConstraint(
                fields=["project", "list", "year"],
                condition=Q(ended_at__isnull=True),
                name="projects_listed_once",
            ),
            models.CheckConstraint(
                condition=Q(place__gte=1, batch__gte=1), name="projects_places_from_one"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | ~Q(reason=""),
                name="projects_unlisted_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} {self.year} {self.place}"
