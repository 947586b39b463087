"""Officer, last visit and problems, on an organization's page."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.states import State
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.ui.sections import Section
from banyan.desk.visits.models import Visit
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import READERS

SHOWN = 5


def part(request: HttpRequest, organization: Any) -> Section | None:
    """For officials who see visits, and for the enterprise: who its officers are and the visits
    that it had."""
    account = account_of(request)
    if account is None or account.role not in (*READERS, Role.ENTERPRISE):
        return None
    held = open_assignments().visible_to(account).filter(organization=organization)
    officers = list(held.select_related("officer", "unit").order_by("kind"))
    seen = Visit.objects.visible_to(account).filter(organization=organization)
    visits = list(seen.select_related("officer").order_by("-held_on", "-pk")[:SHOWN])
    own = account.role == Role.ENTERPRISE
    if own and not officers and not visits:
        return None
    problems = Case.objects.visible_to(account).filter(
        organization=organization, origin=Case.Origin.VISIT
    )
    context = {
        "organization": organization,
        "officers": officers,
        "visits": visits,
        "problems": problems.exclude(state=State.CLOSED).count(),
        "solved": problems.filter(state=State.CLOSED).count(),
        "own": own,
    }
    return Section("visits/organization_part.html", context)
