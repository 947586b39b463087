"""The buttons of a proposal: confirm, refuse, withdraw."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.proposals import Proposal
from banyan.desk.people.access import actor_of


def decide(
    request: HttpRequest,
    proposal: Proposal,
    *,
    confirm: Callable[[Actor, Any], object],
    refuse: Callable[[Actor, Any, str], object],
    withdraw: Callable[[Actor, Any], object],
    confirmed: str,
) -> HttpResponse:
    """Calls the action that the button of ``obligations/decision.html`` names, and shows the
    proposal again; ``confirmed`` is said to who confirmed it."""
    actor = actor_of(request)
    try:
        match request.POST.get("decision"):
            case "confirm":
                confirm(actor, proposal)
                messages.success(request, confirmed)
            case "refuse":
                refuse(actor, proposal, request.POST.get("answer", ""))
            case "withdraw":
                withdraw(actor, proposal)
            case _:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(proposal)
