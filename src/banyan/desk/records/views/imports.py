"""``/imports/``: send a file, see what it would do and what is wrong, have it done, undo it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.actions import OFFICERS, UndoError
from banyan.desk.records.faults import explain
from banyan.desk.records.importing import actions, preview, tasks
from banyan.desk.records.importing.template import workbook_of
from banyan.desk.records.models import Import
from banyan.desk.records.rows import schema
from banyan.desk.records.views.downloads import attached, workbook
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.records.views.sending import sent_file
from banyan.desk.ui.paging import AFTER, page_of
from banyan.rules.errors import FactsError

READERS = (*OFFICERS, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR)
"""Who sees the imports; officers also make them."""


@access.roles(*READERS)
@require_http_methods(["GET", "POST"])
def imports(request: HttpRequest) -> HttpResponse:
    """The list of imports, and the form to send a file."""
    may = _may_import(request)
    fault = ""
    if request.method == "POST":
        if not may:
            raise Http404
        fault, made = _receive(request)
        if made is not None:
            return redirect("records:import", made.pk)
    found = Import.objects.visible_to(access.account_of(request))
    page = page_of(found.select_related("upload", "made_by", "source"), request.GET, "-id")
    context = {
        "page": page,
        "may": may,
        "fault": fault,
        "tables": [(table.name, labels.table_label(table.name)) for table in schema().tables],
        "chosen": request.POST.get("table") or request.GET.get("table", ""),
    }
    return render(request, "records/imports.html", context, status=422 if fault else 200)


def _may_import(request: HttpRequest) -> bool:
    account = access.account_of(request)
    return account is not None and Role(account.role) in OFFICERS


def _receive(request: HttpRequest) -> tuple[str, Import | None]:
    """Keeps the file that was sent; else the reason why not."""
    table = request.POST.get("table", "")
    if table and not schema().has(table):
        return _("Choose a table of the list."), None
    actor = actor_of(request)
    try:
        with sent_file(request) as (path, name):
            made = actions.upload(actor, path, name, table)
    except RefusedError as error:
        return str(error), None
    tasks.begin_check(actor, made)
    return "", made


@access.roles(*READERS)
@require_GET
@vary_on_headers("HX-Request")
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One import: how far it is, its faults in their rows, what it would do or did."""
    of = _visible(request, number)
    context: dict[str, Any] = {"import": of, "may": _may_import(request)}
    if of.state in (Import.State.CHECKING, Import.State.WRITING):
        context |= _progress(of)
        template = "records/import_progress.html" if by_htmx(request) else "records/import.html"
        return render(request, template, context)
    if by_htmx(request) and request.GET.get("waiting"):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    context |= _shown(request, of)
    template = "records/import_rows.html" if by_htmx(request) else "records/import.html"
    return render(request, template, context)


def _visible(request: HttpRequest, number: int) -> Import:
    found = Import.objects.visible_to(access.account_of(request))
    return get_object_or_404(found.select_related("upload", "made_by", "source"), pk=number)


def _progress(of: Import) -> dict[str, Any]:
    done, total, _at = preview.progress_of(of).said()
    return {
        "waiting": True,
        "done": done,
        "total": total,
        "silent": tasks.is_silent(of),
    }


def _shown(request: HttpRequest, of: Import) -> dict[str, Any]:
    tables = preview.tables_of(of)
    chosen = next((one for one in tables if one.name == request.GET.get("table")), None)
    if chosen is None and tables:
        chosen = _most_interesting(of, tables)
    default = "faulty" if of.state == Import.State.FAULTY else ""
    change = request.GET.get("show", default)
    if chosen and change not in preview.CHANGES:
        change = ""
    if chosen and not of.counts.get(chosen.name, {}).get(change):
        change = ""
    page = _rows(request, of, chosen, change) if chosen is not None else None
    return {
        "tables": [
            {
                "name": one.name,
                "label": labels.table_label(one.name),
                "counts": _counts(of.counts.get(one.name, {})),
                "current": one is chosen,
            }
            for one in tables
        ],
        "table": chosen,
        "table_label": labels.table_label(chosen.name) if chosen else "",
        "heads": _heads(chosen),
        "show": change,
        "choices": _choices(of, chosen),
        "page": page,
        "file_faults": _explained(of.faults.filter(row=0)[:200]),
        "kinds": [
            {
                **kind,
                "table_label": labels.table_label(kind["table"]) if kind["table"] else "",
                "column_label": _column(kind["table"], kind["column"]),
                "words": explain(kind["table"], kind["column"], kind["expected"]),
            }
            for kind in of.kinds
        ],
        "fault_count": sum(kind["count"] for kind in of.kinds),
        "changes": sum(
            count
            for counts in of.counts.values()
            for name, count in counts.items()
            if name in ("inserted", "changed")
        ),
    }


@dataclass(frozen=True)
class RowsPage:
    """Rows of a file; ``next`` and ``first`` as those of every page."""

    rows: list[preview.PreviewRow]
    next: str
    first: str


def _rows(request: HttpRequest, of: Import, table: preview.PreviewTable, change: str) -> RowsPage:
    mark = request.GET.get(AFTER, "")
    after = int(mark) if mark.isdecimal() else 0
    rows = list(preview.rows_of(of, table, change=change, after=after))
    kept = request.GET.copy()
    kept.pop(AFTER, None)
    first = kept.urlencode() or f"table={table.name}"
    onward = ""
    if len(rows) > preview.SHOWN:
        kept[AFTER] = str(rows[preview.SHOWN - 1].number)
        onward = kept.urlencode()
    return RowsPage(rows[: preview.SHOWN], onward, first if after else "")


