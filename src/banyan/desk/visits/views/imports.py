"""A list of responsible officers from Excel or CSV: all of it or nothing; its faults by row."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.views.decorators.http import require_safe

from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.records.views.whole_lists import list_page
from banyan.desk.visits import exporting, importing
from banyan.desk.visits.actions import assigning
from banyan.desk.visits.scope import KEEPERS
from banyan.desk.visits.views.parts import bar_of


@access.roles(*KEEPERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Takes a list, or says row by row what is wrong with it."""
    return list_page(
        request,
        "visits/import.html",
        {**bar_of(request, "import"), "columns": importing.headings().values()},
        lambda path, name: importing.read_list(path, name, account_of(request)),
        lambda rows, name: assigning.import_assignments(actor_of(request), rows, name),
    )


@access.roles(*KEEPERS)
@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """An empty list with its headings."""
    heads = list(importing.headings().values())
    return exporting.answer("responsible-officers-template", "xlsx", heads, [])
