"""The projects that a case holds up, on its page."""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.people.access import account_of
from banyan.desk.projects.listing import lines
from banyan.desk.projects.models import Project


def section(request: HttpRequest, case: Case) -> Section | None:
    """Those that the reader sees."""
    found = Project.objects.visible_to(account_of(request)).filter(blocked__case=case)
    rows = lines(found.select_related("organization").order_by("pk"))
    return Section("projects/case_section.html", {"lines": rows}) if rows else None