def _most_interesting(of: Import, tables: list[preview.PreviewTable]) -> preview.PreviewTable:
    return next((one for one in tables if of.counts.get(one.name, {}).get("faulty")), tables[0])


_NAMES = {
    "faulty": lambda: _("with faults"),
    "inserted": lambda: _("new"),
    "changed": lambda: _("changed"),
    "unchanged": lambda: _("unchanged"),
    "unjudged": lambda: _("not judged"),
}
COLOURS = {
    "faulty": "red",
    "inserted": "green",
    "changed": "orange",
    "unchanged": "secondary",
    "unjudged": "secondary",
}


def _counts(counts: dict[str, int]) -> list[dict[str, Any]]:
    return [
        {"name": name, "label": _NAMES[name](), "count": counts[name], "colour": COLOURS[name]}
        for name in preview.CHANGES
        if counts.get(name)
    ]


def _choices(of: Import, table: preview.PreviewTable | None) -> list[dict[str, Any]]:
    if table is None:
        return []
    counts = of.counts.get(table.name, {})
    everything = {"name": "all", "label": _("all rows"), "count": sum(counts.values())}
    return [everything, *_counts(counts)]


def _heads(table: preview.PreviewTable | None) -> list[dict[str, str]]:
    if table is None:
        return []
    return [
        {"text": text, "means": labels.column_label(table.name, column) if column else ""}
        for text, column in zip(table.header, table.columns, strict=True)
    ]


def _column(table: str, column: str) -> str:
    if not column or not schema().has(table) or not schema().table(table).has(column):
        return column
    return labels.column_label(table, column)


def _explained(faults: Any) -> list[dict[str, Any]]:
    return [
        {
            "table": labels.table_label(fault.table) if fault.table else "",
            "column": _column(fault.table, fault.column),
            "value": fault.value,
            "expected": explain(fault.table, fault.column, fault.expected),
            "more": fault.more,
        }
        for fault in faults
    ]


@access.roles(*OFFICERS)
@require_POST
def confirm(request: HttpRequest, number: int) -> HttpResponse:
    """Has an import that is ready written."""
    of, actor = _visible(request, number), actor_of(request)
    verified = request.POST.get("verified") == "on"
    try:
        actions.confirm_import(actor, of, verified=verified)
    except actions.NotReadyError:
        messages.warning(request, _("This import is not waiting for confirmation any more."))
        return redirect("records:import", number)
    of.refresh_from_db()
    tasks.begin_write(actor, of)
    of.refresh_from_db()
    if of.state == Import.State.DONE:
        messages.success(request, _("The records are imported."))
    return redirect("records:import", number)


@access.roles(*OFFICERS)
@require_POST
def again(request: HttpRequest, number: int) -> HttpResponse:
    """Begins the work on an import anew whose worker seems to have died, or whose records have
    changed since it was checked."""
    of, actor = _visible(request, number), actor_of(request)
    if of.state == Import.State.WRITING and tasks.is_silent(of):
        tasks.begin_write(actor, of)
    elif tasks.is_silent(of) or of.state in (Import.State.READY, Import.State.FAULTY):
        tasks.begin_check(actor, of)
    return redirect("records:import", number)


@access.roles(*OFFICERS)
@require_POST
def undo(request: HttpRequest, number: int) -> HttpResponse:
    """Takes back what an import did, or says why not."""
    of = _visible(request, number)
    try:
        actions.take_back_import(actor_of(request), of)
    except actions.NotReadyError:
        messages.warning(request, _("There is nothing to take back."))
    except UndoError as error:
        return render(
            request,
            "records/import_undo.html",
            {"import": of, "reasons": _reasons(error), "count": len(error.reasons)},
            status=409,
        )
    except FactsError as error:
        return render(
            request,
            "records/import_undo.html",
            {"import": of, "faults": _explained_facts(error), "count": len(error.faults)},
            status=409,
        )
    else:
        messages.success(request, _("The import is taken back: the records are as before."))
    return redirect("records:import", number)


def _reasons(error: UndoError) -> list[dict[str, Any]]:
    return [{"record": record, "source": source} for record, source in error.reasons[:200]]


def _explained_facts(error: FactsError) -> list[dict[str, Any]]:
    return [
        {
            "table": labels.table_label(fault.table) if fault.table else "",
            "column": _column(fault.table, fault.column or ""),
            "value": fault.value,
            "expected": explain(fault.table, fault.column or "", fault.expected),
        }
        for fault in error.faults[:200]
    ]


@access.roles(*READERS)
@require_GET
def file(request: HttpRequest, number: int) -> HttpResponseBase:
    """The file as it was sent."""
    upload = _visible(request, number).upload
    return attached(
        FileResponse(upload.file.open("rb"), content_type="application/octet-stream"), upload.name
    )


@access.roles(*OFFICERS)
@require_GET
def template(request: HttpRequest, table: str) -> HttpResponseBase:
    """The workbook to fill in for a table, or for all of them."""
    if table == "all":
        return workbook(workbook_of(*schema().tables), "template.xlsx")
    if not schema().has(table):
        raise Http404
    name = f"{table}-{labels.table_label(table)}.xlsx"
    return workbook(workbook_of(schema().table(table)), name)
