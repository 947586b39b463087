"""All projects as a table, a board, a time line and a map; the lists; as files."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from itertools import chain
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.db.models import Count, Exists, OuterRef
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects import charts, exporting, listing
from banyan.desk.projects.actions import listing as places
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lighting import confirmed_reports
from banyan.desk.projects.lights import thresholds
from banyan.desk.projects.listing import Question, ask, lines
from banyan.desk.projects.models import Listing, PlanMonth, Project
from banyan.desk.projects.months import last_due, month_of, moved
from banyan.desk.projects.page_parts import parts_of
from banyan.desk.projects.reading import counts_of
from banyan.desk.projects.scope import OFFICERS, OFFICIALS, READERS
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.ui.paging import page_of

COUNTED = 1_000
"""So many are counted exactly; of more it is said that there are more."""
ON_BOARD = 10
"""Cards of a column of the board."""
ON_TIME_LINE = 12
"""Projects of a time line at a time."""
PLACES_SHOWN = 100
"""Of a list, before one goes on to its table."""
MONTHS_BACK, MONTHS_SHOWN = 9, 15


def _frame(request: HttpRequest, question: Question, form: str) -> dict[str, Any]:
    """What the forms of the portfolio have in common."""
    account = _account(request)
    query = question.query()
    forms = [
        ("table", _("As a table"), "list-details", "projects:projects"),
        ("board", _("Board"), "layout-kanban", "projects:board"),
        ("time_line", pgettext("projects", "Month by month"), "timeline", "projects:time_line"),
    ]
    if account.role != Role.ENTERPRISE and not account.county:
        forms.append(("map", _("Map"), "map-2", "projects:map"))
    return {
        "form": form,
        "question": question,
        "query": query,
        "filters": listing.filters(account, question),
        "forms": [(name, label, icon, f"{reverse(to)}?{query}") for name, label, icon, to in forms],
        "officer": account.role in OFFICERS,
        "official": account.role in OFFICIALS,
    }


def _account(request: HttpRequest) -> Account:
    account = account_of(request)
    assert account is not None
    return account


@access.roles(*READERS)
@require_safe
def projects(request: HttpRequest) -> HttpResponse:
    """The table: the newest first, or the furthest behind (``order=behind``)."""
    question = Question.of(request.GET)
    found = ask(_account(request), question)
    by_light = request.GET.get("order") == "behind"
    order = ("-behind", "-id") if by_light else "-id"
    page = page_of(found.select_related("organization", "officer"), request.GET, order)
    count = found.order_by().values("pk")[: COUNTED + 1].count()
    context = {
        **_frame(request, question, "table"),
        "page": page,
        "lines": lines(page.rows),
        "by_light": by_light,
        "count": f"{COUNTED:,}+" if count > COUNTED else f"{count:,}",
    }
    return render(request, "projects/projects.html", context)


@access.roles(*READERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """By stage, the furthest behind first."""
    question = Question.of(request.GET)
    found = ask(_account(request), question)
    counts = dict(found.order_by().values_list("stage").annotate(Count("pk")))
    furthest = found.select_related("organization").order_by("-behind", "-id")
    some = {stage: list(furthest.filter(stage=stage)[:ON_BOARD]) for stage in counts}
    shown = {line.project.pk: line for line in lines(chain.from_iterable(some.values()))}
    columns = [
        {
            "label": stage.name,
            "count": counts.get(stage.code, 0),
            "lines": [shown[one.pk] for one in some.get(stage.code, [])],
            "more": counts.get(stage.code, 0) > ON_BOARD,
            "query": question.query(stage=stage.code),
        }
        for stage in declared().stages.values()
    ]
    context = {**_frame(request, question, "board"), "columns": columns}
    return render(request, "projects/board.html", context)


@access.roles(*READERS)
@require_safe
def time_line(request: HttpRequest) -> HttpResponse:
    """Planned against reported month by month, some projects at a time."""
    question = Question.of(request.GET)
    planned = PlanMonth.objects.filter(project=OuterRef("pk"))
    found = ask(_account(request), question).filter(Exists(planned))
    page = page_of(found, request.GET, ("-behind", "-id"), ON_TIME_LINE)
    numbers = [one.pk for one in page.rows]
    plans: dict[int, dict[date, int]] = defaultdict(dict)
    rows = PlanMonth.objects.filter(project__in=numbers)
    for number, month, percent in rows.values_list("project_id", "month", "percent"):
        plans[number][month] = percent
    first = moved(month_of(timezone.localdate()), -MONTHS_BACK)
    drawn = charts.time_line(
        page.rows,
        plans,
        confirmed_reports(numbers),
        first,
        MONTHS_SHOWN,
        last_due(timezone.localdate()),
        thresholds(),
    )
    context = {
        **_frame(request, question, "time_line"),
        "page": page,
        "chart": drawn if page.rows else None,
    }
    return render(request, "projects/time_line.html", context)


@access.roles(*(role for role in OFFICIALS if role is not Role.COUNTY))
@require_safe
def county_map(request: HttpRequest) -> HttpResponse:
    """The counties by their worst light."""
    question = Question.of(request.GET)
    found = ask(_account(request), question)
    lights: dict[str, dict[str, int]] = defaultdict(dict)
    counted = found.order_by().values_list("county", "light").annotate(Count("pk"))
    for county, light, count in counted:
        lights[county][light] = count
    names = {code: said[language()] for code, said in counties().items()}
    links = {
        code: f"{reverse('projects:projects')}?{question.query(county=code)}" for code in names
    }
    context = {
        **_frame(request, question, "map"),
        "chart": charts.of_counties(lights, names, links),
    }
    return render(request, "projects/map.html", context)


@access.roles(*OFFICIALS)
@require_safe
def lists(request: HttpRequest) -> HttpResponse:
    """Each list of a year: how many are on it against what the notice names, by stage and light,
    and who."""
    account = _account(request)
    years = sorted(
        {
            timezone.localdate().year,
            *Listing.objects.exclude(year=0).order_by().values_list("year", flat=True).distinct(),
        },
        reverse=True,
    )
    asked = request.GET.get("year", "")
    year = int(asked) if asked in map(str, years) else timezone.localdate().year
    shown = []
    seen = Project.objects.visible_to(account)
    for one in declared().lists.values():
        of = year if one.yearly else 0
        active = Listing.objects.filter(list=one.code, year=of, ended_at=None)
        visible = seen.filter(pk__in=active.values("project_id"))
        counts = counts_of(visible)
        shown.append(
            {
                "list": one,
                "count": active.count(),
                "counts": counts,
                "stages": [
                    (stage.name, counts.stages[stage.code])
                    for stage in declared().stages.values()
                    if stage.code in counts.stages
                ],
                "lights": [
                    (str(light.label), colour, counts.lights.get(light, 0))
                    for light, colour in listing.LIGHT_COLOURS.items()
                ],
                "query": Question({"list": f"{one.code}:{of}"}).query(),
                "parts": parts_of(request, one),
                "places": list(
                    active.filter(project__in=visible)
                    .select_related("project__organization")
                    .order_by("place")[:PLACES_SHOWN]
                ),
            }
        )
    context = {
        "year": year,
        "years": years,
        "lists": shown,
        "city": account.role == Role.CITY,
        "colours": {light.value: colour for light, colour in listing.LIGHT_COLOURS.items()},
    }
    return render(request, "projects/lists.html", context)


@access.roles(Role.CITY)
@require_POST
def take_off(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a project off a list."""
    seen = Listing.objects.visible_to(account_of(request)).select_related("project")
    one = get_object_or_404(seen, pk=number)
    try:
        places.take_off_list(actor_of(request), one, request.POST.get("reason", ""))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Taken off the list; the place is free again."))
    return redirect(one.project)


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What the table shows, all of it, as ``csv`` or ``xlsx``."""
    found = ask(_account(request), Question.of(request.GET)).order_by("-pk")
    name = f"projects-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        rows = StreamingHttpResponse(exporting.csv_of(found), content_type="text/csv")
        return attached(rows, name)
    if found.order_by().values("pk")[: MOST_IN_A_WORKBOOK + 1].count() > MOST_IN_A_WORKBOOK:
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    book = FileResponse(exporting.workbook_of(found), content_type=WORKBOOK_TYPE)
    return attached(book, name)
