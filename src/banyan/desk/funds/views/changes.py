"""Changes of budgets: proposed by one finance officer, confirmed by another."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.funds import actions
from banyan.desk.funds import budgets as reading
from banyan.desk.funds.forms import ChangeForm
from banyan.desk.funds.models import Budget, BudgetChange
from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.obligations import proposal_pages
from banyan.desk.people import access
from banyan.desk.people.roles import Role


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
    return render(
        request,
        "funds/change.html",
        {
            "change": found,
            "title": reading.title_of(found.budget),
            "standing": standing,
            "after": standing.pots.available + found.amount,
            "decides": found.is_waiting and account is not None and account.role == Role.FINANCE,
        },
    )


@access.roles(Role.FINANCE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws, as the button says."""
    seen = BudgetChange.objects.visible_to(access.account_of(request))
    return proposal_pages.decide(
        request,
        get_object_or_404(seen, pk=pk),
        confirm=actions.confirm_change,
        refuse=actions.refuse_change,
        withdraw=actions.withdraw_change,
        confirmed=_("The change is in the ledger."),
    )
