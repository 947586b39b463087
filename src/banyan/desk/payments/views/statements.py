"""Letters of the bank on orders that it has not answered in a file."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.obligations import proposal_pages
from banyan.desk.payments import actions
from banyan.desk.payments.forms import StatementForm
from banyan.desk.payments.models import PaymentOrder, Statement
from banyan.desk.payments.views.parts import READERS, may_act, named
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import too_large
from banyan.desk.records.uploading import TOO_LARGE
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import kept_for_now


@access.roles(Role.FINANCE)
@require_http_methods(["GET", "POST"])
def enter(request: HttpRequest, reference: str) -> HttpResponse:
    """The form by which an officer enters what the bank's letter says of an order."""
    seen = PaymentOrder.objects.visible_to(account_of(request)).select_related("award", "batch")
    order = get_object_or_404(seen, reference=reference)
    form = StatementForm(request.POST or None, request.FILES or None)
    if TOO_LARGE in request.META:
        form.add_error("letter", too_large())
    elif request.method == "POST" and form.is_valid():
        made = _entered(request, order, form)
        if made is not None:
            return redirect(made)
    named([order])
    context = {
        "order": order,
        "form": form,
        "waits": order.statements.filter(state=Statement.State.PROPOSED).first(),
    }
    status = 422 if form.errors else 200
    return render(request, "payments/enter_statement.html", context, status=status)


def _entered(request: HttpRequest, order: PaymentOrder, form: StatementForm) -> Statement | None:
    given = form.cleaned_data
    with kept_for_now(given["letter"]) as path:
        try:
            return actions.enter_statement(
                actor_of(request),
                order,
                given["outcome"],
                given["day"],
                given["reason"],
                path,
                given["letter"].name,
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
            return None


@access.roles(*READERS)
@require_GET
def statement(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter: what it is said to say, and its decision."""
    found = _visible(request, pk)
    named([found.order])
    context = {
        "statement": found,
        "order": found.order,
        "decides": found.is_waiting and may_act(request),
    }
    return render(request, "payments/statement.html", context)


def _visible(request: HttpRequest, pk: int) -> Statement:
    seen = Statement.objects.visible_to(account_of(request))
    related = ("order__award", "order__batch", "letter", "proposed_by", "decided_by")
    return get_object_or_404(seen.select_related(*related), pk=pk)


@access.roles(Role.FINANCE)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws, as the button says."""
    return proposal_pages.decide(
        request,
        _visible(request, pk),
        confirm=actions.confirm_statement,
        refuse=actions.refuse_statement,
        withdraw=actions.withdraw_statement,
        confirmed=_("What the letter says is posted."),
    )


@access.roles(*READERS)
@require_GET
def letter(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The letter itself."""
    kept = _visible(request, pk).letter
    return attached(FileResponse(kept.file.open(), content_type=kept.content_type), kept.name)
