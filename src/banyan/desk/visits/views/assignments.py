"""Who is responsible for which enterprise: lists, an enterprise, an officer."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records import search
from banyan.desk.records.labels import word_label
from banyan.desk.records.models import Organization
from banyan.desk.ui.paging import page_of
from banyan.desk.visits import exporting
from banyan.desk.visits.actions import assigning, handing
from banyan.desk.visits.models import Assignment, HandOver, Planned, Visit
from banyan.desk.visits.responsible import is_srdi, may_be_responsible, open_assignments, without
from banyan.desk.visits.scope import KEEPERS, OFFICERS, READERS, OfOfficerQuerySet, organizations_of
from banyan.desk.visits.views.parts import (
    bar_of,
    county_choices,
    day_of,
    given,
    named,
    number_of,
    officer_of,
    officers_offered,
)

A_PAGE = 50
ORDER = ("visited_on", "id")
"""Whoever was visited longest ago comes first."""


@access.roles(*READERS)
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """The enterprises and their officers, an officer's own first; whoever was not visited for
    longest comes first."""
    account = account_of(request)
    whose = _whose(request)
    page = page_of(
        _found(request).select_related("organization", "officer", "unit"),
        request.GET,
        ORDER,
        A_PAGE,
    )
    codes = [one.organization_id for one in page.rows]
    planned = Planned.objects.filter(organization__in=codes, state=Planned.State.PLANNED).order_by(
        "-month"
    )
    next_of = {(one.organization_id, one.officer_id): one for one in planned}
    year = date(timezone.localdate().year, 1, 1)
    context = {
        **bar_of(request, "mine"),
        "page": page,
        "rows": [
            {
                "one": one,
                "county": word_label("county", one.organization.county),
                "planned": next_of.get((one.organization_id, one.officer_id)),
                "late": one.visited_on < year,
            }
            for one in page.rows
        ],
        "whose": whose,
        "q": given(request, "q"),
        "kind": given(request, "kind"),
        "kinds": Assignment.Kind.choices,
        "county": given(request, "county"),
        "counties": county_choices(account),
        "unit": Unit.objects.filter(pk=number_of(given(request, "unit"))).first(),
        "visited": given(request, "visited"),
        "query": request.GET.urlencode(),
    }
    return render(request, "visits/mine.html", context)


def _whose(request: HttpRequest) -> str:
    """``own`` or ``all``."""
    account = account_of(request)
    if account is None or account.role not in OFFICERS:
        return "all"
    asked = given(request, "whose")
    return asked if asked in ("own", "all") else "own"


def _found(request: HttpRequest) -> OfOfficerQuerySet:
    account = account_of(request)
    found: OfOfficerQuerySet = open_assignments().visible_to(account)
    if _whose(request) == "own":
        found = found.filter(officer=account)
    if given(request, "kind") in Assignment.Kind.values:
        found = found.filter(kind=given(request, "kind"))
    if given(request, "county"):
        found = found.filter(organization__county=given(request, "county"))
    if given(request, "unit"):
        found = found.filter(unit=number_of(given(request, "unit")))
    text = given(request, "q")
    if text.strip():
        found = found.filter(organization__in=_asked(account, text).values("pk"))
    year = date(timezone.localdate().year, 1, 1)
    if given(request, "visited") == "no":
        found = found.filter(visited_on__lt=year)
    elif given(request, "visited") == "yes":
        found = found.filter(visited_on__gte=year)
    return found


def _asked(account: Account | None, text: str) -> Any:
    """The organizations that are meant; a department finds among those of its people."""
    if account is not None and account.role == Role.DEPARTMENT:
        own = organizations_of(account)
        return own.filter(name__contains=text.strip()) | own.filter(pk=text.strip().upper())
    return search.ask(account, named(text))


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The list as a file, filtered as it is; the import takes it again."""
    rows = exporting.assignment_rows(_found(request).order_by(*ORDER))
    return exporting.answer("responsible-officers", form, exporting.assignment_heads(), rows)


@access.roles(Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR)
@require_safe
def lacking(request: HttpRequest) -> HttpResponse:
    """The enterprises that have no officer of a kind, to be given to one."""
    return _lacking(request)


def _found_lacking(request: HttpRequest) -> tuple[str, Any]:
    """The kind of officer, and the enterprises without one as the list is filtered."""
    account = account_of(request)
    kind = _kind(given(request, "kind"))
    text, county = given(request, "q"), given(request, "county")
    organizations = search.ask(account, named(text)) if text.strip() else _seen(account)
    if county:
        organizations = organizations.filter(county=county)
    return kind, without(organizations, kind, timezone.localdate())


def _lacking(request: HttpRequest, fault: str = "", status: int = 200) -> HttpResponse:
    account = account_of(request)
    kind, found = _found_lacking(request)
    page = page_of(found, request.GET, "uscc", A_PAGE)
    context = {
        **bar_of(request, "without"),
        "page": page,
        "rows": [(one, word_label("county", one.county)) for one in page.rows],
        "kind": kind,
        "kinds": Assignment.Kind.choices,
        "q": given(request, "q"),
        "county": given(request, "county"),
        "counties": county_choices(account),
        "officers": officers_offered(account, ""),
        "most": assigning.MOST_AT_ONCE,
        "fault": fault,
        "query": request.GET.urlencode(),
    }
    return render(request, "visits/without.html", context, status=status)


def _seen(account: Account | None) -> Any:
    return Organization.objects.visible_to(account)


def _kind(text: str) -> str:
    return text if text in Assignment.Kind.values else Assignment.Kind.VISIT.value


