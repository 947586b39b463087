"""The forms by which projects come into the library: one by one, by a list, and their plans."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.projects import importing
from banyan.desk.projects.actions import entering
from banyan.desk.projects.entering import Planned, even_plan
from banyan.desk.projects.forms import ProjectForm, initial_of
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import PlanMonth, Project
from banyan.desk.projects.money import read_fen, write_yuan
from banyan.desk.projects.months import read_month
from banyan.desk.projects.scope import OFFICERS
from banyan.desk.projects.views.parts import version_of, visible
from banyan.desk.records.views.downloads import workbook
from banyan.desk.records.views.whole_lists import list_page

MOST_MONTHS = 120


@access.roles(*OFFICERS)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """A new project: first its kind, then what the kind asks for."""
    given = request.POST if request.method == "POST" else request.GET
    kind = given.get("kind", "")
    if kind not in declared().kinds:
        kinds = list(declared().kinds.values())
        return render(request, "projects/choose_kind.html", {"kinds": kinds})
    account = account_of(request)
    form = ProjectForm(
        request.POST if request.method == "POST" else None,
        account=account,
        kind=kind,
        initial={"kind": kind},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = entering.enter(actor_of(request), form.said())
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("It is in the library, in reserve. Plan it next."))
            return redirect("projects:plan", made.pk)
    context = {"form": form, "kind": declared().kinds[kind], "project": None}
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@access.roles(*OFFICERS)
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Changes what is said of a project."""
    one = visible(request, pk)
    kind = request.POST.get("kind", one.kind)
    form = ProjectForm(
        request.POST if request.method == "POST" else None,
        account=account_of(request),
        kind=kind,
        initial=initial_of(one),
    )
    if request.method == "POST" and form.is_valid():
        try:
            entering.change(actor_of(request), one, form.said(one.officer), version_of(request))
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Kept."))
            return redirect(one)
    context = {"form": form, "kind": one.declared_kind, "project": one}
    return render(request, "projects/form.html", context, status=422 if form.errors else 200)


@access.roles(*OFFICERS)
@require_http_methods(["GET", "POST"])
def plan(request: HttpRequest, pk: int) -> HttpResponse:
    """The plan month by month: a row for each, as ``month-0``, ``investment-0``, ``percent-0``."""
    one = visible(request, pk)
    fault = ""
    if request.method == "POST":
        try:
            entering.plan(actor_of(request), one, _planned(request), version_of(request))
        except RefusedError as error:
            fault = str(error)
        else:
            messages.success(request, _("The plan is kept."))
            return redirect(one)
    context = {"project": one, "fault": fault, "rows": _rows(request, one, again=bool(fault))}
    return render(request, "projects/plan.html", context, status=422 if fault else 200)


def _planned(request: HttpRequest) -> list[Planned]:
    found = []
    for number in range(MOST_MONTHS):
        said = [
            request.POST.get(f"{name}-{number}", "").strip()
            for name in ("month", "investment", "percent")
        ]
        if not any(said[1:]):
            continue
        month = read_month(said[0])
        try:
            if month is None:
                raise ValueError(said[0])
            found.append(Planned(month, read_fen(said[1] or "0"), int(said[2] or "-1")))
        except ValueError:
            raise RefusedError(
                _("%(row)s: an amount in yuan and a whole percent.") % {"row": said[0]}, "plan"
            ) from None
    return found


def _rows(request: HttpRequest, one: Project, *, again: bool) -> list[dict[str, Any]]:
    """Every month of the project's time: as it was sent, as it is planned, else spread evenly."""
    known = {plan.month: plan for plan in PlanMonth.objects.filter(project=one)}
    rows = []
    for number, even in enumerate(even_plan(one.starts_on, one.ends_on, one.total)[:MOST_MONTHS]):
        said: Any = known.get(even.month) if known else even
        row = {
            "month": f"{even.month:%Y-%m}",
            "investment": write_yuan(said.investment) if said is not None else "",
            "percent": said.percent if said is not None else "",
        }
        if again:
            for name in ("investment", "percent"):
                row[name] = request.POST.get(f"{name}-{number}", "")
        rows.append(row)
    return rows


@access.roles(*OFFICERS)
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Takes a list of projects, all of it or nothing; its faults by row."""
    return list_page(
        request,
        "projects/import.html",
        {},
        lambda path, name: importing.read_projects(path, name, account_of(request)),
        lambda rows, name: entering.import_projects(actor_of(request), rows, name),
    )


@access.roles(*OFFICERS)
@require_safe
def import_template(request: HttpRequest) -> HttpResponseBase:
    return workbook(importing.template(), "projects.xlsx")
