"""The visits that were made: the list, one with its photos and problems, coverage."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.cases.models import Case
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.records import search
from banyan.desk.records.labels import word_label
from banyan.desk.records.views.downloads import attached
from banyan.desk.ui.paging import page_of
from banyan.desk.visits import charts, coverage, exporting
from banyan.desk.visits.models import Assignment, Visit, VisitPhoto, last_of
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import OFFICERS, READERS, OfOfficerQuerySet
from banyan.desk.visits.views.parts import bar_of, county_choices, given, month_of, named, number_of

A_PAGE = 50
LONGEST = 10
"""Enterprises not visited for longest that coverage names."""


@access.roles(*READERS)
@require_safe
def visits(request: HttpRequest) -> HttpResponse:
    """The visits, the latest first."""
    account = account_of(request)
    found = _found(request).select_related("organization", "officer", "officer__unit")
    page = page_of(found, request.GET, ("-held_on", "-id"), A_PAGE)
    context = {
        **bar_of(request, "visits"),
        "page": page,
        "rows": [(one, word_label("county", one.organization.county)) for one in page.rows],
        "q": given(request, "q"),
        "month": given(request, "month"),
        "county": given(request, "county"),
        "counties": county_choices(account),
        "whose": given(request, "whose"),
        "query": request.GET.urlencode(),
    }
    return render(request, "visits/visits.html", context)


def _found(request: HttpRequest) -> OfOfficerQuerySet:
    account = account_of(request)
    found: OfOfficerQuerySet = Visit.objects.visible_to(account)
    if given(request, "whose") == "own":
        found = found.filter(officer=account)
    month = month_of(given(request, "month"))
    if month is not None:
        found = found.filter(held_on__range=(month, last_of(month)))
    if given(request, "county"):
        found = found.filter(organization__county=given(request, "county"))
    if given(request, "unit"):
        found = found.filter(officer__unit=number_of(given(request, "unit")))
    text = given(request, "q")
    if text.strip():
        if account is not None and account.role == "department":
            found = found.filter(organization__name__contains=text.strip())
        else:
            found = found.filter(organization__in=search.ask(account, named(text)).values("pk"))
    return found


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The visits as a file, filtered as they are."""
    rows = exporting.visit_rows(_found(request).order_by("-held_on", "-pk"))
    return exporting.answer("visits", form, exporting.visit_heads(), rows)


@access.roles(*READERS)
@require_safe
def visit(request: HttpRequest, pk: int) -> HttpResponse:
    """One visit: what was seen and asked, photos, and what became of its problems."""
    account = account_of(request)
    rows = Visit.objects.visible_to(account)
    one = get_object_or_404(
        rows.select_related("organization", "officer", "officer__unit", "planned"), pk=pk
    )
    seen = set(
        Case.objects.visible_to(account)
        .filter(pk__in=one.problems.values("case"))
        .values_list("pk", flat=True)
    )
    context = {
        **bar_of(request, "visit"),
        "visit": one,
        "county": word_label("county", one.organization.county),
        "photos": list(one.photos.select_related("upload")),
        "problems": [
            (problem.case, problem.case.declared_category.name, problem.case_id in seen)
            for problem in one.problems.select_related("case", "case__lead")
        ],
    }
    return render(request, "visits/visit.html", context)


@access.roles(*READERS)
@require_safe
def photo(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A photo of a visit that the account sees: as a picture of a page where ``?shown`` is asked
    for, else as a file to be kept."""
    rows = VisitPhoto.objects.visible_to(account_of(request)).select_related("upload")
    found = get_object_or_404(rows, pk=pk)
    answer = FileResponse(found.upload.file.open("rb"), content_type=found.upload.content_type)
    if "shown" not in request.GET:
        return attached(answer, found.upload.name)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-store"
    answer["Content-Disposition"] = "inline"
    return answer


@access.roles(*READERS)
@require_safe
def covered(request: HttpRequest) -> HttpResponse:
    """How many have been visited: by county or unit, month by month, and who waits longest."""
    account = account_of(request)
    today = timezone.localdate()
    by = _by(request)
    rows = coverage.covered(account, by, today)
    asked = given(request, "year")
    year = number_of(asked) if len(asked) == 4 else today.year
    year = min(max(year, today.year - 10), today.year)
    responsible, visited, problems, solved = coverage.totals(rows)
    longest = (
        open_assignments().visible_to(account).select_related("organization", "officer", "unit")
    )
    head = _("County") if by == "county" else _("Unit")
    context: dict[str, Any] = {
        **bar_of(request, "coverage"),
        "by": by,
        "head": head,
        "rows": rows,
        "responsible": responsible,
        "visited": visited,
        "share": coverage.share_of(visited, responsible),
        "problems": problems,
        "solved": solved,
        "shares": charts.shares(rows, head),
        "months": charts.months(coverage.by_month(account, year, today)),
        "year": year,
        "earlier": year - 1,
        "later": year + 1 if year < today.year else None,
        "longest": list(longest.order_by("visited_on", "pk")[:LONGEST]),
        "start": date(today.year, 1, 1),
        "whose": "&whose=all" if account is not None and account.role in OFFICERS else "",
        "kinds": Assignment.Kind.choices,
    }
    return render(request, "visits/coverage.html", context)


def _by(request: HttpRequest) -> str:
    asked = given(request, "by")
    return asked if asked in coverage.BY else "county"


@access.roles(*READERS)
@require_safe
def export_coverage(request: HttpRequest, form: str) -> HttpResponseBase:
    """The table of coverage as a file."""
    by = _by(request)
    heads = [
        _("County") if by == "county" else _("Unit"),
        *(_("Enterprises with an officer"), _("visited this month"), _("visited this quarter")),
        *(_("visited this year"), _("Share (%)"), _("Problems"), _("of them solved")),
    ]
    rows = [
        (
            *(one.name, one.responsible, one.month, one.quarter, one.year),
            None if one.share is None else round(one.share / 10_000, 2),
            *(one.problems, one.solved),
        )
        for one in coverage.covered(account_of(request), by, timezone.localdate())
    ]
    return exporting.answer("visits-coverage", form, heads, rows)
