"""The monthly reconciliation: the list, one of a county and month, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.bulletins.actions import fonts_missing
from banyan.desk.cases.listing import STATE_COLOURS
from banyan.desk.cases.states import Level, State
from banyan.desk.cases.views.parts import text_of
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.actions.units import counties
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.supervision import tasks
from banyan.desk.supervision.actions import reconciliations as actions
from banyan.desk.supervision.models import Difference, Reconciliation
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.reconciliation_files import pdf_of, workbook_of
from banyan.desk.supervision.scope import RECONCILE
from banyan.desk.ui.paging import page_of
from banyan.desk.ui.typesetting import FontsMissingError

COLOURS = {"making": "secondary", "open": "yellow", "signed": "green", "refused": "red"}

SHOWN = 20
"""Differences of a kind that are shown to be explained one by one."""


@access.roles(*RECONCILE)
@require_safe
def reconciliations(request: HttpRequest) -> HttpResponse:
    """By month, the latest first."""
    account = account_of(request)
    found = Reconciliation.objects.visible_to(account)
    page = page_of(found.prefetch_related("signatures"), request.GET, "-id", 30)
    return render(
        request,
        "supervision/reconciliations.html",
        {
            "page": page,
            "rows": [
                {
                    "one": one,
                    "colour": COLOURS[one.state],
                    "signed": [sign.get_side_display() for sign in one.signatures.all()],
                }
                for one in page.rows
            ],
            "opens": account is not None and account.role == Role.CITY,
            "counties": [(code, said[language()]) for code, said in counties().items()],
        },
    )


@access.roles(Role.CITY)
@require_POST
def begin(request: HttpRequest) -> HttpResponse:
    """Opens a month that the desk has not opened by itself."""
    county, month = request.POST.get("county", ""), request.POST.get("month", "")
    try:
        period = Period.of(month)
    except ValueError:
        period = None
    if period is None or "-" not in period.code or county not in counties():
        messages.error(request, _("Choose a county and a month."))
        return redirect("supervision:reconciliations")
    try:
        made = actions.open_reconciliation(actor_of(request), county, period.first)
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("supervision:reconciliations")
    tasks.begin(made)
    return redirect(made)


@access.roles(*RECONCILE)
@require_safe
def reconciliation(request: HttpRequest, pk: int) -> HttpResponse:
    """One county and month: what adds up, what differs, who signed; the rows below."""
    account = account_of(request)
    found = _seen(request, pk)
    side = actions.side_of(account, found)
    signatures = list(found.signatures.select_related("by__unit"))
    rows = found.rows.select_related("unit")
    state, level = request.GET.get("state", ""), request.GET.get("level", "")
    if state in State.values:
        rows = rows.filter(state=state)
    if level in Level.values:
        rows = rows.filter(level=level)
    page = page_of(rows.prefetch_related("differences"), request.GET, "id")
    signed = {one.side for one in signatures}
    is_open = found.state == Reconciliation.State.OPEN
    return render(
        request,
        "supervision/reconciliation.html",
        {
            "reconciliation": found,
            "colour": COLOURS[found.state],
            "silent": tasks.is_silent(found),
            "count": _counts(found),
            "open_by": _open_by(found),
            "differences": _differences(found),
            "signatures": signatures,
            "signs": is_open and side is not None and side not in signed,
            "explains": is_open and side is not None and not signatures,
            "unexplained": is_open and found.differences.filter(explanation="").exists(),
            "page": page,
            "rows": [(one, STATE_COLOURS[State(one.state)]) for one in page.rows],
            "filtered": bool(state or level),
            "next_version": Reconciliation.objects.filter(
                county=found.county, month=found.month, version=found.version + 1
            ).first(),
            "unchanged": not signatures
            or signatures[-1].sha256 == actions.hash_with_explanations(found),
        },
    )


@access.roles(*RECONCILE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Signs, or refuses with a reason; makes one that a worker left undone."""
    found = _seen(request, pk)
    actor = actor_of(request)
    try:
        match request.POST.get("decision"):
            case "sign":
                actions.sign_reconciliation(actor, found)
                messages.success(request, _("You have signed."))
            case "refuse":
                made = actions.refuse_reconciliation(actor, found, text_of(request, "reason"))
                tasks.begin(made)
                messages.success(request, _("The next version is made."))
                return redirect(made)
            case "again":
                if tasks.is_silent(found):
                    tasks.begin(found)
            case _other:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*RECONCILE)
@require_POST
def explain(request: HttpRequest, pk: int) -> HttpResponse:
    """Explains one difference (``difference``), or all of a kind that are not explained yet."""
    found = _seen(request, pk)
    one = request.POST.get("difference", "")
    only = [int(one)] if one.isascii() and one.isdecimal() and len(one) < 15 else None
    code = request.POST.get("code", "")
    try:
        actions.explain_differences(actor_of(request), found, code, text_of(request, "text"), only)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(f"{found.get_absolute_url()}#differences")


@access.roles(*RECONCILE)
@require_safe
def file(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The list as a workbook, or on paper."""
    found = _seen(request, pk)
    if found.state == Reconciliation.State.MAKING or form not in ("xlsx", "pdf"):
        raise Http404
    name = f"reconciliation-{found.county}-{found.month:%Y-%m}-v{found.version}.{form}"
    if form == "xlsx":
        return attached(FileResponse(workbook_of(found), content_type=WORKBOOK_TYPE), name)
    try:
        content = pdf_of(found, language())
    except FontsMissingError:
        messages.error(request, fonts_missing())
        return redirect(found)
    return attached(HttpResponse(content, content_type="application/pdf"), name)


def _counts(found: Reconciliation) -> list[tuple[str, int]]:
    content = found.content
    if not content:
        return []
    names = (
        ("carried", pgettext("cases", "carried over")),
        ("opened", _("recorded in the month")),
        ("reopened", _("opened again")),
        ("closed", _("closed in the month")),
        ("escalated", _("taken to the city ledger")),
        ("handed_back", _("handed back")),
    )
    return [(label, content[name]) for name, label in names]


def _open_by(found: Reconciliation) -> list[dict[str, Any]]:
    """What is open at the end of the month, by ledger and state."""
    made = []
    for level, states in found.content.get("open", {}).items():
        made.append(
            {
                "level": level,
                "label": Level(level).label,
                "all": sum(states.values()),
                "states": [
                    (state.value, state.label, states[state.value])
                    for state in State
                    if states.get(state.value)
                ],
            }
        )
    return made


def _differences(found: Reconciliation) -> list[dict[str, Any]]:
    made = []
    for code, count in found.content.get("differences", {}).items():
        if not count:
            continue
        rows = found.differences.filter(code=code).select_related("row", "explained_by")
        made.append(
            {
                "code": code,
                "label": Difference.Code(code).label,
                "count": count,
                "left": rows.filter(explanation="").count(),
                "rows": list(rows[:SHOWN]),
                "more": max(0, count - SHOWN),
            }
        )
    return made


def _seen(request: HttpRequest, pk: int) -> Reconciliation:
    found: Reconciliation = get_object_or_404(
        Reconciliation.objects.visible_to(account_of(request)).select_related("refused_by"), pk=pk
    )
    return found
