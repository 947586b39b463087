"""The inbox: ``/inbox/``."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.messaging import actions, templates
from banyan.desk.messaging.models import EmailChoice, Message
from banyan.desk.people.access import account_of, actor_of, signed_in
from banyan.desk.ui.navigation import MOST_COUNTED
from banyan.desk.ui.paging import page_of


@signed_in
@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """The unread ones, or all; the latest first."""
    account = account_of(request)
    everything = request.GET.get("all") == "1"
    found = Message.objects.visible_to(account)
    page = page_of(found if everything else found.unread(), request.GET, "-id")
    context = {
        "page": page,
        "rows": [_row(one) for one in page.rows],
        "everything": everything,
        "unread": found.unread().exists(),
        "desk_sends": bool(settings.EMAIL_URL),
        "by_email": EmailChoice.objects.filter(account=account).exists(),
        "account": account,
    }
    return render(request, "messaging/inbox.html", context)


def _row(message: Message) -> dict[str, Any]:
    return {"message": message, "words": templates.render(message.kind, message.context)}


@signed_in
@never_cache
@require_GET
def message(request: HttpRequest, number: int) -> HttpResponse:
    """One message; opening it marks it as read."""
    found = get_object_or_404(Message.objects.visible_to(account_of(request)), pk=number)
    if found.read_at is None:
        actions.read(actor_of(request), found)
    return render(request, "messaging/message.html", _row(found))


@signed_in
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    read = actions.read_all(actor_of(request))
    said = ngettext("%(count)d message was marked as read.", "%(count)d messages were.", read)
    messages.success(request, said % {"count": read})
    return redirect("messaging:inbox")


@signed_in
@require_POST
def choose_email(request: HttpRequest) -> HttpResponse:
    try:
        actions.choose_email(actor_of(request), request.POST.get("wanted") == "1")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Your choice was saved."))
    return redirect("messaging:inbox")


def unread(request: HttpRequest) -> int:
    """The number at the bell."""
    found = Message.objects.visible_to(account_of(request)).unread()
    return found.order_by()[: MOST_COUNTED + 1].count()
