"""``/lists/``: all lists, with how many are in them, how many places are left, who qualifies."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from banyan.desk.lists.counting import last_evaluation, standing_counts
from banyan.desk.lists.declared import DeclaredList, declared_lists, groups
from banyan.desk.lists.listing import has_office
from banyan.desk.lists.models import Change, Entry, Evaluation, Round, Standing
from banyan.desk.lists.views.parts import DECIDERS, OFFICIALS
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.models import Account


@access.visitors
@require_GET
def lists(request: HttpRequest) -> HttpResponse:
    """Officials see what they look after, everybody the lists that are public."""
    account = account_of(request)
    official = account is not None and account.role in OFFICIALS
    shown = [one for one in declared_lists().values() if one.public or has_office(account, one)]
    entered = _counts(account, shown)
    opened = _rounds(account)
    evaluation = last_evaluation() if official else None
    by_group: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for one in shown:
        office = has_office(account, one)
        by_group[one.group].append(
            {
                "of": one,
                "count": entered.get(one.code, 0),
                "rounds": opened.get(one.code, []) if account is not None else [],
                "places": _places(one) if office else None,
                "standing": _standing(evaluation, one, account) if office else [],
            }
        )
    context = {
        "groups": [(groups()[code], cards) for code, cards in by_group.items()],
        "official": official,
        "evaluation": evaluation,
        "running": Evaluation.objects.filter(state=Evaluation.State.RUNNING).exists(),
        "may_evaluate": account is not None and account.role in DECIDERS,
        "waiting": Change.objects.visible_to(account).filter(state="proposed").count()
        if official
        else 0,
    }
    return render(request, "lists/lists.html", context)


def _counts(account: Account | None, shown: list[DeclaredList]) -> dict[str, int]:
    """How many stand in each list: the account's where it has an office, else what is public."""
    inside = [one.code for one in shown if has_office(account, one)]
    outside = [one.code for one in shown if one.code not in inside]
    found: dict[str, int] = {}
    for rows, codes in (
        (Entry.objects.visible_to(account), inside),
        (Entry.objects.published(), outside),
    ):
        if codes:
            counted = rows.standing().filter(list__in=codes).order_by()
            found |= dict(counted.values_list("list").annotate(Count("pk")))
    return found


def _rounds(account: Account | None) -> dict[str, list[Round]]:
    found: dict[str, list[Round]] = defaultdict(list)
    rows = Round.objects.visible_to(account).filter(state__in=["open", "decided"])
    for one in rows.order_by("pk"):
        found[one.list].append(one)
    return found


def _places(of: DeclaredList) -> dict[str, Any] | None:
    """The places of the year and how many of them are taken."""
    places = of.places_a_year()
    if places is None:
        return None
    year = timezone.localdate().year
    rounds = Round.objects.filter(list=of.code, year=year).exclude(state="cancelled")
    taken = sum(rounds.values_list("taken", flat=True))
    return {"taken": taken, "places": places, "year": year}


def _standing(
    evaluation: Evaluation | None, of: DeclaredList, account: Account | None
) -> list[tuple[str, str, int]]:
    found: dict[str, int] = defaultdict(int)
    for by_state in standing_counts(evaluation, of.code, account).values():
        for state, count in by_state.items():
            found[state] += count
    order = (Standing.State.SATISFIED, Standing.State.NEAR, Standing.State.LOST)
    return [(state.value, str(state.label), found[state]) for state in order if found.get(state)]
