"""The plan of visits, month by month."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.ui.paging import page_of
from banyan.desk.visits.actions import planning
from banyan.desk.visits.models import Assignment, Planned, last_of
from banyan.desk.visits.plans import times_a_year
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import OFFICERS, READERS
from banyan.desk.visits.views.parts import bar_of, day_of, given, month_of

MOST_OWN = 500
"""Enterprises of an officer among which the form chooses."""


@access.roles(*READERS)
@require_safe
def plan(request: HttpRequest) -> HttpResponse:
    """The visits of a month, an officer's own or all that one sees, and the months about it."""
    return _plan(request)


def _plan(request: HttpRequest, fault: str = "") -> HttpResponse:
    account = account_of(request)
    today = timezone.localdate()
    month = month_of(given(request, "month")) or today.replace(day=1)
    officer = account is not None and account.role in OFFICERS
    whose = "all" if not officer or given(request, "whose") == "all" else "own"
    seen = Planned.objects.visible_to(account).exclude(state=Planned.State.DROPPED)
    if whose == "own":
        seen = seen.filter(officer=account)
    rows = seen.filter(month=month).select_related("organization", "officer", "visit")
    page = page_of(rows, request.GET, "id")
    shown = sorted(page.rows, key=lambda one: (one.day or last_of(one.month), one.pk))
    own = []
    if officer:
        held = open_assignments().filter(officer=account).select_related("organization")
        there = set(
            Planned.objects.filter(
                officer=account, month=month, state=Planned.State.PLANNED
            ).values_list("organization_id", flat=True)
        )
        free = {
            one.organization_id: one.organization
            for one in held.order_by("visited_on", "pk")[:MOST_OWN]
            if one.organization_id not in there
        }
        own = list(free.values())
    context = {
        **bar_of(request, "plan"),
        "month": month,
        "months": _months(seen, month),
        "page": page,
        "rows": [(one, _light(one, today)) for one in shown],
        "whose": whose,
        "own": own,
        "may_plan": officer and month >= today.replace(day=1),
        "times": [(kind.label, times_a_year(kind)) for kind in Assignment.Kind],
        "account": account,
        "fault": fault,
    }
    return render(request, "visits/plan.html", context, status=422 if fault else 200)


def _months(seen: Any, month: date) -> list[tuple[date, int, bool]]:
    """The month with the two before and the three after, with what is planned in each."""
    first = month.year * 12 + month.month - 1
    found = []
    for number in range(first - 2, first + 4):
        one = date(number // 12, number % 12 + 1, 1)
        found.append((one, seen.filter(month=one).count(), one == month))
    return found


def _light(planned: Planned, today: date) -> str:
    """The colour of a planned visit."""
    if planned.state == Planned.State.HELD:
        return "green"
    if planned.last_day < today:
        return "red"
    return "yellow" if planned.month <= today else "blue"


@access.roles(*OFFICERS)
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Plans the chosen enterprises in the month, or what is left of the year."""
    month = month_of(request.POST.get("month", "")) or timezone.localdate().replace(day=1)
    actor = actor_of(request)
    try:
        if "year" in request.POST:
            made = planning.plan_year(actor)
        else:
            day = day_of(request.POST.get("day", ""))
            made = planning.plan(actor, request.POST.getlist("organization"), month, day)
    except RefusedError as error:
        return _plan(request, str(error))
    messages.success(request, _("Planned visits: %(count)s.") % {"count": len(made)})
    return redirect(f"{reverse('visits:plan')}?month={month:%Y-%m}")


@access.roles(*OFFICERS)
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Moves a planned visit, or takes it out of the plan."""
    rows = Planned.objects.filter(officer=account_of(request)).select_related("organization")
    one = get_object_or_404(rows, pk=pk)
    fault = ""
    if request.method == "POST":
        reason = request.POST.get("reason", "").replace("\x00", "")
        try:
            if "drop" in request.POST:
                planning.drop(actor_of(request), one, reason)
            else:
                month = month_of(request.POST.get("month", "")) or one.month
                day = day_of(request.POST.get("day", ""))
                planning.move(actor_of(request), one, month, day, reason)
        except RefusedError as error:
            fault = str(error)
        else:
            messages.success(request, _("The plan is changed."))
            return redirect(f"{reverse('visits:plan')}?month={one.month:%Y-%m}")
    context = {
        **bar_of(request, "plan"),
        "one": one,
        "fault": fault,
        "given": request.POST,
    }
    return render(request, "visits/planned.html", context, status=422 if fault else 200)
