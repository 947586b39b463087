"""Lists of years: drafted, changed, published."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.tasks import actions
from banyan.desk.tasks.counting import NOBODY
from banyan.desk.tasks.forms import OwnTaskForm
from banyan.desk.tasks.listing import ask, filters, lines, with_all
from banyan.desk.tasks.models import Task, TaskList
from banyan.desk.ui.paging import page_of


@access.roles(Role.CITY)
def lists(request: HttpRequest) -> HttpResponse:
    """The lists there are; a year is drafted."""
    if request.method == "POST":
        year = request.POST.get("year", "")
        try:
            drafted = actions.draft(
                access.actor_of(request), int(year) if year.isascii() and year.isdigit() else 0
            )
        except RefusedError as error:
            messages.error(request, str(error))
            return redirect("tasks:lists")
        return redirect("tasks:draft", drafted.year)
    today = timezone.localdate()
    found = list(TaskList.objects.visible_to(access.account_of(request)))
    published = {one.year for one in found if not one.is_draft}
    offered = [year for year in declared_pack().years if year not in published]
    chosen = next((year for year in offered if year >= today.year), None)
    return render(
        request, "tasks/lists.html", {"lists": found, "offered": offered, "chosen": chosen}
    )


@access.roles(Role.CITY)
def draft(request: HttpRequest, year: int) -> HttpResponse:
    """A draft with what can be changed in it, those without a unit first to be seen."""
    drafted = _list(request, year)
    if not drafted.is_draft:
        return redirect(drafted)
    return _shown(request, drafted)


@access.roles(Role.CITY)
@require_POST
def change(request: HttpRequest, year: int) -> HttpResponse:
    """Publishes a draft, or changes a task of it."""
    drafted = _list(request, year)
    actor = access.actor_of(request)
    try:
        match request.POST.get("do"):
            case "publish":
                actions.publish(actor, drafted)
                messages.success(request, _("Published: every unit sees its tasks."))
                return redirect(drafted)
            case "leave_out":
                actions.leave_out(actor, _task(request, drafted))
            case "reschedule":
                found = _task(request, drafted)
                actions.reschedule(
                    actor, found, due_on=_day(request), target=_target(request, found)
                )
                return redirect(found)
            case _other:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("tasks:draft", year)


@access.roles(Role.CITY)
def add(request: HttpRequest, year: int) -> HttpResponse:
    """A task of the city's own."""
    wanted = _list(request, year)
    form = OwnTaskForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add_task(access.actor_of(request), wanted, form.given())
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "tasks/add.html", {"form": form, "list": wanted}, status=status)


def _shown(request: HttpRequest, drafted: TaskList) -> HttpResponse:
    given = request.GET.dict()
    tasks = Task.objects.visible_to(access.account_of(request)).filter(list=drafted)
    page = page_of(with_all(ask(tasks, given, timezone.localdate())), request.GET, ("place", "id"))
    context: dict[str, Any] = {
        "list": drafted,
        "page": page,
        "lines": lines(page.rows, timezone.localdate()),
        "count": tasks.count(),
        "without": tasks.filter(lead=None).count(),
        "carried": tasks.exclude(carried_from=None).count(),
        "nobody": NOBODY,
        "filters": [one for one in filters(given) if one.name in ("unit", "article", "county")],
    }
    return render(request, "tasks/draft.html", context)


def _list(request: HttpRequest, year: int) -> TaskList:
    seen = TaskList.objects.visible_to(access.account_of(request))
    found: TaskList = get_object_or_404(seen, year=year)
    return found


def _task(request: HttpRequest, drafted: TaskList) -> Task:
    text = request.POST.get("task", "")
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
    found: Task = get_object_or_404(drafted.tasks, pk=number)
    return found


def _day(request: HttpRequest) -> date:
    try:
        return date.fromisoformat(request.POST.get("due_on", ""))
    except ValueError:
        raise RefusedError(_("Write the day as 2026-06-30."), "due_on") from None


def _target(request: HttpRequest, task: Task) -> int | None:
    if task.target is None:
        return None
    text = request.POST.get("target", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0
