"""``/cases/imports/``: send a list of cases, see what is wrong and what it would bring, have it
written."""

from __future__ import annotations

import csv
import io
from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import RefusedError
from banyan.desk.cases.importing import actions, tasks
from banyan.desk.cases.importing.reading import COLUMNS, FAULTS, ListRow
from banyan.desk.cases.models import CaseImport
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.records.views.sending import sent_file
from banyan.desk.ui.paging import page_of

SHOWN = 200
"""Rows of a preview, those with faults first."""


@access.roles(*actions.OFFICERS)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The lists that were sent, and the form to send one."""
    fault = ""
    if request.method == "POST":
        fault, made = _receive(request)
        if made is not None:
            return redirect("cases:import", made.pk)
    found = CaseImport.objects.visible_to(account_of(request)).select_related("upload", "made_by")
    columns = [(name, _label(name), needed) for name, (_zh, _en, needed) in COLUMNS.items()]
    context = {"page": page_of(found, request.GET, "-id"), "fault": fault, "columns": columns}
    return render(request, "cases/imports.html", context, status=422 if fault else 200)


def _label(name: str) -> str:
    zh, en, _needed = COLUMNS[name]
    return zh if language() == "zh" else en


def _receive(request: HttpRequest) -> tuple[str, CaseImport | None]:
    try:
        with sent_file(request) as (path, name):
            made = actions.upload_list(actor_of(request), path, name)
    except RefusedError as error:
        return str(error), None
    tasks.begin_check(actor_of(request), made)
    return "", made


@access.roles(*actions.OFFICERS)
@require_GET
def template(request: HttpRequest) -> HttpResponseBase:
    """A list to fill in: its headings."""
    buffer = io.StringIO()
    csv.writer(buffer, lineterminator="\r\n").writerow(_label(name) for name in COLUMNS)
    content = "\ufeff" + buffer.getvalue()
    return attached(HttpResponse(content, content_type="text/csv"), "cases.csv")


@access.roles(*actions.OFFICERS)
@require_GET
@vary_on_headers("HX-Request")
def one(request: HttpRequest, number: int) -> HttpResponse:
    of = _found(request, number)
    waiting = of.state in (CaseImport.State.CHECKING, CaseImport.State.WRITING)
    if by_htmx(request) and not waiting:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    rows = [] if waiting else actions.kept_rows(of)
    rows.sort(key=lambda row: (not row.faults, row.number))
    context = {
        "import": of,
        "waiting": waiting,
        "silent": tasks.is_silent(of),
        "new": of.rows - of.faulty - of.known,
        "heads": [(name, _label(name)) for name in COLUMNS],
        "rows": [_row(row) for row in islice(rows, SHOWN)],
        "more": max(0, len(rows) - SHOWN),
    }
    part = "import_progress" if by_htmx(request) else "import"
    return render(request, f"cases/{part}.html", context)


def _row(row: ListRow) -> dict[str, Any]:
    return {
        "number": row.number + 1,
        "known": row.known,
        "faulty": bool(row.faults),
        "cells": [
            {
                "text": row.values[name],
                "expected": _(FAULTS[name]) if name in row.faults else "",
            }
            for name in COLUMNS
        ],
    }


def _found(request: HttpRequest, number: int) -> CaseImport:
    visible = CaseImport.objects.visible_to(account_of(request))
    return get_object_or_404(visible.select_related("upload", "made_by"), pk=number)


@access.roles(*actions.OFFICERS)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    of = _found(request, number)
    try:
        actions.confirm_list(actor_of(request), of)
    except actions.NotReadyError:
        messages.error(request, _("This list is not ready, or somebody has imported it already."))
    else:
        tasks.begin_write(actor_of(request), of)
    return redirect("cases:import", number)


@access.roles(*actions.OFFICERS)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Goes on with work that died."""
    of = _found(request, number)
    if tasks.is_silent(of):
        begin = tasks.begin_check if of.state == CaseImport.State.CHECKING else tasks.begin_write
        begin(actor_of(request), of)
    return redirect("cases:import", number)
