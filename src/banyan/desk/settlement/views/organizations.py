"""``/organizations/<uscc>/awards/``: what an organization was awarded, and what became of it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.desk.settlement.models import Award
from banyan.desk.settlement.scope import OFFICERS
from banyan.desk.ui.paging import page_of

COLOURS = {"committed": "blue", "payable": "green", "released": "secondary"}


@access.roles(*OFFICERS, Role.ENTERPRISE)
@require_safe
def awards(request: HttpRequest, uscc: str) -> HttpResponse:
    """The organization's awards, the newest first."""
    account = account_of(request)
    organization = get_object_or_404(Organization.objects.visible_to(account), pk=uscc)
    found = Award.objects.visible_to(account).filter(uscc=uscc)
    page = page_of(found.select_related("line__run", "budget"), request.GET, "-id")
    context = {
        "organization": organization,
        "page": page,
        "rows": [
            {
                "award": award,
                "measure": labels.word_label("measure", award.measure),
                "payer": labels.word_label("county", award.budget.county),
                "colour": COLOURS[award.state],
            }
            for award in page.rows
        ],
    }
    return render(request, "settlement/organization.html", context)
