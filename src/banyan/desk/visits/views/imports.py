"""A list of responsible officers from Excel or CSV: all of it or nothing; its faults by row."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.views.parts import sent_files
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.records.importing import archive
from banyan.desk.visits import exporting, importing
from banyan.desk.visits.actions import assigning
from banyan.desk.visits.scope import KEEPERS
from banyan.desk.visits.views.parts import bar_of


@access.roles(*KEEPERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Takes a list, or says row by row what is wrong with it."""
    context: dict[str, Any] = {
        **bar_of(request, "import"),
        "columns": importing.headings().values(),
    }
    if request.method == "POST":
        try:
            context |= _imported(request)
        except (archive.RefusedError, RefusedError) as error:
            context["fault"] = str(error)
    refused = context.get("fault") or context.get("faults")
    return render(request, "visits/import.html", context, status=422 if refused else 200)


def _imported(request: HttpRequest) -> dict[str, Any]:
    with sent_files(request, "file") as files:
        if not files:
            return {"fault": _("Choose a file.")}
        path, name = files[0]
        read = importing.read_list(path, name, account_of(request))
    if read.faults:
        shown = read.faults[: importing.FAULTS_SHOWN]
        return {"faults": shown, "faults_count": len(read.faults)}
    if not read.given:
        return {"fault": _("The list has no rows.")}
    return {"counts": assigning.import_assignments(actor_of(request), read.given, name)}


@access.roles(*KEEPERS)
@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    """An empty list with its headings."""
    heads = list(importing.headings().values())
    return exporting.answer("responsible-officers-template", "xlsx", heads, [])
