"""Parks side by side, a park's page, and what is done there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.views.parts import text_of
from banyan.desk.obligations.proposal_pages import decide
from banyan.desk.parks import actions, amounts, charts, exporting
from banyan.desk.parks.models import Demonstration, Facility, Tenant, YearFigures
from banyan.desk.parks.reading import Standing, standings
from banyan.desk.parks.scope import OFFICERS, READERS, REPORTERS, parks_seen
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.importing import read_day
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.listing import lines
from banyan.desk.projects.models import Project
from banyan.desk.records.models import Organization, Representation
from banyan.desk.records.views.downloads import attached, workbook
from banyan.desk.records.views.sending import sent_files
from banyan.desk.records.views.whole_lists import list_page
from banyan.desk.ui.paging import page_of

TOGETHER = 100
"""Parks that are compared on a page; the file has up to ``MOST_PARKS``."""
MOST_PARKS = 5_000
TENANTS_SHOWN = 200
COLOURS = {
    Facility.There.MISSING: "red",
    Facility.There.PLANNED: "yellow",
    Facility.There.BUILDING: "blue",
    Facility.There.THERE: "green",
}
DECIDED: dict[str, tuple[Any, Any, Any, Any]] = {
    "facility": (
        Facility,
        actions.verify_facility,
        actions.refuse_facility,
        actions.withdraw_facility,
    ),
    "year": (YearFigures, actions.verify_year, actions.refuse_year, actions.withdraw_year),
    "demonstration": (
        Demonstration,
        actions.confirm_demonstration,
        actions.refuse_demonstration,
        actions.withdraw_demonstration,
    ),
}


@access.roles(*READERS)
@require_safe
def parks(request: HttpRequest) -> HttpResponse:
    """The parks side by side, by what they offer and by an indicator of a year: by county,
    ``TOGETHER`` at a time."""
    seen = parks_seen(account_of(request))
    page = page_of(seen, request.GET, ("county", "name", "uscc"), TOGETHER)
    shown = standings(page.rows)
    year, years = _year(request, shown)
    code = request.GET.get("indicator", "")
    code = code if code in declared().indicators else next(iter(declared().indicators))
    items = len(declared().checklist)
    context = {
        "page": page,
        "items": items,
        "year": year,
        "years": years,
        "indicator": code,
        "indicators": list(declared().indicators.values()),
        "checklist": charts.of_checklist(shown),
        "chart": charts.of_indicator(shown, code, year),
        "any": any(code in one.of_year(year) for one in shown),
        "lines": [
            (one, amounts.written(declared().indicators[code], one.of_year(year).get(code)))
            for one in shown
        ],
        "heading": amounts.heading(declared().indicators[code]),
    }
    return render(request, "parks/parks.html", context)


def _year(request: HttpRequest, shown: list[Standing]) -> tuple[int, list[int]]:
    years = sorted({year for one in shown for year in one.figures}, reverse=True)
    asked = request.GET.get("year", "")
    if asked in map(str, years):
        return int(asked), years
    return (years[0] if years else timezone.localdate().year), years


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The comparison as ``csv`` or ``xlsx``."""
    seen = parks_seen(account_of(request)).order_by("county", "name")
    shown = standings(list(seen[:MOST_PARKS]))
    year, _years = _year(request, shown)
    return _file(exporting.comparison(shown, year), "parks", form)


def _file(rows: Any, name: str, form: str) -> HttpResponseBase:
    name = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        answer = StreamingHttpResponse(exporting.csv_of(rows), content_type="text/csv")
        return attached(answer, name)
    return workbook(exporting.workbook_of(rows), name)


def _park(request: HttpRequest, uscc: str) -> Any:
    return get_object_or_404(parks_seen(account_of(request)), pk=uscc)


def _reports(account: Account | None, park: Any) -> bool:
    """Whether the account reports of the park."""
    if account is None:
        return False
    if account.role == Role.ENTERPRISE:
        spoken = Representation.objects.filter(account=account, organization=park.pk)
        return bool(spoken.exists())
    return account.role in OFFICERS


