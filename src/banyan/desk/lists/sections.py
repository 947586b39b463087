"""An organization's page shows in which lists it is, and leads to what it lacks for others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.lists.listing import lines
from banyan.desk.lists.models import Entry
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.ui.sections import Section

SHOWN = 10


def of_organization(request: HttpRequest, organization: Any) -> Section | None:
    account = account_of(request)
    if account is None or account.role in (Role.BANK, Role.EXPERT):
        return None
    found = Entry.objects.visible_to(account).filter(organization=organization.pk)
    rows = lines(found.select_related("organization").order_by("left_on", "-id")[:SHOWN])
    context = {"organization": organization, "lines": rows}
    return Section("lists/on_portrait.html", context)
