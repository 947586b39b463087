"""Re-checks of a list, and what waits for a second person: singly or many at once."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.lists.actions import changing
from banyan.desk.lists.explaining import criteria_words, lacks_in_words
from banyan.desk.lists.listing import Question, ask, entries_of, filters, lines
from banyan.desk.lists.models import Change, Entry, Standing, Why
from banyan.desk.lists.views.parts import (
    DECIDERS,
    OFFICIALS,
    declared,
    frame,
    numbers,
    require_office,
)
from banyan.desk.obligations.proposal_pages import decide
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.ui.paging import page_of

SIZE = 100


@access.roles(*OFFICIALS)
@require_GET
def reviews(request: HttpRequest, code: str) -> HttpResponse:
    """The entries whose term ends soon, the first to end first, with what they were found to lack
    by the last evaluation."""
    of = declared(code)
    require_office(request, of)
    account = account_of(request)
    given = Question.of(request.GET.dict())
    question = Question(given.text, {**given.things, "state": "ending"})
    entries = entries_of(account, of)
    assert entries is not None
    found = ask(entries, question, account).select_related("organization")
    page = page_of(found, request.GET, ("expires_on", "id"), SIZE)
    context = {
        **frame(request, of, "reviews"),
        "page": page,
        "rows": _rows(page.rows),
        "filters": [one for one in filters(of, question, account) if one.name != "state"],
        "question": question,
        "whys": [(why.value, why.label) for why in (Why.LACKING, Why.WISH, Why.GONE, Why.FAULT)],
    }
    return render(request, "lists/reviews.html", context)


def _rows(entries: list[Entry]) -> list[dict[str, Any]]:
    lost = {
        (one.list, one.tier, one.organization_id): one
        for one in Standing.objects.filter(
            state=Standing.State.LOST, organization__in=[one.organization_id for one in entries]
        )
    }
    proposed = set(
        Change.objects.filter(entry__in=entries, state=Change.State.PROPOSED).values_list(
            "entry_id", flat=True
        )
    )
    rows = []
    for line in lines(entries):
        entry = line.entry
        found = lost.get((entry.list, entry.tier, entry.organization_id))
        lacks = criteria_words(entry.declared, entry.tier, found.failed) if found else []
        rows.append({"line": line, "lacks": lacks, "proposed": entry.pk in proposed})
    return rows


@access.roles(*DECIDERS)
@require_POST
def propose(request: HttpRequest, code: str) -> HttpResponse:
    """Proposes that those chosen stay for another term, or leave."""
    of = declared(code)
    chosen = Entry.objects.visible_to(account_of(request)).filter(
        list=of.code, pk__in=numbers(request, "entry")
    )
    actor, reason = actor_of(request), request.POST.get("reason", "").replace("\x00", "")
    try:
        if request.POST.get("verb") == "renew":
            made = changing.propose_renewals(actor, list(chosen), reason)
        else:
            made = changing.propose_exits(actor, list(chosen), request.POST.get("why", ""), reason)
        messages.success(
            request,
            _("%(count)s proposals wait for a second person.") % {"count": len(made)},
        )
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("lists:reviews", of.code)


@access.roles(*OFFICIALS)
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """What is proposed for entries and waits for a second person."""
    account = account_of(request)
    found = Change.objects.visible_to(account).filter(state=Change.State.PROPOSED)
    page = page_of(
        found.select_related("entry__organization", "proposed_by"), request.GET, "id", SIZE
    )
    context = {
        "page": page,
        "rows": [
            {
                "change": change,
                "line": lines([change.entry])[0],
                "lacks": lacks_in_words(change.lacks),
                "own": account is not None and change.proposed_by_id == account.pk,
            }
            for change in page.rows
        ],
        "decides": account is not None and account.role in DECIDERS,
    }
    return render(request, "lists/changes.html", context)


@access.roles(*DECIDERS)
@require_POST
def confirm_many(request: HttpRequest) -> HttpResponse:
    """Confirms all those that were chosen, or none."""
    rows = Change.objects.visible_to(account_of(request)).select_related("entry")
    chosen = list(rows.filter(pk__in=numbers(request, "change")).order_by("pk"))
    if not chosen:
        messages.warning(request, _("Nothing was chosen."))
        return redirect("lists:changes")
    try:
        changing.confirm_changes(actor_of(request), chosen)
        messages.success(request, _("Confirmed."))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("lists:changes")


@access.roles(*DECIDERS)
@require_POST
def decide_change(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws what is proposed for an entry."""
    rows = Change.objects.visible_to(account_of(request)).select_related("entry")
    found = get_object_or_404(rows, pk=pk)

    def confirm(actor: Actor, change: Any) -> None:
        changing.confirm_changes(actor, [change])

    return decide(
        request,
        found,
        confirm=confirm,
        refuse=changing.refuse_change,
        withdraw=changing.withdraw_change,
        confirmed=_("Confirmed."),
    )