@access.roles(*READERS)
@require_safe
def park(request: HttpRequest, uscc: str) -> HttpResponse:
    """A park: industries, checklist, figures by year, tenants, projects."""
    one = _park(request, uscc)
    account = account_of(request)
    assert account is not None
    (standing,) = standings([one])
    rows = Tenant.objects.filter(park=one).select_related("organization")
    projects = Project.objects.visible_to(account).filter(park=one)
    projects = projects.select_related("organization").order_by("-behind", "-id")
    officer = account.role in OFFICERS
    context = {
        "park": one,
        "standing": standing,
        "groups": _groups(one, standing),
        "years": _years(one),
        "indicators": [(each, amounts.heading(each)) for each in declared().indicators.values()],
        "tenants": rows.filter(until=None).order_by("organization__name")[:TENANTS_SHOWN],
        "gone": rows.exclude(until=None).order_by("-until")[:20],
        "lines": lines(projects[:20]),
        "demonstration": standing.demonstration,
        "slots": range(1, 4),
        "industries": [*standing.industries, "", "", ""][:3],
        "choices": Facility.There.choices,
        "officer": officer,
        "city": account.role == Role.CITY,
        "official": account.role != Role.ENTERPRISE,
        "reports_here": _reports(account, one),
        "today": timezone.localdate(),
    }
    return render(request, "parks/park.html", context)


def _groups(park: Any, standing: Standing) -> list[dict[str, Any]]:
    """The checklist by group: each item with what is verified, with its evidence, and what
    waits."""
    known: dict[tuple[str, str], Facility] = {}
    rows = Facility.objects.filter(park=park, state__in=["proposed", "confirmed"])
    for one in rows.select_related("proposed_by", "decided_by", "evidence").order_by("pk"):
        known[one.code, one.state] = one
    return [
        {
            "group": group,
            "share": standing.share(group.code),
            "items": [
                {
                    "item": item,
                    "verified": (verified := known.get((item.code, "confirmed"))),
                    "colour": COLOURS[Facility.There(verified.there)] if verified else "",
                    "waiting": known.get((item.code, "proposed")),
                }
                for item in declared().checklist.values()
                if item.group == group.code
            ],
        }
        for group in declared().groups.values()
    ]


def _years(park: Any) -> list[dict[str, Any]]:
    rows = YearFigures.objects.filter(park=park, state__in=["proposed", "confirmed"])
    return [
        {
            "figures": one,
            "values": [
                (each.name, amounts.written(each, one.values.get(code)))
                for code, each in declared().indicators.items()
                if code in one.values
            ],
        }
        for one in rows.select_related("proposed_by", "decided_by").order_by("-year", "-pk")[:12]
    ]


@access.roles(*REPORTERS)
@require_POST
def act(request: HttpRequest, uscc: str, name: str) -> HttpResponse:
    """Does with the park what the form says."""
    one = _park(request, uscc)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    try:
        deed(request, one)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Done."))
    return redirect("parks:park", uscc)


def _industries(request: HttpRequest, park: Any) -> None:
    given = [text_of(request, f"industry-{slot}") for slot in range(1, 10)]
    actions.set_industries(actor_of(request), park, [actions.Industry(one) for one in given if one])


def _settle(request: HttpRequest, park: Any) -> None:
    code = request.POST.get("uscc", "").strip().upper()
    found = Organization.objects.filter(pk=code).first()
    if found is None:
        raise RefusedError(_("There is no organization of this credit code."), "uscc")
    actions.settle(actor_of(request), park, found, _day(request, "since"))


def _leave(request: HttpRequest, park: Any) -> None:
    number = request.POST.get("tenant", "")
    rows = Tenant.objects.filter(park=park).select_related("park")
    tenant = get_object_or_404(rows, pk=int(number) if number.isdecimal() else 0)
    actions.end_tenancy(actor_of(request), tenant, _day(request, "until"))