@access.roles(*KEEPERS)
@require_POST
def assign_many(request: HttpRequest) -> HttpResponse:
    """Gives the chosen enterprises to an officer, or all that the list has as it is filtered."""
    kind = _kind(request.POST.get("kind", ""))
    codes = request.POST.getlist("organization")
    if "found" in request.POST:
        kind, found = _found_lacking(request)
        codes = list(found.order_by("pk").values_list("pk", flat=True)[: assigning.MOST_AT_ONCE])
    try:
        officer = officer_of(request)
        made = assigning.assign_many(actor_of(request), codes, officer, kind)
    except RefusedError as error:
        return _lacking(request, str(error), 422)
    said = {"count": len(made), "officer": officer}
    messages.success(request, _("%(officer)s has %(count)s more; they have been told.") % said)
    back = request.GET.urlencode()
    return redirect(f"{request.path.removesuffix('assign/')}?{back}")


@access.roles(*OFFICERS)
@require_GET
def officers_named(request: HttpRequest) -> HttpResponse:
    """While one types: the officers who are meant."""
    offered = officers_offered(account_of(request), given(request, "who"))
    return render(request, "visits/officers.html", {"officers": offered})


@access.roles(*READERS)
def organization(request: HttpRequest, uscc: str) -> HttpResponse:
    """An enterprise: its officers and those before, the plan and the visits."""
    account = account_of(request)
    found = get_object_or_404(organizations_of(account), pk=uscc)
    fault = ""
    if request.method == "POST":
        if account is None or account.role not in KEEPERS:
            raise PermissionDenied
        try:
            _change(request, found)
        except RefusedError as error:
            fault = str(error)
        else:
            messages.success(request, _("Done; everybody concerned has been told."))
            return redirect("visits:organization", uscc)
    held = Assignment.objects.visible_to(account).filter(organization=found)
    rows = list(held.select_related("officer", "unit").order_by("-pk"))
    present = [one for one in rows if one.until is None]
    visits = Visit.objects.visible_to(account).filter(organization=found)
    page = page_of(visits.select_related("officer"), request.GET, ("-held_on", "-id"), 20)
    planned = Planned.objects.visible_to(account).filter(
        organization=found, state=Planned.State.PLANNED
    )
    kinds = [Assignment.Kind.VISIT]
    if is_srdi(uscc, timezone.localdate()):
        kinds.append(Assignment.Kind.SERVICE)
    context = {
        **bar_of(request, "organization"),
        "organization": found,
        "county": word_label("county", found.county),
        "present": present,
        "former": [one for one in rows if one.until is not None],
        "page": page,
        "planned": list(planned.select_related("officer").order_by("month")),
        "kinds": [(kind.value, kind.label) for kind in kinds],
        "officers": [
            one for one in officers_offered(account, "") if may_be_responsible(one, found.county)
        ],
        "own": any(one.officer_id == getattr(account, "pk", None) for one in present),
        "fault": fault,
    }
    return render(request, "visits/organization.html", context, status=422 if fault else 200)


def _change(request: HttpRequest, found: Any) -> None:
    note = request.POST.get("note", "").replace("\x00", "")
    if "release" in request.POST:
        rows = Assignment.objects.visible_to(account_of(request)).filter(organization=found)
        one = get_object_or_404(rows, pk=number_of(request.POST["release"]))
        assigning.release(actor_of(request), one, note)
        return
    kind = _kind(request.POST.get("kind", ""))
    assigning.assign(actor_of(request), found, officer_of(request), kind, note)


@access.roles(*READERS)
def officer(request: HttpRequest, pk: int) -> HttpResponse:
    """An officer's enterprises; they are handed over here when people change."""
    account = account_of(request)
    rows = open_assignments().visible_to(account).filter(officer=pk)
    waiting = HandOver.objects.visible_to(account).filter(officer=pk, done_at=None)
    known = rows.exists() or waiting.exists() or (account is not None and account.pk == pk)
    found = get_object_or_404(Account.objects.select_related("unit"), pk=pk if known else None)
    fault = ""
    if request.method == "POST":
        if account is None or account.role not in OFFICERS:
            raise PermissionDenied
        try:
            _hand(request, found)
        except RefusedError as error:
            fault = str(error)
        else:
            left = rows.exists() or found == account
            return redirect("visits:officer", pk) if left else redirect("visits:mine")
    page = page_of(rows.select_related("organization", "unit"), request.GET, ORDER, 100)
    context = {
        **bar_of(request, "officer"),
        "officer": found,
        "page": page,
        "rows": [(one, word_label("county", one.organization.county)) for one in page.rows],
        "hand_overs": list(waiting.select_related("unit")),
        "officers": [one for one in officers_offered(account, "") if one.pk != pk],
        "may": account is not None and account.role in OFFICERS,
        "own": found == account,
        "on_leave": waiting.filter(why=HandOver.Why.LEAVE).first(),
        "today": timezone.localdate(),
        "fault": fault,
    }
    return render(request, "visits/officer.html", context, status=422 if fault else 200)


def _hand(request: HttpRequest, found: Account) -> None:
    actor = actor_of(request)
    if "leave" in request.POST:
        handing.report_leave(actor, found, day_of(request.POST.get("until", "")))
        messages.success(request, _("The unit has been asked to hand the enterprises over."))
        return
    if "back" in request.POST:
        rows = HandOver.objects.visible_to(account_of(request)).filter(officer=found)
        handing.end_leave(actor, get_object_or_404(rows, pk=number_of(request.POST["back"])))
        messages.success(request, _("What was not handed over stays."))
        return
    successor = officer_of(request)
    numbers = None
    if "all" not in request.POST:
        numbers = [number_of(one) for one in request.POST.getlist("assignment")]
    made = handing.hand_over(actor, found, successor, numbers)
    said = {"count": len(made), "officer": successor}
    messages.success(request, _("%(count)s handed over to %(officer)s; both were told.") % said)
