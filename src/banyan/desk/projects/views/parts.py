"""What several pages of projects need."""

from __future__ import annotations

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.projects.models import Project
from banyan.desk.records.models import Representation


def visible(request: HttpRequest, pk: int) -> Project:
    """The project, if the account may see it; else there is none."""
    found = Project.objects.visible_to(account_of(request)).select_related(
        "organization", "park", "officer__unit", "made_by"
    )
    one: Project = get_object_or_404(found, pk=pk)
    return one


def may_report(request: HttpRequest, project: Project) -> bool:
    """Whether the account reports on the project: its officers, and who speaks for its own
    organization."""
    account = account_of(request)
    if account is None:
        return False
    if account.role == Role.ENTERPRISE:
        spoken = Representation.objects.filter(
            account=account, organization=project.organization_id
        )
        return bool(spoken.exists())
    return account.role in (Role.COUNTY, Role.CITY)


def version_of(request: HttpRequest) -> int:
    """The version of the project that the form was made for."""
    return number_of(request, "version")


def number_of(request: HttpRequest, name: str) -> int:
    """A number of the form; 0 for none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
