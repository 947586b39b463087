"""``/payments/``: how far the money is, the batches, and what cannot be paid yet and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, Q, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.payments.actions.parts import to_work_off
from banyan.desk.payments.models import BankFile, BankResult, Batch, PaymentOrder, Recovery
from banyan.desk.payments.payable import Obstacle, by_obstacle, unpaid_awards
from banyan.desk.payments.views.parts import WITH_COUNTIES, may_act, named, sees_all
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.ui.paging import page_of


@access.roles(*WITH_COUNTIES)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The overview; a county officer is shown the county's orders."""
    if not sees_all(request):
        return redirect("payments:orders")
    account = account_of(request)
    found = Batch.objects.visible_to(account).select_related("made_by", "checked_by")
    not_cancelled = ~Q(orders__state=PaymentOrder.State.CANCELLED)
    batches = found.annotate(
        order_count=Count("orders", filter=not_cancelled),
        amount=Sum("orders__amount", filter=not_cancelled),
        paid=Sum("orders__paid"),
    )
    present = PayeeAccount.objects.filter(ended_at__isnull=True)
    owed = Recovery.objects.filter(state__in=Recovery.OWED)
    demanded = owed.aggregate(amount=Sum("amount"), received=Sum("received"), count=Count("pk"))
    context = {
        "page": page_of(batches, request.GET, "-id", 20),
        "may": may_act(request),
        "ready": by_obstacle(unpaid_awards(account)).get("", {"count": 0, "amount": 0}),
        "unchecked": present.filter(check_state=PayeeAccount.Check.OPEN).count(),
        "not_paid": to_work_off().count(),
        "unmatched": BankResult.objects.filter(resolved_at=None).exclude(doubt="").count(),
        "to_post": BankFile.objects.filter(state=BankFile.State.RECEIVED).count(),
        "owed": (demanded["amount"] or 0) - (demanded["received"] or 0),
        "owed_count": demanded["count"],
    }
    return render(request, "payments/home.html", context)


@access.roles(*WITH_COUNTIES)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Payable awards of which money is unpaid, by what holds them up."""
    awards = unpaid_awards(account_of(request))
    year = request.GET.get("year", "")
    if year.isdecimal() and len(year) == 4:
        awards = awards.filter(year=int(year))
    found = by_obstacle(awards)
    chosen = request.GET.get("obstacle", "")
    reasons = [one for one in Obstacle if one.value in found]
    if chosen == "ready":
        awards = awards.filter(obstacle="")
    elif chosen in Obstacle.values:
        awards = awards.filter(obstacle=chosen)
    page = page_of(awards.select_related("line"), request.GET, "id")
    for one in named(page.rows):
        row: Any = one
        row.words = Obstacle(row.obstacle).label if row.obstacle else ""
    context = {
        "page": page,
        "chosen": chosen,
        "year": year,
        "ready": found.get(""),
        "reasons": [(one.value, one.label, found[one.value]) for one in reasons],
    }
    return render(request, "payments/waiting.html", context)
