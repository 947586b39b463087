"""What several pages of applications need."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role

OFFICIALS = (Role.COUNTY, Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR)
READERS = (Role.ENTERPRISE, *OFFICIALS)


def visible(request: HttpRequest, number: int) -> Application:
    """The application, if the account may see it; else there is none."""
    found = Application.objects.visible_to(account_of(request)).select_related(
        "organization", "submitted_by", "started_by", "source"
    )
    return get_object_or_404(found, pk=number)


def visible_row(request: HttpRequest, number: int) -> ProposedRow:
    seen = Application.objects.visible_to(account_of(request))
    found = ProposedRow.objects.select_related("application", "application__organization")
    return get_object_or_404(found, pk=number, application__in=seen)


def has_role(request: HttpRequest, *roles: Role) -> bool:
    account = account_of(request)
    return account is not None and Role(account.role) in roles


def moved_on(request: HttpRequest, application: Application) -> HttpResponse:
    """Says that somebody else was quicker, and shows where the application is now."""
    step = application.steps.select_related("by").order_by("-pk").first()
    words: dict[str, Any] = {
        "state": application.get_state_display(),
        "who": step.by if step is not None and step.by is not None else _("Somebody else"),
    }
    messages.warning(
        request, _("%(who)s has moved the application meanwhile; it is now: %(state)s.") % words
    )
    return redirect("applications:application", application.pk)
