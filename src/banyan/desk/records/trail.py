"""Who viewed and changed an organization: ``/organizations/<uscc>/trail/``."""

from __future__ import annotations

from typing import Any

from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from banyan.desk.audit.models import Entry
from banyan.desk.people.access import account_of, roles
from banyan.desk.people.audit_pages import shown
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Revision, Source
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
    page = page_of(entries_of(organization), request.GET, "-number")
    context = {
        "organization": organization,
        "page": page,
        "entries": [shown(entry) for entry in page.rows],
    }
    return render(request, "records/trail.html", context)


def entries_of(organization: Any) -> QuerySet[Entry]:
    """What names the organization, and what wrote its records among those of others: an import
    of many names none, its revisions do; a first load leaves none, but its records name it."""
    revisions = Revision.objects.filter(organization=organization.pk)
    wrote = Q(key=str(organization.source_id)) | Q(
        key__in=revisions.annotate(said=Cast("source_id", CharField())).values("said")
    )
    return Entry.objects.filter(
        Q(organization=organization.pk) | Q(wrote, subject=Source._meta.label_lower)
    ).select_related("actor__unit")
