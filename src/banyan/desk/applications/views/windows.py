"""``/applications/windows/``: when applications are taken."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from banyan.desk.applications.actions.windows import set_window
from banyan.desk.applications.errors import RefusedError
from banyan.desk.applications.models import Window
from banyan.desk.applications.needs import by_application
from banyan.desk.applications.views.parts import READERS, has_role
from banyan.desk.people import access
from banyan.desk.people.access import actor_of
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels


@access.roles(*READERS)
@require_http_methods(["GET", "POST"])
def windows(request: HttpRequest) -> HttpResponse:
    """Every measure that takes applications with its window of a year; the city sets them."""
    may = has_role(request, Role.CITY)
    given = request.POST.get("year") or request.GET.get("year") or ""
    years = list(pack_in_force().years)
    year = int(given) if given.isdecimal() and int(given) in years else _this(years)
    if request.method == "POST" and may:
        fault = _set(request, year)
        if fault:
            messages.error(request, fault)
        else:
            messages.success(request, _("The submission window is set."))
        return redirect(f"{request.path}?year={year}")
    today = timezone.localdate()
    known = {one.measure: one for one in Window.objects.filter(year=year)}
    lines: list[dict[str, Any]] = [
        {
            "code": code,
            "measure": labels.word_label("measure", code),
            "window": known.get(code),
            "open": code in known and known[code].is_open(today),
        }
        for code in by_application(pack_in_force())
    ]
    context = {"lines": lines, "year": year, "years": years, "may": may}
    return render(request, "applications/windows.html", context)


def _this(years: list[int]) -> int:
    return min(max(timezone.localdate().year, years[0]), years[-1])


def _set(request: HttpRequest, year: int) -> str:
    """Carries it out; else the reason why not."""
    try:
        opens_on = date.fromisoformat(request.POST.get("opens_on", ""))
        closes_on = date.fromisoformat(request.POST.get("closes_on", ""))
    except ValueError:
        return _("Give the first and the last day.")
    try:
        set_window(actor_of(request), request.POST.get("measure", ""), year, opens_on, closes_on)
    except RefusedError as error:
        return str(error)
    return ""
