"""In which lists an organization is, and what it lacks for others."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.desk.lists.explaining import Explained, explained_all
from banyan.desk.lists.holding import may_propose
from banyan.desk.lists.listing import CANDIDACY_COLOURS, has_office, lines
from banyan.desk.lists.models import Candidacy, Entry, Round
from banyan.desk.lists.scope import own_codes
from banyan.desk.lists.views.parts import READERS
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.actions import view_organization
from banyan.desk.records.models import Organization
from banyan.rules.errors import FactsError


@access.roles(Role.ENTERPRISE)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The organizations for which the account speaks: the only one at once."""
    account = account_of(request)
    assert account is not None
    found = list(Organization.objects.filter(pk__in=own_codes(account)).order_by("name"))
    if len(found) == 1:
        return redirect("lists:organization", found[0].pk)
    return render(request, "lists/mine.html", {"organizations": found})


@access.roles(*READERS)
@require_GET
def organization(request: HttpRequest, uscc: str) -> HttpResponse:
    account = account_of(request)
    found: Any = get_object_or_404(Organization.objects.visible_to(account), pk=uscc)
    view_organization(actor_of(request), found)
    entries = list(
        Entry.objects.visible_to(account)
        .filter(organization=uscc)
        .select_related("organization")
        .order_by("-id")
    )
    candidacies = Candidacy.objects.visible_to(account).filter(organization=uscc)
    fault, explained = "", []
    try:
        explained = [
            one
            for one in explained_all(found, entries)
            if one.of.public or has_office(account, one.of)
        ]
    except FactsError:
        fault = _("The records of this organization do not hold together; correct them first.")
    context = {
        "organization": found,
        "own": account is not None and account.role == Role.ENTERPRISE,
        "lines": lines([one for one in entries if one.stands]),
        "past": lines([one for one in entries if not one.stands]),
        "candidacies": [
            (one, CANDIDACY_COLOURS[Candidacy.State(one.state)])
            for one in candidacies.select_related("round").order_by("-id")[:20]
        ],
        "groups": _groups(request, explained),
        "far": [one for one in explained if one.state == "far"],
        "fault": fault,
    }
    return render(request, "lists/organization.html", context)


def _groups(
    request: HttpRequest, explained: list[Explained]
) -> list[tuple[str, list[dict[str, Any]]]]:
    """What is met, nearly met, or not known, each with the round in which one may be proposed."""
    account = account_of(request)
    opened = {}
    for one in Round.objects.visible_to(account).filter(state=Round.State.OPEN):
        if may_propose(account, one.declared):
            opened[one.list] = one
    words = {
        "satisfied": _("Meets the criteria"),
        "near": _("Nearly meets the criteria"),
        "needs": _("A fact is missing"),
    }
    return [
        (
            label,
            [
                {"one": one, "round": opened.get(one.of.code)}
                for one in explained
                if one.state == state
            ],
        )
        for state, label in words.items()
        if any(one.state == state for one in explained)
    ]
