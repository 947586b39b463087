"""Payment orders: all that one sees, one with all that happened to it, an enterprise's own."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.funds.ledger import reference_to
from banyan.desk.funds.models import Entry
from banyan.desk.payments import actions
from banyan.desk.payments.models import PaymentOrder, Recovery
from banyan.desk.payments.payable import unpaid_awards
from banyan.desk.payments.views.parts import (
    EVERYONE,
    WITH_COUNTIES,
    attempt,
    may_act,
    named,
    sees_all,
    shown_number,
)
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.ui.paging import page_of


def _seen(request: HttpRequest) -> Any:
    """Orders that the account sees. What is not sent yet is nobody's but the officers'."""
    found: Any = PaymentOrder.objects.visible_to(account_of(request))
    if sees_all(request):
        return found
    return found.exclude(state__in=[PaymentOrder.State.PREPARED, PaymentOrder.State.CANCELLED])


@access.roles(*WITH_COUNTIES)
@require_GET
def orders(request: HttpRequest) -> HttpResponse:
    """All orders, by state, and found by reference, code or name."""
    found = _seen(request).select_related("award", "batch")
    state = request.GET.get("state", "")
    if state in PaymentOrder.State.values:
        found = found.filter(state=state)
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    if text:
        names = Organization.objects.visible_to(account_of(request)).filter(name__contains=text)
        found = found.filter(
            Q(reference=text.upper())
            | Q(uscc=text.upper())
            | Q(uscc__in=names.values("uscc")[:500])
        )
    page = page_of(found, request.GET, "-id")
    named(page.rows)
    context = {
        "page": page,
        "state": state,
        "text": text,
        "states": PaymentOrder.State.choices,
        "all": sees_all(request),
    }
    return render(request, "payments/orders.html", context)


@access.roles(*EVERYONE)
@require_GET
def order(request: HttpRequest, reference: str) -> HttpResponse:
    """One order: what was asked of the bank, what it answered, what it is about."""
    found = _seen(request).select_related("award__line__run", "award__budget", "batch", "account")
    one = get_object_or_404(found, reference=reference)
    named([one])
    context = {
        "order": one,
        "award": one.award,
        "line": one.award.line,
        "number": shown_number(request, one.number),
        "results": one.results.select_related("resolved_by").order_by("pk"),
        "entries": Entry.objects.filter(reference=reference_to(one)).order_by("pk"),
        "others": _seen(request).filter(award=one.award).exclude(pk=one.pk),
        "all": sees_all(request),
        "may": may_act(request),
        "enterprise": not sees_all(request) and not _is_county(request),
        "droppable": one.state == PaymentOrder.State.PREPARED,
    }
    return render(request, "payments/order.html", context)


def _is_county(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and account.role == Role.COUNTY


@access.roles(Role.FINANCE)
@require_POST
def drop(request: HttpRequest, reference: str) -> HttpResponse:
    """Takes an order out of its batch."""
    one = get_object_or_404(_seen(request).select_related("batch"), reference=reference)
    reason = request.POST.get("reason", "")
    attempt(
        request,
        lambda: actions.drop_order(actor_of(request), one, reason),
        _("The order is taken out."),
    )
    return redirect("payments:batch", one.batch_id)


@access.roles(Role.ENTERPRISE)
@require_GET
def own(request: HttpRequest) -> HttpResponse:
    """What the enterprise's organizations were paid, what is on its way, what waits and why, and
    what must be given back."""
    account = account_of(request)
    found = _seen(request).select_related("award")
    page = page_of(found, request.GET, "-id")
    for one in named(page.rows):
        one.tail = one.number[-4:]
    waiting = unpaid_awards(account).exclude(obstacle="ordered").order_by("-pk")[:50]
    owed = Recovery.objects.visible_to(account).exclude(state=Recovery.State.PROPOSED)
    context = {
        "page": page,
        "waiting": named(list(waiting)),
        "recoveries": named(list(owed.select_related("award")[:50])),
    }
    return render(request, "payments/own.html", context)
