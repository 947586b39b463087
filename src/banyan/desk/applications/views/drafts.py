"""The form of an application: saved as one types, resumed at any time, submitted."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk import audit
from banyan.desk.applications.actions import drafting, evidence, moving
from banyan.desk.applications.errors import MovedError, OverwrittenError, RefusedError
from banyan.desk.applications.models import Application, ProposedRow
from banyan.desk.applications.preview import preview_of
from banyan.desk.applications.rendering import cells_of, form_parts
from banyan.desk.applications.requirements import (
    Lack,
    Saying,
    lacking,
    needed_of,
    part_of,
    window_of,
)
from banyan.desk.applications.states import Requirement, State, transition
from banyan.desk.applications.views.parts import moved_on, visible, visible_row
from banyan.desk.matching.consenting import payee_accounts
from banyan.desk.matching.forms import AccountForm
from banyan.desk.people import access
from banyan.desk.people.access import actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.importing.archive import too_large
from banyan.desk.records.uploading import TOO_LARGE
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.records.views.sending import kept_for_now


def going_on(application: Application) -> str:
    """The name of what the applicant does when the form is done."""
    return "submit" if application.state == State.DRAFT else "resubmit"


def _lacks(application: Application) -> list[Lack]:
    step = transition(going_on(application), application.state)
    if step is None:
        return []
    # The account is asked on the page that follows.
    facts = tuple(one for one in step.requires if one is not Requirement.ACCOUNT)
    return lacking(application, replace(step, requires=facts), Saying())


@access.roles(Role.ENTERPRISE)
@require_GET
def form(request: HttpRequest, number: int) -> HttpResponse:
    """What is asked, what is known already, and the evidence."""
    application = visible(request, number)
    if not application.with_applicant:
        return redirect("applications:application", number)
    lacks = _lacks(application)
    context = _context(application, lacks) | {"parts": form_parts(application, lacks)}
    return render(request, "applications/form.html", context)


def _context(application: Application, lacks: list[Lack]) -> dict[str, Any]:
    return {
        "application": application,
        "measure": labels.word_label("measure", application.measure),
        "lacks": lacks,
        "window": window_of(application.measure, application.year),
    }


@access.roles(Role.ENTERPRISE)
@require_GET
def preview(request: HttpRequest, number: int) -> HttpResponse:
    """What the engine would make of the facts as they stand."""
    application = visible(request, number)
    context = {"application": application, "preview": preview_of(application)}
    return render(request, "applications/preview.html", context)


@access.roles(Role.ENTERPRISE)
@require_POST
def add_row(request: HttpRequest, number: int) -> HttpResponse:
    """Takes up a record, or adds a new row."""
    application = visible(request, number)
    part = request.POST.get("part", "")
    try:
        row = drafting.add_row(
            actor_of(request),
            application,
            int(part) if part.isdecimal() else -1,
            request.POST.get("record", ""),
        )
    except MovedError as error:
        return moved_on(request, error.application)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("applications:form", number)
    return _to_row(row)


def _to_row(row: ProposedRow) -> HttpResponse:
    return redirect(f"{reverse('applications:form', args=[row.application_id])}#row-{row.pk}")


@access.roles(Role.ENTERPRISE)
@require_POST
def say(request: HttpRequest, number: int) -> HttpResponse:
    """Saves what was typed: one column as one leaves it, all of a row without JavaScript."""
    row = visible_row(request, number)
    part = part_of(row, needed_of(row.application))
    names = [column.name for column in part.asked if column.name not in row.given]
    only = request.POST.get("column", "")
    if only:
        names = [name for name in names if name == only]
    seen = request.POST.get("seen", "")
    version = int(seen) if seen.isdecimal() else 0
    refused: dict[str, tuple[dict[str, Any], str]] = {}
    try:
        for name in names:
            value = "|".join(request.POST.getlist(name))
            try:
                row = drafting.say(actor_of(request), row, name, value, version)
            except OverwrittenError as error:
                refused[name] = (error.cell, error.mine)
    except MovedError as error:
        return _elsewhere(request, error.application)
    except RefusedError as error:
        messages.error(request, str(error))
        return _to_row(row)
    if not by_htmx(request):
        if refused:
            messages.warning(request, _("Somebody else has changed the same facts meanwhile."))
        return _to_row(row)
    if not names:
        raise Http404
    return _cell(request, row, names[0], refused.get(names[0]))


def _elsewhere(request: HttpRequest, application: Application) -> HttpResponse:
    answer = moved_on(request, application)
    if by_htmx(request):
        return HttpResponse(headers={"HX-Redirect": answer["Location"]})
    return answer


def _cell(
    request: HttpRequest,
    row: ProposedRow,
    column: str,
    refused: tuple[dict[str, Any], str] | None = None,
) -> HttpResponse:
    """The column as it stands now, and what the application still lacks."""
    row.refresh_from_db()
    application = row.application
    cells = cells_of(row, part_of(row, needed_of(application)), application)
    cell = next(one for one in cells if one.column.name == column)
    if refused is not None:
        cell = replace(cell, theirs=refused[0], mine=refused[1])
    lacks = _lacks(application)
    own = [one for one in lacks if one.row is not None and one.row.pk == row.pk]
    context = _context(application, lacks) | {"cell": cell, "row_lacks": own, "saved": True}
    html = render_to_string("applications/cell.html", context, request)
    html += render_to_string("applications/lacks.html", context | {"swapped": True}, request)
    answer = HttpResponse(html)
    answer["HX-Trigger"] = json.dumps({"said": {}})
    return answer


@access.roles(Role.ENTERPRISE)
@require_POST
def remove_row(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a row out of the application."""
    row = visible_row(request, number)
    try:
        drafting.remove_row(actor_of(request), row)
    except MovedError as error:
        return moved_on(request, error.application)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("applications:form", row.application_id)


