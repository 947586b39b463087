"""Changes of budgets: proposed by one finance officer, confirmed by another."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.funds import actions
from banyan.desk.funds import budgets as reading
from banyan.desk.funds.forms import ChangeForm
from banyan.desk.funds.models import Budget, BudgetChange
from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.policy.errors import RefusedError


@access.roles(Role.FINANCE)
def propose(request: HttpRequest) -> HttpResponse:
    """The form of a change; of the budget that ``?budget=`` names, where it does."""
    form = ChangeForm(request.POST or None, initial=_initial(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            change = actions.propose_change(
                access.actor_of(request),
                given["year"],
                given["fund"],
                given["measure"],
                given["county"],
                form.fen,
                given["reason"],
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(change)
    return render(request, "funds/propose.html", {"form": form}, status=422 if form.errors else 200)


def _initial(request: HttpRequest) -> dict[str, Any]:
    asked = request.GET.get("budget", "")
    seen = Budget.objects.visible_to(access.account_of(request))
    found = seen.filter(pk=asked).first() if asked.isdecimal() and len(asked) < 19 else None
    if found is None:
        return {"year": timezone.localdate().year}
    return {
        "year": found.year,
        "fund": found.fund,
        "measure": found.measure,
        "county": found.county,
    }


@access.roles(*SEE_MONEY)
@require_safe
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """One change, with what it would leave available."""
    account = access.account_of(request)
    found = get_object_or_404(
        BudgetChange.objects.visible_to(account).select_related(
            "budget", "proposed_by", "decided_by"
        ),
        pk=pk,
    )
    (standing,) = reading.standings(Budget.objects.filter(pk=found.budget_id))
    waiting = found.state == BudgetChange.State.PROPOSED
    return render(
        request,
        "funds/change.html",
        {
            "change": found,
            "title": reading.title_of(found.budget),
            "standing": standing,
            "after": standing.pots.available + found.amount,
            "waiting": waiting,
            "own": account is not None and found.proposed_by_id == account.pk,
            "decides": waiting and account is not None and account.role == Role.FINANCE,
        },
    )


@access.roles(Role.FINANCE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws, as the button says."""
    seen = BudgetChange.objects.visible_to(access.account_of(request))
    found = get_object_or_404(seen, pk=pk)
    actor = access.actor_of(request)
    try:
        match request.POST.get("decision"):
            case "confirm":
                actions.confirm_change(actor, found)
                messages.success(request, _("The change is in the ledger."))
            case "refuse":
                actions.refuse_change(actor, found, request.POST.get("answer", ""))
            case "withdraw":
                actions.withdraw_change(actor, found)
            case _other:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)
