"""``/payments/accounts/``: accounts that a finance officer looks at before money goes there."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.payments import actions
from banyan.desk.payments.account_checks import Doubt, doubts_of
from banyan.desk.payments.views.parts import READERS, attempt, may_act, named
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.ui.paging import page_of


@access.roles(*READERS)
@require_http_methods(["GET", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The present accounts, those that are not checked first of all; marks those that were
    ticked."""
    if request.method == "POST":
        _mark(request)
        return redirect(request.get_full_path())
    state = request.GET.get("state", PayeeAccount.Check.OPEN)
    found = PayeeAccount.objects.visible_to(account_of(request)).filter(ended_at__isnull=True)
    if state in PayeeAccount.Check.values:
        found = found.filter(check_state=state)
    page = page_of(found.select_related("given_by", "checked_by"), request.GET, "id")
    doubts = doubts_of(page.rows)
    for one in named(page.rows):
        row: Any = one
        row.doubts = [doubt.label for doubt in doubts[row.pk]]
        row.same_name = Doubt.NAME not in doubts[row.pk]
    counts = {
        value: PayeeAccount.objects.filter(ended_at__isnull=True, check_state=value).count()
        for value in PayeeAccount.Check.values
    }
    context = {
        "page": page,
        "state": state,
        "states": [(v, label, counts[v]) for v, label in PayeeAccount.Check.choices],
        "may": may_act(request),
    }
    return render(request, "payments/accounts.html", context)


def _mark(request: HttpRequest) -> None:
    keys = [int(key) for key in request.POST.getlist("account") if key.isdecimal()]
    good = request.POST.get("mark") == "good"
    count = len(keys)
    attempt(
        request,
        lambda: actions.mark_accounts(
            actor_of(request), keys, good=good, note=request.POST.get("note", "")
        ),
        ngettext("%(count)s account is marked.", "%(count)s accounts are marked.", count)
        % {"count": count},
    )
