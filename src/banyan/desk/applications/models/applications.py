"""An application, and the steps that it has taken."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from banyan.desk.applications.states import ENDED, WITH_APPLICANT, State
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Source
from banyan.desk.records.scope import ScopedQuerySet

OFFICIALS = frozenset({Role.COUNTY, Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR})


class ApplicationQuerySet(ScopedQuerySet["Application"]):
    def visible_to(self, account: Account | None) -> ApplicationQuerySet:
        """An enterprise's own; what was submitted for a county's officers within the county, for
        the city's, the supervisors and auditors all, for finance what came to it. Experts see
        theirs through ``Assignment``."""
        seen = super().visible_to(account)
        assert isinstance(seen, ApplicationQuerySet)
        if account is None or not account.is_active:
            return seen.none()
        role = Role(account.role)
        if role is Role.ENTERPRISE:
            return seen
        if role not in OFFICIALS:
            return seen.none()
        seen = seen.filter(submitted_at__isnull=False)
        return seen.filter(with_finance_since__isnull=False) if role is Role.FINANCE else seen


class Application(models.Model):
    """What one organization asks for under one measure in one year: facts that it proposes.

    ``version`` grows with every transition; who moves an application must have seen the present
    one. ``returned`` tells that the one return has been used. ``source`` is what the approval
    wrote."""

    organization_path: ClassVar[str] = "organization"

    measure = models.CharField(_("measure"), max_length=100)
    year = models.SmallIntegerField(_("year"))
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(default=0)
    returned = models.BooleanField(default=False)
    missing = models.TextField(_("what is missing"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    started_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(auto_now_add=True)
    submitted_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted"), null=True)
    with_finance_since = models.DateTimeField(null=True)
    held_since = models.DateTimeField(auto_now_add=True)
    due_on = models.DateField(_("due"), null=True)
    source = models.OneToOneField(
        Source, null=True, on_delete=models.PROTECT, related_name="application"
    )

    objects: ClassVar = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "measure", "year"],
                condition=~Q(state__in=[state.value for state in sorted(ENDED)]),
                name="applications_one_under_way",
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(State)), name="applications_known_state"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["state", "-id"]),
            models.Index(fields=["measure", "year", "-id"]),
            models.Index(fields=["organization", "-id"]),
        ]

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """The number by which people call it: 2026-000012."""
        return f"{self.year}-{self.pk:06d}"

    @property
    def with_applicant(self) -> bool:
        return self.state in WITH_APPLICANT

    @property
    def ended(self) -> bool:
        return self.state in ENDED


class Step(models.Model):
    """One transition that an application has taken; rows are only added."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="steps")
    action = models.CharField(max_length=20)
    source = models.CharField(max_length=20, choices=State.choices, blank=True)
    target = models.CharField(max_length=20, choices=State.choices)
    by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)
    note = models.TextField(blank=True)

    class Meta:
        ordering: ClassVar = ["id"]

    def __str__(self) -> str:
        return f"{self.application_id} {self.action}"