def _day(request: HttpRequest, name: str) -> date:
    day = read_day(request.POST.get(name, ""))
    if day is None:
        raise RefusedError(_("A day, as 2026-03-01."), name)
    return day


def _facility(request: HttpRequest, park: Any) -> None:
    with sent_files(request, "file") as files:
        actions.report_facility(
            actor_of(request),
            park,
            request.POST.get("code", ""),
            request.POST.get("there", ""),
            text_of(request, "reason"),
            files[0] if files else None,
        )


def _report_year(request: HttpRequest, park: Any) -> None:
    values = {}
    for code, one in declared().indicators.items():
        try:
            values[code] = amounts.read(one, request.POST.get(f"value-{code}", ""))
        except ValueError:
            raise RefusedError(
                _("%(name)s: a number, not below zero.") % {"name": one.name}, code
            ) from None
    text = request.POST.get("year", "")
    with sent_files(request, "file") as files:
        actions.report_year(
            actor_of(request),
            park,
            int(text) if text.isascii() and text.isdigit() and len(text) == 4 else 0,
            values,
            files[0] if files else None,
            text_of(request, "reason"),
        )


def _demonstrate(request: HttpRequest, park: Any) -> None:
    actions.propose_demonstration(actor_of(request), park, text_of(request, "reason"))


def _end_demonstration(request: HttpRequest, park: Any) -> None:
    rows = Demonstration.objects.filter(park=park, state="confirmed", ended_at=None)
    one = get_object_or_404(rows.select_related("park"))
    actions.end_demonstration(actor_of(request), one, text_of(request, "reason"))


DEEDS: dict[str, Callable[[HttpRequest, Any], None]] = {
    "industries": _industries,
    "settle": _settle,
    "leave": _leave,
    "facility": _facility,
    "year": _report_year,
    "demonstrate": _demonstrate,
    "end_demonstration": _end_demonstration,
}


@access.roles(*REPORTERS)
@require_POST
def decide_on(request: HttpRequest, uscc: str, what: str, number: int) -> HttpResponse:
    """Verifies, refuses or withdraws what was reported or proposed of a park."""
    one = _park(request, uscc)
    if what not in DECIDED:
        raise Http404
    model, verify, refuse, withdraw = DECIDED[what]
    rows = model.objects.filter(park=one).select_related("park")
    return decide(
        request,
        get_object_or_404(rows, pk=number),
        confirm=verify,
        refuse=refuse,
        withdraw=withdraw,
        confirmed=_("Done."),
    )


@access.roles(*READERS)
@require_safe
def evidence(request: HttpRequest, uscc: str, what: str, number: int) -> HttpResponseBase:
    """The file behind a facility or figures, to whoever sees the park."""
    one = _park(request, uscc)
    if what not in ("facility", "year"):
        raise Http404
    rows = DECIDED[what][0].objects.filter(park=one).exclude(evidence=None)
    found = get_object_or_404(rows.select_related("evidence"), pk=number).evidence
    content = FileResponse(found.file.open("rb"), content_type=found.content_type)
    return attached(content, found.name)


@access.roles(*READERS)
@require_safe
def tenants(request: HttpRequest, uscc: str, form: str) -> HttpResponseBase:
    """The present tenants as ``csv`` or ``xlsx``."""
    return _file(exporting.tenants(_park(request, uscc)), "tenants", form)


@access.roles(*OFFICERS)
@require_http_methods(["GET", "POST"])
def import_tenants(request: HttpRequest, uscc: str) -> HttpResponse:
    """Takes a list of tenants, all of it or nothing; its faults by row."""
    one = _park(request, uscc)
    return list_page(
        request,
        "parks/import.html",
        {"park": one, "counts": None},
        lambda path, name: exporting.read_tenants(path, name, one),
        lambda rows, name: actions.import_tenants(actor_of(request), one, rows, name),
    )
