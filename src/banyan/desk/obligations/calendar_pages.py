"""The calendar of working days, a year at a time: ``/calendar/``. Administrators change it."""

from __future__ import annotations

import calendar as months
from datetime import date
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.obligations import actions
from banyan.desk.obligations.calendar import (
    OFFICIAL,
    is_officially_working,
    is_working,
    official_name,
    unpublished,
)
from banyan.desk.obligations.models import Day
from banyan.desk.people.access import account_of, actor_of, roles, signed_in
from banyan.desk.people.roles import Role

FIRST = min(OFFICIAL)
LAST = 2100


class DayForm(forms.Form):
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    working = forms.ChoiceField(
        label=gettext_lazy("This day is"),
        choices=[("1", gettext_lazy("worked")), ("0", gettext_lazy("off"))],
    )
    name = forms.CharField(label=gettext_lazy("Reason"), max_length=100, required=False)


@signed_in
@require_GET
def this_year(request: HttpRequest) -> HttpResponse:
    return redirect("obligations:calendar", timezone.localdate().year)


@signed_in
@require_GET
def calendar(request: HttpRequest, year: int) -> HttpResponse:
    chosen = _chosen(request, year)
    form = None
    if chosen is not None:
        working = is_working(chosen)
        form = DayForm(initial={"day": chosen, "working": "0" if working else "1"})
    return _show(request, year, form or DayForm(), chosen)


def _chosen(request: HttpRequest, year: int) -> date | None:
    try:
        day = date.fromisoformat(request.GET.get("day", ""))
    except ValueError:
        return None
    return day if day.year == year else None


def _show(
    request: HttpRequest, year: int, form: DayForm, chosen: date | None, status: int = 200
) -> HttpResponse:
    if not FIRST <= year <= LAST:
        raise Http404
    account = account_of(request)
    assert account is not None
    said = {one.date: one for one in Day.objects.filter(date__year=year)}
    context = {
        "year": year,
        "before": year - 1 if year > FIRST else None,
        "after": year + 1 if year < LAST else None,
        "months": [_month(year, month, said) for month in range(1, 13)],
        "weekdays": [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
        "said": sorted(said.values(), key=lambda one: one.date),
        "official": year in OFFICIAL,
        "unpublished": bool(unpublished([year])),
        "administers": account.role == Role.ADMINISTRATOR,
        "form": form,
        "chosen": chosen,
    }
    return render(request, "obligations/calendar.html", context, status=status)


def _month(year: int, month: int, said: dict[date, Day]) -> dict[str, Any]:
    weeks = months.Calendar().monthdatescalendar(year, month)
    return {
        "first": date(year, month, 1),
        "weeks": [[_day(day, said) if day.month == month else None for day in w] for w in weeks],
    }


def _day(day: date, said: dict[date, Day]) -> dict[str, Any]:
    own = said.get(day)
    working = own.working if own else is_officially_working(day)
    official = official_name(day)
    name = official["zh" if (get_language() or "zh").startswith("zh") else "en"] if official else ""
    return {
        "date": day,
        "working": working,
        # A day that is not as its weekday would have it.
        "unusual": working != (day.weekday() < 5),
        "own": own is not None,
        "name": own.name if own else name,
    }


@roles(Role.ADMINISTRATOR)
@require_POST
def set_day(request: HttpRequest) -> HttpResponse:
    form = DayForm(request.POST)
    if not form.is_valid():
        return _show(request, timezone.localdate().year, form, None, status=422)
    day = form.cleaned_data["day"]
    try:
        actions.set_day(
            actor_of(request),
            day,
            working=form.cleaned_data["working"] == "1",
            name=form.cleaned_data["name"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _show(request, day.year, form, day, status=422)
    messages.success(request, _("The calendar was changed. Deadlines that are set stay."))
    return redirect("obligations:calendar", day.year)


@roles(Role.ADMINISTRATOR)
@require_POST
def reset_day(request: HttpRequest) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("day", ""))
    except ValueError:
        raise Http404 from None
    try:
        actions.reset_day(actor_of(request), day)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("obligations:calendar", day.year)


@roles(Role.ADMINISTRATOR)
@require_POST
def complete_year(request: HttpRequest, year: int) -> HttpResponse:
    try:
        actions.complete_year(actor_of(request), year)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The calendar of this year counts as complete."))
    return redirect("obligations:calendar", year)
