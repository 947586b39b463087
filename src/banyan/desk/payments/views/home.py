"""``/payments/``: how far the money is, the batches, and what cannot be paid yet and why."""

from __future__ import annotations

from typing import Any

from django.db.models import Count, F, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from banyan.desk.matching.models import PayeeAccount
from banyan.desk.payments import payable
from banyan.desk.payments.actions.parts import to_work_off
from banyan.desk.payments.models import BankFile, BankResult, Batch, PaymentOrder, Recovery
from banyan.desk.payments.payable import Obstacle, by_obstacle, unpaid_awards
from banyan.desk.payments.unanswered import unanswered
from banyan.desk.payments.views.parts import READERS, WITH_COUNTIES, may_act, named, sees_all
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
    outstanding = F("amount") - F("received") - F("set_off")
    demanded = owed.aggregate(outstanding=Sum(outstanding), count=Count("pk"))
    context = {
        "page": page_of(batches, request.GET, "-id", 20),
        "may": may_act(request),
        "unchecked": present.filter(check_state=PayeeAccount.Check.OPEN).count(),
        "not_paid": to_work_off().count(),
        "unanswered": unanswered().count(),
        "unmatched": BankResult.objects.filter(resolved_at=None).exclude(doubt="").count(),
        "to_post": BankFile.objects.filter(state=BankFile.State.RECEIVED).count(),
        "owed": demanded["outstanding"] or 0,
        "owed_count": demanded["count"],
    }
    return render(request, "payments/home.html", context)


@access.roles(*READERS)
@require_GET
def ready(request: HttpRequest) -> HttpResponse:
    """What could be paid now: for the overview, which does not wait for it."""
    found = by_obstacle(payable.ready(unpaid_awards(account_of(request))))
    context = {"ready": found.get("", {"count": 0, "amount": 0})}
    return render(request, "payments/ready.html", context)


@access.roles(*WITH_COUNTIES)
@require_GET
def obstacles(request: HttpRequest) -> HttpResponse:
    """The choice of what holds awards up, with how many each does: for the list of them, which
    does not wait for it."""
    found = by_obstacle(_of_year(request, unpaid_awards(account_of(request))))
    context = _choice(request) | {
        "ready": found.get(""),
        "reasons": [(one.value, one.label, found.get(one.value)) for one in _LISTED],
    }
    return render(request, "payments/obstacles.html", context)


_LISTED = [one for one in Obstacle if one is not Obstacle.CEILING]


def _choice(request: HttpRequest) -> dict[str, str]:
    year, chosen = request.GET.get("year", ""), request.GET.get("obstacle", "")
    return {
        "year": year if year.isdecimal() and len(year) == 4 else "",
        "chosen": chosen if chosen in ("ready", *Obstacle.values) else "",
    }


def _of_year(request: HttpRequest, awards: QuerySet[Any]) -> QuerySet[Any]:
    year = _choice(request)["year"]
    return awards.filter(year=int(year)) if year else awards


@access.roles(*WITH_COUNTIES)
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Payable awards of which money is unpaid, by what holds them up."""
    awards = _of_year(request, unpaid_awards(account_of(request)))
    choice = _choice(request)
    if choice["chosen"]:
        awards = awards.filter(obstacle=choice["chosen"].removeprefix("ready"))
    page = page_of(awards.select_related("line"), request.GET, "id")
    for one in named(page.rows):
        row: Any = one
        row.words = Obstacle(row.obstacle).label if row.obstacle else ""
    context = choice | {"page": page, "reasons": [(one.value, one.label, None) for one in _LISTED]}
    return render(request, "payments/waiting.html", context)
