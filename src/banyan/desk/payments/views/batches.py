"""Batches: drawn up, looked at, checked, given to the bank."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Count, QuerySet, Sum
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.payments import actions
from banyan.desk.payments.actions.batches import MOST_ORDERS
from banyan.desk.payments.flags import flags_of
from banyan.desk.payments.forms import ChoiceForm
from banyan.desk.payments.models import Batch, PaymentFile, PaymentOrder
from banyan.desk.payments.payable import Obstacle, by_obstacle, chosen, ready, unpaid_awards, within
from banyan.desk.payments.sample import sample_of
from banyan.desk.payments.views.parts import READERS, attempt, may_act, named
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of

MOST_FLAGGED = 2_000
"""Orders whose flags are looked for on the page of a batch."""


@access.roles(Role.FINANCE)
@require_http_methods(["GET", "POST"])
@vary_on_headers("HX-Request")
def new(request: HttpRequest) -> HttpResponse:
    """What a batch would hold, and the button that draws it up; for the page, which does not wait
    for it, what is left out and why."""
    given = request.POST if request.method == "POST" else request.GET
    first = ChoiceForm()
    initial = {name: first.fields[name].choices[0][0] for name in ("year", "payer")}  # type: ignore[attr-defined]
    form = ChoiceForm({**initial, **{name: str(value) for name, value in given.items()}})
    if not form.is_valid():
        return render(request, "payments/new.html", {"form": form}, status=422)
    if request.method == "POST":
        made = attempt(
            request,
            lambda: actions.draw_up(actor_of(request), form.choice, request.POST.get("note", "")),
            _("The batch is drawn up; a second person checks it now."),
        )
        if made is not None:
            return redirect("payments:batch", made.pk)
    awards = chosen(form.choice, unpaid_awards(account_of(request)))
    found = ready(awards).order_by("payable_at", "pk")
    taken, rest = within(form.choice.ceiling, list(found[: 4 * MOST_ORDERS]), MOST_ORDERS)
    if by_htmx(request):
        held_up = {code: one for code, one in by_obstacle(awards).items() if code}
        if rest:
            left = sum(one.left for one in rest)
            held_up[Obstacle.CEILING] = {"count": len(rest), "amount": left}
        context = {"left_out": _left_out(held_up), "year": form.choice.year}
        return render(request, "payments/left_out.html", context)
    context = {
        "form": form,
        "count": len(taken),
        "amount": sum(one.left for one in taken),
        "first": named(taken[:20]),
        "query": request.GET.urlencode(),
    }
    return render(request, "payments/new.html", context)


def _left_out(found: dict[str, dict[str, int]]) -> list[tuple[str, Any, dict[str, int]]]:
    return [(one.value, one.label, found[one.value]) for one in Obstacle if one.value in found]


@access.roles(*READERS)
@require_GET
def batch(request: HttpRequest, pk: int) -> HttpResponse:
    """One batch: its totals, what stands out, its orders, and the next step."""
    of = _visible(request, pk)
    account = account_of(request)
    live = of.orders.exclude(state=PaymentOrder.State.CANCELLED)
    page = page_of(of.orders.select_related("award"), request.GET, "id", 100)
    checking = of.orders.filter(state=PaymentOrder.State.PREPARED).select_related(
        "award", "account"
    )
    flagged = flags_of(checking[:MOST_FLAGGED])
    named([one.order for one in flagged])
    named(page.rows)
    waits = of.state in (Batch.State.DRAFT, Batch.State.CHECKED)
    own = account is not None and of.made_by_id == account.pk
    context = {
        "batch": of,
        "page": page,
        "totals": live.aggregate(count=Count("pk"), amount=Sum("amount"), paid=Sum("paid")),
        "by_measure": _by(live, "award__measure"),
        "by_county": _by(live, "award__county"),
        "by_bank": _by(live, "bank")[:20],
        "by_state": [
            (PaymentOrder.State(one["state"]).label, one["count"], one["amount"])
            for one in _by(of.orders.all(), "state")
        ],
        "flagged": flagged,
        "stops": any(one.stops for one in flagged),
        "left_out": _left_out(of.left_out),
        "files": [(one, one.get_form_display()) for one in of.files.defer("content")],
        "may": may_act(request),
        "own": own,
        "recallable": account is not None and of.sent_by_id != account.pk,
        "waits": waits,
        "demo": settings.DEMO,
    }
    return render(request, "payments/batch.html", context)


def _visible(request: HttpRequest, pk: int) -> Batch:
    found = Batch.objects.visible_to(account_of(request))
    return get_object_or_404(found.select_related("made_by", "checked_by", "sent_by"), pk=pk)


def _by(orders: QuerySet[PaymentOrder], field: str) -> list[dict[str, Any]]:
    rows = orders.order_by().values(field).annotate(count=Count("pk"), amount=Sum("amount"))
    found = [{"key": one[field], field: one[field], **one} for one in rows]
    return sorted(found, key=lambda one: (-one["amount"], one["key"]))


@access.roles(Role.FINANCE)
@require_POST
def act(request: HttpRequest, pk: int) -> HttpResponse:
    """Checks, gives to the bank or cancels, as the button says."""
    of, actor = _visible(request, pk), actor_of(request)
    match request.POST.get("act"):
        case "check":
            attempt(request, lambda: actions.check_batch(actor, of), _("The batch is checked."))
        case "file":
            attempt(
                request,
                lambda: actions.make_file(actor, of),
                _("The file is made. Give the bank one of its forms only."),
            )
        case "cancel":
            reason = request.POST.get("reason", "")
            attempt(
                request,
                lambda: actions.cancel_batch(actor, of, reason),
                _("The batch is cancelled."),
            )
        case "recall":
            reason = request.POST.get("reason", "")
            attempt(
                request,
                lambda: actions.recall_batch(actor, of, reason),
                _("The batch is recalled; its awards can be ordered again."),
            )
        case _:
            raise Http404
    return redirect("payments:batch", pk)


@access.roles(Role.FINANCE)
@require_GET
def file(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The file for the bank, the same bytes every time."""
    kept = get_object_or_404(PaymentFile, batch=_visible(request, pk), form=form)
    content = actions.download_file(actor_of(request), kept)
    kind = WORKBOOK_TYPE if kept.form == PaymentFile.Form.XLSX else "text/csv"
    return attached(HttpResponse(content, content_type=kind), kept.name)


@access.roles(Role.FINANCE)
@require_GET
def sample(request: HttpRequest, pk: int) -> HttpResponseBase:
    """In the demo, where there is no bank: a file as it could answer."""
    of = _visible(request, pk)
    if not settings.DEMO or of.sent_at is None:
        raise Http404
    content = sample_of(of, timezone.localdate())
    return attached(HttpResponse(content, content_type="text/csv"), f"bank-{of.pk}.csv")
