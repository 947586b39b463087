"""The list of applications, and where an enterprise begins one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods
from django.views.decorators.vary import vary_on_headers

from banyan.desk.applications.actions import drafting
from banyan.desk.applications.errors import RefusedError
from banyan.desk.applications.exporting import export
from banyan.desk.applications.models import Application, Window
from banyan.desk.applications.needs import by_application
from banyan.desk.applications.rendering import Holders
from banyan.desk.applications.states import ENDED, HOLDING, State
from banyan.desk.applications.views.parts import READERS, has_role
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import schema
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of

COLOURS = {
    State.DRAFT: "secondary",
    State.COUNTY_RETURNED: "orange",
    State.CITY_RETURNED: "orange",
    State.APPROVED: "green",
    State.REFUSED: "red",
    State.WITHDRAWN: "secondary",
}


def colour_of(state: str) -> str:
    return COLOURS.get(State(state), "blue")


@access.roles(*READERS)
@require_GET
@vary_on_headers("HX-Request")
def applications(request: HttpRequest) -> HttpResponse:
    """The applications that the account sees, filtered."""
    found = _filtered(request).select_related("organization")
    page, holders = page_of(found, request.GET, "-id"), Holders()
    context = {
        "page": page,
        "lines": [_line(one, holders) for one in page.rows],
        "filters": _filters(request),
        "query": request.GET.urlencode(),
        "filtered": any(value for key, value in request.GET.items() if key != "after"),
        "own": has_role(request, Role.ENTERPRISE),
        "windows": _open_windows() if has_role(request, Role.ENTERPRISE) else [],
    }
    template = "list_rows" if by_htmx(request) else "list"
    return render(request, f"applications/{template}.html", context)


@access.roles(*READERS)
@require_GET
def export_list(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file, filtered as it is."""
    if form not in ("csv", "xlsx"):
        raise Http404
    found = _filtered(request).select_related("organization").order_by("-pk")
    return export(found, form)


def _filtered(request: HttpRequest) -> Any:
    account = account_of(request)
    found = Application.objects.visible_to(account)
    given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
    if given.get("mine") and account is not None:
        states = [one for one, holding in HOLDING.items() if holding.role == account.role]
        found = found.filter(state__in=states)
    if given.get("state") in State.values:
        found = found.filter(state=given["state"])
    if given.get("measure"):
        found = found.filter(measure=given["measure"][:100])
    if given.get("year", "").isdecimal() and len(given["year"]) == 4:
        found = found.filter(year=int(given["year"]))
    if given.get("county"):
        found = found.filter(organization__county=given["county"][:6])
    text = given.get("q", "").strip()[:100]
    if text:
        number = text.rpartition("-")[2]
        condition = Q(organization__name__icontains=text) | Q(organization=text.upper())
        if number.isdecimal() and len(number) < 10:
            condition |= Q(pk=int(number))
        found = found.filter(condition)
    return found


def _line(one: Application, holders: Holders) -> dict[str, Any]:
    today = timezone.localdate()
    return {
        "one": one,
        "measure": labels.word_label("measure", one.measure),
        "county": labels.word_label("county", one.organization.county),
        "colour": colour_of(one.state),
        "holder": holders.of(one),
        "late": one.due_on is not None and one.due_on < today,
    }


def _filters(request: HttpRequest) -> list[dict[str, Any]]:
    counties = labels.listed(schema().table(schema().organizations).column("county"))
    found: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("state", _("State"), [(state.value, str(state.label)) for state in State]),
        (
            "measure",
            _("Measure"),
            [
                (code, labels.word_label("measure", code))
                for code in by_application(pack_in_force())
            ],
        ),
        ("year", _("Year"), [(str(year), str(year)) for year in pack_in_force().years]),
    ]
    account = account_of(request)
    if account is not None and account.role not in (Role.COUNTY, Role.ENTERPRISE):
        named = [(code, labels.word_label("county", code)) for code in counties]
        found.append(("county", _("County"), named))
    return [
        {
            "name": name,
            "label": label,
            "choices": choices,
            "chosen": request.GET.get(name, ""),
        }
        for name, label, choices in found
    ]


def _open_windows() -> list[tuple[Window, str]]:
    today = timezone.localdate()
    found = Window.objects.filter(opens_on__lte=today, closes_on__gte=today)
    return [
        (one, labels.word_label("measure", one.measure))
        for one in found.order_by("closes_on", "measure")
    ]


@access.roles(Role.ENTERPRISE)
@require_http_methods(["GET", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """Chooses the measure, the year and the organization, and begins a draft."""
    own = list(Organization.objects.visible_to(account_of(request)).order_by("name")[:100])
    fault = ""
    chosen = {
        name: str(request.POST.get(name) or request.GET.get(name, ""))
        for name in ("measure", "year", "uscc")
    }
    if request.method == "POST":
        organization = next((one for one in own if one.pk == chosen["uscc"]), None)
        if organization is None:
            fault = _("Choose one of your organizations.")
        else:
            year = int(chosen["year"]) if chosen["year"].isdecimal() else 0
            try:
                made = drafting.start(actor_of(request), chosen["measure"], year, organization)
            except RefusedError as error:
                fault = str(error)
                known = Application.objects.visible_to(account_of(request)).filter(
                    organization=organization, measure=chosen["measure"], year=year
                )
                going_on = known.exclude(state__in=ENDED).first()
                if going_on is not None:  # sent twice, or a colleague was quicker
                    messages.info(request, fault)
                    return redirect("applications:application", going_on.pk)
            else:
                return redirect("applications:form", made.pk)
        messages.error(request, fault)
    windows = {(one.measure, one.year): one for one, _name in _open_windows()}
    years = list(pack_in_force().years)
    year = int(chosen["year"]) if chosen["year"].isdecimal() else timezone.localdate().year
    context = {
        "own": own,
        "chosen": chosen,
        "years": years,
        "year": year,
        "measures": [
            (code, labels.word_label("measure", code), windows.get((code, year)))
            for code in by_application(pack_in_force())
        ],
    }
    return render(request, "applications/start.html", context, status=422 if fault else 200)
