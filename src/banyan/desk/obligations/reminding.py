"""Reminders when obligations become yellow and red, and what is overdue given further.

Each account gets one message a day and colour: about the one thing, or about how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet
from django.urls import reverse

from banyan.desk.audit import Actor
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import kinds
from banyan.desk.obligations.colours import Colour, yellow_until
from banyan.desk.obligations.holding import holders, key_of, with_role
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account


def on_day(actor: Actor, day: date) -> None:
    """The duty of the day."""
    from banyan.desk.obligations import actions

    if to_remind(day).exists():
        actions.remind(actor, day)
    if to_escalate(day).exists():
        actions.escalate(actor, day)


def to_remind(day: date) -> QuerySet[Obligation]:
    """What is yellow or red on ``day`` and its holders were not reminded of it as such."""
    red = Q(due_on__lte=day) & ~Q(reminded=Colour.RED)
    yellow = Q(due_on__gt=day, due_on__lte=yellow_until(day), reminded="")
    return Obligation.objects.open().filter(red | yellow)


def remind(day: date) -> dict[str, int]:
    """Tells the holders; how many obligations of each colour there were. Within an action."""
    found = list(to_remind(day).select_for_update(of=("self",)).order_by("due_on", "id"))
    counts = {}
    for colour in (Colour.YELLOW, Colour.RED):
        of_colour = [one for one in found if (one.due_on <= day) == (colour is Colour.RED)]
        _tell(of_colour, f"obligations.{colour.value}", day)
        Obligation.objects.filter(pk__in=[one.pk for one in of_colour]).update(reminded=colour)
        counts[colour.value] = len(of_colour)
    return counts


def to_escalate(day: date) -> QuerySet[Obligation]:
    """What is overdue on ``day`` and has not been given further, or looked at for it."""
    return Obligation.objects.open().filter(due_on__lt=day, escalated_on=None)


def escalate(day: date) -> list[Obligation]:
    """Gives what is overdue to those who come next too, and tells them; those that somebody comes
    next for. Within an action."""
    overdue = list(
        to_escalate(day)
        .select_related("account")
        .select_for_update(of=("self",))
        .order_by("due_on", "id")
    )
    for one in overdue:
        one.escalated_on = day
        one.escalated_to = kinds.next_holder(one) or ""
    Obligation.objects.bulk_update(overdue, ["escalated_on", "escalated_to"], batch_size=500)
    escalated = [one for one in overdue if one.escalated_to]
    by_role: dict[str, list[Obligation]] = defaultdict(list)
    for one in escalated:
        by_role[one.escalated_to].append(one)
    for role, given in by_role.items():
        accounts = list(with_role(role))
        _tell_accounts(dict.fromkeys(accounts, given), "obligations.escalated", day)
    return escalated


def _tell(obligations: Iterable[Obligation], kind: str, day: date) -> None:
    of_key: dict[object, list[Account]] = {}
    of_account: dict[Account, list[Obligation]] = defaultdict(list)
    for one in obligations:
        key = (key_of(one), one.escalated_to)
        if key not in of_key:
            of_key[key] = list(holders(one))
        for account in of_key[key]:
            of_account[account].append(one)
    _tell_accounts(of_account, kind, day)


def _tell_accounts(of_account: dict[Account, list[Obligation]], kind: str, day: date) -> None:
    """One message each: about the one, or about how many there are."""
    of_one: dict[int, list[Account]] = defaultdict(list)
    of_many: dict[int, list[Account]] = defaultdict(list)
    held = {one.pk: one for several in of_account.values() for one in several}
    for account, several in of_account.items():
        if len(several) == 1:
            of_one[several[0].pk].append(account)
        else:
            of_many[len(several)].append(account)
    for pk, accounts in of_one.items():
        one = held[pk]
        context = {"title": kinds.titles_of(one), "due": one.due_on.isoformat()}
        tell(
            accounts,
            kind,
            key=f"{kind} {pk} {one.due_on}",
            context=context,
            link=one.link,
            organization=one.organization,
        )
    for count, accounts in of_many.items():
        tell(
            accounts,
            f"{kind}_many",
            key=f"{kind} {day}",
            context={"count": count},
            link=reverse("obligations:todo"),
        )
