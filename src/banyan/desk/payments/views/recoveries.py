"""Money that must be given back."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.payments import actions
from banyan.desk.payments.actions.recoveries import claimed
from banyan.desk.payments.forms import ReceiptForm, RecoveryForm
from banyan.desk.payments.models import Recovery
from banyan.desk.payments.views.parts import EVERYONE, WITH_COUNTIES, attempt, may_act, named
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.settlement.models import Award
from banyan.desk.ui.paging import page_of


def _seen(request: HttpRequest) -> Any:
    """Recoveries that the account sees; a proposal is the officers' own affair."""
    account = account_of(request)
    found: Any = Recovery.objects.visible_to(account)
    if account is not None and account.role == Role.ENTERPRISE:
        return found.exclude(state=Recovery.State.PROPOSED).exclude(
            state=Recovery.State.WITHDRAWN, due_on=None
        )
    return found


@access.roles(*WITH_COUNTIES)
@require_GET
def recoveries(request: HttpRequest) -> HttpResponse:
    """All recoveries, by state."""
    found = _seen(request).select_related("award", "line")
    state = request.GET.get("state", "")
    if state in Recovery.State.values:
        found = found.filter(state=state)
    page = page_of(found, request.GET, "-id")
    named(page.rows)
    context = {
        "page": page,
        "state": state,
        "states": Recovery.State.choices,
    }
    return render(request, "payments/recoveries.html", context)


@access.roles(*EVERYONE)
@require_GET
def recovery(request: HttpRequest, pk: int) -> HttpResponse:
    """One recovery, its receipts, and the next step."""
    return _show(request, _visible(request, pk), ReceiptForm())


def _visible(request: HttpRequest, pk: int) -> Recovery:
    related = ("award__line__run", "line__run", "made_by", "confirmed_by")
    found: Recovery = get_object_or_404(_seen(request).select_related(*related), pk=pk)
    return found


def _show(request: HttpRequest, of: Recovery, form: ReceiptForm, status: int = 200) -> HttpResponse:
    account = account_of(request)
    named([of])
    context = {
        "recovery": of,
        "award": of.award,
        "line": of.line or of.award.line,
        "orders": of.award.orders.exclude(state="cancelled").order_by("pk"),
        "receipts": of.receipts.select_related("entered_by"),
        "form": form,
        "may": may_act(request),
        "owed": of.state in Recovery.OWED,
        "proposed": of.state == Recovery.State.PROPOSED,
        "own": account is not None and of.made_by_id == account.pk,
        "enterprise": account is not None and account.role == Role.ENTERPRISE,
    }
    return render(request, "payments/recovery.html", context, status=status)


@access.roles(Role.FINANCE)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, receives or withdraws, as the button says."""
    of, actor = _visible(request, pk), actor_of(request)
    match request.POST.get("act"):
        case "confirm":
            attempt(
                request,
                lambda: actions.confirm_recovery(actor, of),
                _("The recovery is confirmed; the enterprise is told."),
            )
        case "withdraw":
            reason = request.POST.get("reason", "")
            attempt(
                request,
                lambda: actions.withdraw_recovery(actor, of, reason),
                _("The recovery is withdrawn."),
            )
        case "receive":
            form = ReceiptForm(request.POST)
            if not form.is_valid():
                return _show(request, of, form, 422)
            given = form.cleaned_data
            attempt(
                request,
                lambda: actions.receive_money(
                    actor, of, given["amount"], given["received_on"], given["serial"]
                ),
                _("The receipt is entered."),
            )
        case _:
            raise Http404
    return redirect("payments:recovery", pk)


@access.roles(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """The form by which money of an award is demanded back."""
    seen = Award.objects.visible_to(account_of(request))
    award = get_object_or_404(seen.select_related("line__run"), pk=pk)
    form = RecoveryForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.propose_recovery(
                actor_of(request), award, form.cleaned_data["amount"], form.cleaned_data["reason"]
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect("payments:recovery", made.pk)
    named([award])
    context = {"award": award, "form": form, "most": max(award.paid - claimed(award), 0)}
    status = 422 if form.errors else 200
    return render(request, "payments/recover.html", context, status=status)
