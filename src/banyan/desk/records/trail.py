"""Who viewed and changed an organization: ``/organizations/<uscc>/trail/``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from banyan.desk.audit.models import Entry
from banyan.desk.people.access import account_of, roles
from banyan.desk.people.audit_pages import shown
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.ui.paging import page_of

READERS = (
    Role.ENTERPRISE,
    Role.COUNTY,
    Role.CITY,
    Role.FINANCE,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
"""Who may ask; a bank sees the record that was shared with it, not who else looked."""


@roles(*READERS)
@require_GET
def trail(request: HttpRequest, uscc: str) -> HttpResponse:
    """The entries of the organization, newest first, with names and units of officers; values and
    addresses are the auditors' to see."""
    visible = Organization.objects.visible_to(account_of(request))
    organization = get_object_or_404(visible, pk=uscc)
    entries = Entry.objects.filter(organization=uscc).select_related("actor__unit")
    page = page_of(entries, request.GET, "-number")
    context = {
        "organization": organization,
        "page": page,
        "entries": [shown(entry) for entry in page.rows],
    }
    return render(request, "records/trail.html", context)
