"""What supervision says of a case, on its page."""

from __future__ import annotations

from django.http import HttpRequest

from banyan.desk.cases.models import Case
from banyan.desk.cases.sections import Section
from banyan.desk.people.access import account_of
from banyan.desk.supervision.models import Letter, Row


def letters_about(request: HttpRequest, case: Case) -> Section | None:
    """The urging letters about the case that the reader sees."""
    seen = Letter.objects.visible_to(account_of(request)).exclude(state=Letter.State.DISCARDED)
    found = list(seen.filter(things__case=case).select_related("unit", "paper").order_by("-pk"))
    return Section("supervision/letters_section.html", {"letters": found}) if found else None


def reconciled_in(request: HttpRequest, case: Case) -> Section | None:
    """The monthly reconciliations in which the case stands, as far as the reader sees them."""
    seen = Row.objects.visible_to(account_of(request)).filter(case=case)
    rows = list(
        seen.exclude(reconciliation__state="refused")
        .select_related("reconciliation")
        .prefetch_related("differences")
        .order_by("-reconciliation__month")[:12]
    )
    return Section("supervision/rows_section.html", {"rows": rows}) if rows else None
