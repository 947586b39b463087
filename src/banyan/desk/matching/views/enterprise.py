"""The enterprise's pages: what it is entitled to, and its answer in one page."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from banyan.desk.audit import RefusedError
from banyan.desk.matching import actions
from banyan.desk.matching.actions.answering import is_noticed
from banyan.desk.matching.consenting import payee_accounts
from banyan.desk.matching.forms import AccountForm, DecliningForm
from banyan.desk.matching.models import Match
from banyan.desk.matching.page import shown
from banyan.desk.matching.states import ANSWERED_LATE
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization


def own_page(request: HttpRequest) -> HttpResponse:
    """``/matches/`` for who speaks for organizations: the page of the only one, else a choice."""
    account = account_of(request)
    organizations = list(Organization.objects.visible_to(account).order_by("name")[:50])
    if len(organizations) == 1:
        return redirect("matching:answer", organizations[0].pk)
    waiting = _waiting_of(account)
    rows = [(one, waiting.get(one.pk, 0)) for one in organizations]
    return render(request, "matching/own.html", {"rows": rows})


def _waiting_of(account: Account | None) -> dict[str, int]:
    """Fen that wait for an answer, by organization."""
    told = Match.objects.visible_to(account).filter(state=Match.State.TOLD)
    return dict(told.values_list("uscc").annotate(Sum("amount")))


def home_card(request: HttpRequest) -> dict[str, Any] | None:
    """What waits for an answer, where something does."""
    told = Match.objects.visible_to(account_of(request)).filter(state=Match.State.TOLD)
    found = list(told.order_by("due_on")[:100])
    if not found:
        return None
    return {
        "count": len(found),
        "amount": sum(match.amount for match in found),
        "until": found[0].due_on,
    }


@access.roles(Role.ENTERPRISE)
@never_cache
@require_http_methods(["GET", "POST"])
def answer(request: HttpRequest, uscc: str) -> HttpResponse:
    """All matches of the organization; those that wait are confirmed, to one account, or declined
    here."""
    organization = _own(request, uscc)
    present = payee_accounts([uscc]).get(uscc)
    declining = "decline" in request.POST
    form = AccountForm(
        request.POST if request.method == "POST" and not declining else None,
        initial=AccountForm.of(present, organization.name),
    )
    refusal = DecliningForm(request.POST if declining else None)
    status = 200
    if request.method == "POST":
        if _answered(request, uscc, refusal if declining else form):
            return redirect("matching:answer", uscc)
        status = 422
    matches = list(
        Match.objects.visible_to(account_of(request))
        .filter(uscc=uscc)
        .select_related("answered_by")
        .order_by("-year", "measure")
    )
    everything = shown(account_of(request), organization, matches)
    open_years = {match.year for match in matches if not is_noticed(match.year)}
    waiting = [one for one in everything if one.match.state == Match.State.TOLD]
    late = [
        one
        for one in everything
        if one.match.state in ANSWERED_LATE and one.match.year in open_years
    ]
    context = {
        "organization": organization,
        "waiting": waiting,
        "late": late,
        "chosen": request.POST.getlist("match") or [str(one.match.pk) for one in waiting],
        "total": sum(one.match.amount for one in waiting),
        "until": min((one.match.due_on for one in waiting if one.match.due_on), default=None),
        "others": [one for one in everything if one not in waiting],
        "form": form,
        "refusal": refusal,
        "present": present,
    }
    return render(request, "matching/answer.html", context, status=status)


def _answered(request: HttpRequest, uscc: str, form: AccountForm | DecliningForm) -> bool:
    """Does what the form says; else its faults stand in it, or in a message."""
    if not form.is_valid():
        return False
    numbers = [int(text) for text in request.POST.getlist("match") if text.isdecimal()]
    actor = actor_of(request)
    try:
        if isinstance(form, DecliningForm):
            count = actions.decline(actor, uscc, numbers, form.cleaned_data["reason"])
            said = ngettext("Declined: %(count)d.", "Declined: %(count)d.", count)
        else:
            count = actions.confirm(actor, uscc, numbers, form.given())
            said = ngettext(
                "Confirmed: %(count)d. Next is the public notice.",
                "Confirmed: %(count)d. Next is the public notice.",
                count,
            )
    except RefusedError as error:
        form.add_error(error.field or None, str(error))
        return False
    messages.success(request, said % {"count": count})
    return True


@access.roles(Role.ENTERPRISE)
@never_cache
@require_http_methods(["GET", "POST"])
def account(request: HttpRequest, uscc: str) -> HttpResponse:
    """The account to which the organization is paid, and how to give another one."""
    organization = _own(request, uscc)
    present = payee_accounts([uscc]).get(uscc)
    form = AccountForm(request.POST or None, initial=AccountForm.of(present, organization.name))
    if request.method == "POST" and form.is_valid():
        try:
            actions.give_account(actor_of(request), uscc, form.given())
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("The account is kept; finance checks it before it pays."))
            return redirect("matching:answer", uscc)
    context = {"organization": organization, "present": present, "form": form}
    status = 422 if form.errors else 200
    return render(request, "matching/account.html", context, status=status)


def _own(request: HttpRequest, uscc: str) -> Any:
    return get_object_or_404(Organization.objects.visible_to(account_of(request)), pk=uscc)