@access.roles(Role.ENTERPRISE)
@require_POST
def add_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Files that prove a row."""
    row = visible_row(request, number)
    files = request.FILES.getlist("file")
    if TOO_LARGE in request.META:
        messages.error(request, too_large())
    elif not files:
        messages.error(request, _("Choose a file."))
    for file in files:
        assert isinstance(file, UploadedFile)
        try:
            with kept_for_now(file) as path:
                evidence.add_evidence(actor_of(request), row, path, file.name or "")
        except MovedError as error:
            return moved_on(request, error.application)
        except audit.RefusedError as error:
            messages.error(request, f"{file.name}: {error}")
    return _to_row(row)


@access.roles(Role.ENTERPRISE)
@require_http_methods(["GET", "POST"])
def submit(request: HttpRequest, number: int) -> HttpResponse:
    """The last page: what it would give, the account, the applicant's word."""
    application = visible(request, number)
    if not application.with_applicant:
        return redirect("applications:application", number)
    account = payee_accounts([application.organization_id]).get(application.organization_id)
    wants_account = account is None or "other" in request.POST or "other" in request.GET
    payee = AccountForm(
        request.POST if request.method == "POST" and wants_account else None,
        initial=AccountForm.of(None, application.organization.name),
    )
    lacks: list[Lack] = _lacks(application)
    if request.method == "POST":
        if not request.POST.get("true"):
            messages.error(request, _("Confirm that what you submit is true."))
        elif not wants_account or payee.is_valid():
            try:
                application.version = _version(request)
                act = moving.submit if application.state == State.DRAFT else moving.resubmit
                act(actor_of(request), application, payee.given() if wants_account else None)
            except MovedError as error:
                return moved_on(request, error.application)
            except RefusedError as error:
                lacks = error.lacks
                messages.error(request, str(error))
            except audit.RefusedError as error:
                payee.add_error(error.field or None, str(error))
            else:
                messages.success(request, _("The application is submitted."))
                return redirect("applications:application", number)
    context = _context(application, lacks) | {
        "payee": payee,
        "account": account,
        "wants_account": wants_account,
        "preview": preview_of(application),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "applications/submit.html", context, status=status)


def _version(request: HttpRequest) -> int:
    given = request.POST.get("version", "")
    return int(given) if given.isdecimal() else -1
