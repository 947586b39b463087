"""``/records/…``: every table as a list, every record as a page, and the forms to change it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records import actions, labels, portrait
from banyan.desk.records.actions import OFFICERS
from banyan.desk.records.forms import RecordForm
from banyan.desk.records.models import FACTS, Organization, Revision
from banyan.desk.records.origins import origins_of
from banyan.desk.records.rows import key_of, row_of, schema
from banyan.desk.records.views.downloads import export
from banyan.desk.records.views.organizations import READERS
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.records.writing import ConflictError
from banyan.desk.ui.paging import page_of
from banyan.rules.errors import FactsError
from banyan.rules.schema import Table, Type

WRITERS = (*OFFICERS, Role.ENTERPRISE)


@access.roles(*READERS)
@require_GET
def tables(request: HttpRequest) -> HttpResponse:
    """All tables of records."""
    account = account_of(request)
    context = {
        "tables": [
            (table.name, labels.table_label(table.name), len(table.columns))
            for table in schema().tables
        ],
        "may": account is not None and Role(account.role) in OFFICERS,
    }
    return render(request, "records/tables.html", context)


def _table(name: str) -> Table:
    if not schema().has(name):
        raise Http404
    return schema().table(name)


@access.roles(*READERS)
@require_GET
@vary_on_headers("HX-Request")
def table(request: HttpRequest, name: str) -> HttpResponse:
    """One table: its records, filtered."""
    of = _table(name)
    if name == schema().organizations:
        return redirect("records:organizations")
    page = page_of(_records(request, of).select_related("source"), request.GET, "-id")
    account = account_of(request)
    context = {
        "name": name,
        "label": labels.table_label(name),
        "page": page,
        "heads": portrait.heads(of),
        "rows": [portrait.shown(record) for record in page.rows],
        "filters": _filters(request, of),
        "has_organization": _path(of) is not None,
        "uscc": request.GET.get("uscc", ""),
        "query": request.GET.urlencode(),
        "filtered": any(value for key, value in request.GET.items() if key != "after"),
        "may": account is not None and Role(account.role) in OFFICERS,
    }
    template = "table_list" if by_htmx(request) else "table"
    return render(request, f"records/{template}.html", context)


def _path(of: Table) -> str | None:
    model = FACTS[of.name]
    return model.organization_path or model.organization_code


def _records(request: HttpRequest, of: Table) -> Any:
    """The records that the account sees and the filters let pass."""
    records = FACTS[of.name].objects.visible_to(account_of(request))
    uscc, path = request.GET.get("uscc", "").strip().upper(), _path(of)
    if uscc and path and uscc.isalnum():
        records = records.filter(**{path: uscc})
    for column in of.columns:
        value = request.GET.get(column.name, "")
        if not value:
            continue
        if column.type is Type.WORD and value in schema().words(column):
            records = records.filter(**{column.name: value})
        elif column.type is Type.YEAR and value.isdecimal() and len(value) == 4:
            records = records.filter(**{column.name: int(value)})
    if request.GET.get("verified") in ("yes", "no"):
        records = records.filter(verified_at__isnull=request.GET["verified"] == "no")
    return records


def _filters(request: HttpRequest, of: Table) -> list[dict[str, Any]]:
    filters = [
        {
            "name": column.name,
            "label": labels.column_label(of.name, column.name),
            "choices": [
                (word, labels.word_label(column.name, word)) for word in schema().words(column)
            ],
            "chosen": request.GET.get(column.name, ""),
        }
        for column in of.columns
        if column.type is Type.WORD
    ]
    filters += [
        {
            "name": column.name,
            "label": labels.column_label(of.name, column.name),
            "choices": [],
            "chosen": request.GET.get(column.name, ""),
        }
        for column in of.columns
        if column.type is Type.YEAR
    ]
    filters.append(
        {
            "name": "verified",
            "label": _("Verified"),
            "choices": [("yes", labels.truth_label(True)), ("no", labels.truth_label(False))],
            "chosen": request.GET.get("verified", ""),
        }
    )
    return filters


@access.roles(*READERS)
@require_GET
def export_table(request: HttpRequest, name: str, form: str) -> HttpResponseBase:
    """A table as a file, filtered as its list is."""
    return export(_records(request, _table(name)).order_by("pk"), form)


def _record(request: HttpRequest, of: Table, primary: str) -> Any:
    records = FACTS[of.name].objects.visible_to(account_of(request))
    try:
        found = (
            records.filter(pk=primary)
            .select_related("source", "source__made_by", "source__upload", "verified_by")
            .first()
        )
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found


@access.roles(*READERS)
@require_GET
def record(request: HttpRequest, name: str, primary: str) -> HttpResponse:
    """One record: what it says, where it comes from, who verified it, how it was before."""
    of = _table(name)
    found = _record(request, of, primary)
    row = row_of(found)
    revisions = Revision.objects.filter(table=name, key=key_of(of, row)).order_by("-pk")
    uscc = actions.organization_of(found)
    account = account_of(request)
    context = {
        "name": name,
        "label": labels.table_label(name),
        "record": found,
        "shown": portrait.shown(found),
        "key": key_of(of, row) if of.key else labels.table_label(name),
        "organization": Organization.objects.visible_to(account).filter(pk=uscc).first(),
        "history": portrait.history_of(revisions[:50]),
        "origins": origins_of(account, name, key_of(of, row)),
        "officer": account is not None and Role(account.role) in OFFICERS,
        "may_change": _may_change(request, name),
    }
    return render(request, "records/record.html", context)


def _may_change(request: HttpRequest, name: str, *, new: bool = False) -> bool:
    account = account_of(request)
    if account is None:
        return False
    if account.role == Role.ENTERPRISE:
        return actions.may_declare(name, new=new)
    return Role(account.role) in OFFICERS


@access.roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, name: str, primary: str) -> HttpResponse:
    """The form to correct a record, or for an enterprise to declare it anew."""
    of = _table(name)
    found = _record(request, of, primary)
    if not _may_change(request, name):
        raise PermissionDenied
    fixed = set(of.key)
    if name == schema().organizations and _is_enterprise(request):
        fixed |= actions.NOT_ONES_OWN
    form = RecordForm(
        of,
        request.POST or None,
        row=row_of(found),
        fixed=fixed,
        with_note=not _is_enterprise(request),
    )
    if request.method == "POST" and form.is_valid() and _carried_out(request, of, form, found):
        messages.success(request, _("The record is changed."))
        return (
            redirect("records:record", name, found.pk)
            if of.key
            else redirect("records:table", name)
        )
    return _form(request, of, form, found)


def _is_enterprise(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and account.role == Role.ENTERPRISE


def _form(request: HttpRequest, of: Table, form: RecordForm, found: Any = None) -> HttpResponse:
    context = {
        "name": of.name,
        "label": labels.table_label(of.name),
        "form": form,
        "record": found,
        "declares": _is_enterprise(request),
        "back": _back(request, of, found),
    }
    return render(request, "records/record_form.html", context, status=422 if form.errors else 200)


def _back(request: HttpRequest, of: Table, found: Any) -> str:
    if found is not None:
        return reverse("records:record", args=[of.name, found.pk])
    uscc = request.GET.get("uscc")
    if uscc:
        return reverse("records:organization", args=[uscc])
    return reverse("records:table", args=[of.name])


def _carried_out(request: HttpRequest, of: Table, form: RecordForm, found: Any = None) -> bool:
    """Whether the form has been written; else its errors say why not."""
    actor = actor_of(request)
    seen = form.row_before() if found is not None else None
    try:
        if _is_enterprise(request):
            actions.declare(actor, of.name, form.row(), found, seen=seen)
        else:
            note = form.cleaned_data.get("note", "")
            actions.correct(actor, of.name, form.row(), found, seen=seen, note=note)
    except FactsError as error:
        form.refuse(error)
    except ConflictError:
        if found is None:
            form.add_error(None, _("There is a record with this key already; change that one."))
        else:
            form.add_error(
                None,
                _("Somebody has changed this record since you opened it. Open it again."),
            )
    else:
        return True
    return False


@access.roles(*WRITERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, name: str) -> HttpResponse:
    """The form to enter a record, or for an enterprise to declare it."""
    of = _table(name)
    if not _may_change(request, name, new=True):
        raise PermissionDenied
    initial = {"uscc": request.GET.get("uscc", "")}
    form = RecordForm(
        of, request.POST or None, initial=initial, with_note=not _is_enterprise(request)
    )
    if request.method == "POST" and form.is_valid() and _carried_out(request, of, form):
        messages.success(request, _("The record is entered."))
        return redirect(_back(request, of, None))
    return _form(request, of, form)


@access.roles(*OFFICERS)
@require_POST
def verify(request: HttpRequest, name: str, primary: str) -> HttpResponse:
    """An officer vouches for a record."""
    found = _record(request, _table(name), primary)
    actions.verify(actor_of(request), found)
    messages.success(request, _("The record is verified."))
    return redirect("records:record", name, found.pk)


@access.roles(*OFFICERS)
@require_POST
def delete(request: HttpRequest, name: str, primary: str) -> HttpResponse:
    """An officer removes a record."""
    of = _table(name)
    found = _record(request, of, primary)
    try:
        actions.delete(actor_of(request), found, note=request.POST.get("note", "")[:500])
    except FactsError as error:
        for fault in error.faults[:5]:
            messages.error(
                request, _("Another record refers to it: %(record)s") % {"record": fault.value}
            )
        return redirect("records:record", name, found.pk)
    messages.success(request, _("The record is removed."))
    return redirect("records:table", name)
