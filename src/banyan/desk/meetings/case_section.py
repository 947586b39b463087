"""What meetings said and decided about a case, on its page."""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.meetings.models import Item, Meeting
from banyan.desk.people.access import account_of


def section(request: HttpRequest, case: Case) -> Section | None:
    """The points of signed agendas that were about the case, of the meetings that the reader
    sees."""
    meetings = Meeting.objects.visible_to(account_of(request)).filter(state=Meeting.State.SIGNED)
    items = Item.objects.filter(case=case, meeting__in=meetings).select_related("meeting")
    found = list(
        items.prefetch_related("decisions__lead", "decisions__done_as", "decisions__helping__unit")
    )
    return Section("meetings/case_section.html", {"items": found}) if found else None
