"""The page of programs: one's own tokens and webhooks, and how to call the API."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from banyan.desk.api import actions
from banyan.desk.api.models import Delivery, Scope, Token, Webhook
from banyan.desk.people import access


@access.signed_in
@never_cache
def tokens(request: HttpRequest) -> HttpResponse:
    """The list, and the form that makes a token; the new one is shown in the answer, once."""
    more: dict[str, Any] = {}
    if request.method == "POST":
        try:
            days = int(request.POST.get("days", "90") or 0)
            token, text = actions.make_token(
                access.actor_of(request),
                request.POST.get("name", "").strip()[:100] or _("without a name"),
                request.POST.getlist("scopes"),
                days,
            )
            more = {"made": token, "text": text}
        except (ValidationError, ValueError) as error:
            more = {"error": getattr(error, "messages", [_("Not a number of days.")])[0]}
    account = access.account_of(request)
    return render(
        request,
        "api/tokens.html",
        {
            "tokens": Token.objects.filter(account=account, revoked_at=None),
            "webhooks": Webhook.objects.filter(account=account, ended_at=None),
            "deliveries": Delivery.objects.filter(webhook__account=account)[:20],
            "scopes": Scope.choices,
            **more,
        },
        status=422 if "error" in more else 200,
    )


@access.signed_in
@require_POST
def revoke(request: HttpRequest, number: int) -> HttpResponse:
    token = get_object_or_404(Token, pk=number, account=access.account_of(request))
    actions.revoke_token(access.actor_of(request), token)
    messages.success(request, _("The token is revoked."))
    return redirect("api:tokens")


@access.signed_in
@require_POST
def make_webhook(request: HttpRequest) -> HttpResponse:
    try:
        actions.make_webhook(access.actor_of(request), request.POST.get("url", "").strip())
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, _("The webhook is told of changes from now on."))
    return redirect("api:tokens")


@access.signed_in
@require_POST
def end_webhook(request: HttpRequest, number: int) -> HttpResponse:
    webhook = get_object_or_404(Webhook, pk=number, account=access.account_of(request))
    actions.end_webhook(access.actor_of(request), webhook)
    messages.success(request, _("The webhook is ended."))
    return redirect("api:tokens")
