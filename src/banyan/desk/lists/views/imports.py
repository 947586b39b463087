"""``/lists/<code>/import/``: send a file, see what is wrong and what it would bring, have it
written."""

from __future__ import annotations

from itertools import islice
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import RefusedError
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.exporting import template_sheet
from banyan.desk.lists.importing import actions, tasks
from banyan.desk.lists.importing.reading import ListRow, columns
from banyan.desk.lists.models import ListImport, Round
from banyan.desk.lists.views.parts import declared, file_of, frame, number
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.labels import language
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.records.views.sending import sent_file
from banyan.desk.ui.paging import page_of

SENDERS = (Role.COUNTY, Role.CITY, Role.DEPARTMENT)

SHOWN = 200
"""Rows of a preview, those with faults first."""


@access.roles(*SENDERS)
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest, code: str) -> HttpResponse:
    """Proposals for a round (``round``), or without one who is in the list already."""
    of = declared(code)
    round_ = _round(request, of)
    common = frame(request, of, "rounds" if round_ is not None else "table")
    if not (common["proposes"] if round_ is not None else common["decides"]):
        raise Http404
    fault = ""
    if request.method == "POST":
        fault, made = _receive(request, of, round_)
        if made is not None:
            return redirect(made)
    found = ListImport.objects.visible_to(account_of(request)).filter(list=of.code, round=round_)
    wanted = columns(of, entries=round_ is None)
    context = {
        **common,
        "round": round_,
        "fault": fault,
        "columns": [(one.words[language()], one.needed, one.named_choices()) for one in wanted],
        "page": page_of(found.select_related("upload", "made_by"), request.GET, "-id"),
    }
    return render(request, "lists/send.html", context, status=422 if fault else 200)


def _round(request: HttpRequest, of: DeclaredList) -> Round | None:
    given = request.POST.get("round") or request.GET.get("round", "")
    if not given:
        return None
    rounds = Round.objects.visible_to(account_of(request)).filter(list=of.code)
    found: Round = get_object_or_404(rounds, pk=number(given) or 0)
    return found


def _receive(
    request: HttpRequest, of: DeclaredList, round_: Round | None
) -> tuple[str, ListImport | None]:
    try:
        with sent_file(request) as (path, name):
            made = actions.upload(actor_of(request), of, round_, path, name)
    except RefusedError as error:
        return str(error), None
    tasks.begin_check(actor_of(request), made)
    return "", made


@access.roles(*SENDERS)
@require_GET
def template(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """A file to fill in: its headings; of entries where ``entries`` is asked."""
    of = declared(code)
    sheet = template_sheet(of, entries="entries" in request.GET)
    return file_of(sheet, of, f"{of.code}-template", form)


@access.roles(*SENDERS)
@require_GET
@vary_on_headers("HX-Request")
def one(request: HttpRequest, pk: int) -> HttpResponse:
    of = _found(request, pk)
    waiting = of.state in (ListImport.State.CHECKING, ListImport.State.WRITING)
    if by_htmx(request) and not waiting:
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    rows = [] if waiting else actions.kept_rows(of)
    rows.sort(key=lambda row: (not row.faults, row.number))
    wanted = columns(of.declared, entries=of.round is None)
    context = {
        **frame(request, of.declared, "rounds" if of.round is not None else "table"),
        "import": of,
        "waiting": waiting,
        "silent": tasks.is_silent(of),
        "new": of.rows - of.faulty - of.known,
        "heads": [one.words[language()] for one in wanted],
        "rows": [_row(of, row, [one.name for one in wanted]) for row in islice(rows, SHOWN)],
        "more": max(0, len(rows) - SHOWN),
    }
    part = "import_progress" if by_htmx(request) else "import"
    return render(request, f"lists/{part}.html", context)


def _row(of: ListImport, row: ListRow, names: list[str]) -> dict[str, Any]:
    declared_list = of.declared
    words = {
        "tier": declared_list.tier_name,
        "batch": declared_list.batch_name,
        "stage": declared_list.stage_name,
    }
    return {
        "number": row.number + 1,
        "known": row.known,
        "faulty": bool(row.faults),
        "cells": [
            {
                "text": words[name](row.values[name]) if name in words else row.values[name],
                "fault": row.faults.get(name, ""),
            }
            for name in names
        ],
    }


def _found(request: HttpRequest, pk: int) -> ListImport:
    visible = ListImport.objects.visible_to(account_of(request))
    found: ListImport = get_object_or_404(
        visible.select_related("upload", "made_by", "round"), pk=pk
    )
    return found


@access.roles(*SENDERS)
@require_POST
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    of = _found(request, pk)
    try:
        actions.confirm(actor_of(request), of)
    except actions.NotReadyError:
        messages.error(request, _("This list is not ready, or somebody has imported it already."))
    else:
        tasks.begin_write(actor_of(request), of)
    return redirect(of)


@access.roles(*SENDERS)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Goes on with work that died."""
    of = _found(request, pk)
    if tasks.is_silent(of):
        begin = tasks.begin_check if of.state == ListImport.State.CHECKING else tasks.begin_write
        begin(actor_of(request), of)
    return redirect(of)
