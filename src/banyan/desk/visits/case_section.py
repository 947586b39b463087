"""The visit that brought a problem, on the case's page."""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.visits.models import VisitProblem


def section(request: HttpRequest, case: Case) -> Section | None:
    """Of a case that a visit brought. Whoever sees the case sees when and by whom; the record and
    its photos, who sees the visit."""
    if case.origin != Case.Origin.VISIT:
        return None
    found = (
        VisitProblem.objects.select_related("visit", "visit__officer", "visit__officer__unit")
        .filter(case=case)
        .first()
    )
    if found is None:
        return None
    account = account_of(request)
    visible = type(found.visit).objects.visible_to(account).filter(pk=found.visit_id).exists()
    opens = visible and account is not None and account.role != Role.ENTERPRISE
    return Section("visits/case_section.html", {"visit": found.visit, "opens": opens})
