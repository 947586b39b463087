"""Reminders when obligations become yellow and red, and what is overdue given further.

Each account gets one message a day and colour: about the one thing, or about how many.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from banyan.desk.audit import Actor
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations import kinds
from banyan.desk.obligations.colours import Colour, yellow_until
from banyan.desk.obligations.holding import holders_of, with_role
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account

AT_ONCE = 5_000


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
    counts = {}
    for colour in (Colour.YELLOW, Colour.RED):
        red = colour is Colour.RED
        due = Q(due_on__lte=day) if red else Q(due_on__gt=day)
        tidings = _Tidings(f"obligations.{colour.value}", day)
        counts[colour.value] = 0
        for some in _some_at_a_time(to_remind(day).filter(due)):
            tidings.add(some, holders_of(some))
            Obligation.objects.filter(pk__in=[one.pk for one in some]).update(reminded=colour)
            counts[colour.value] += len(some)
        tidings.tell()
    return counts


def to_escalate(day: date) -> QuerySet[Obligation]:
    """What is overdue on ``day`` and has not been given further, or looked at for it."""
    return Obligation.objects.open().filter(due_on__lt=day, escalated_on=None)


def escalate(day: date) -> list[int]:
    """Gives what is overdue to those who come next too, and tells them; the numbers of those that
    somebody comes next for. Within an action."""
    escalated = []
    tidings = _Tidings("obligations.escalated", day)
    for some in _some_at_a_time(to_escalate(day)):
        by_role: dict[str, list[Obligation]] = defaultdict(list)
        for one in some:
            by_role[kinds.next_holder(one) or ""].append(one)
        for role, given in by_role.items():
            numbers = [one.pk for one in given]
            to_role = {"escalated_on": day, "escalated_to": role}
            Obligation.objects.filter(pk__in=numbers).update(**to_role)
            if role:
                escalated += numbers
                tidings.add(given, [list(with_role(role))] * len(given))
    tidings.tell()
    return escalated


def _some_at_a_time(found: QuerySet[Obligation]) -> Iterator[list[Obligation]]:
    """By deadline. What is done with some takes them out of ``found``, so that each comes once."""
    ordered = found.select_related("account").order_by("due_on", "id")
    while some := list(ordered[:AT_ONCE]):
        yield some


@dataclass
class _Tidings:
    """What each account is told of a kind: about the one thing, or about how many there are."""

    kind: str
    day: date
    of_account: dict[Account, tuple[Obligation, int]] = field(default_factory=dict)

    def add(self, obligations: list[Obligation], accounts: list[list[Account]]) -> None:
        for one, holding in zip(obligations, accounts, strict=True):
            for account in holding:
                first, count = self.of_account.get(account, (one, 0))
                self.of_account[account] = (first, count + 1)

    def tell(self) -> None:
        of_same: dict[tuple[int, int], list[Account]] = defaultdict(list)
        firsts = {}
        for account, (first, count) in self.of_account.items():
            of_same[first.pk, count].append(account)
            firsts[first.pk] = first
        for (pk, count), accounts in of_same.items():
            first = firsts[pk]
            if count == 1:
                self._tell_of_one(accounts, first)
            else:
                self._tell_of_many(accounts, first, count)

    def _tell_of_one(self, accounts: list[Account], one: Obligation) -> None:
        tell(
            accounts,
            self.kind,
            key=f"{self.kind} {one.pk} {one.due_on}",
            context={"title": _in_both(kinds.title_of, one), "due": one.due_on.isoformat()},
            link=one.link,
            organization=one.organization,
        )

    def _tell_of_many(self, accounts: list[Account], first: Obligation, count: int) -> None:
        tell(
            accounts,
            self.kind,
            key=f"{self.kind} {self.day}",
            context={"title": _in_both(_things, count), "due": _in_both(_first, first.due_on)},
            link=reverse("obligations:todo"),
        )


def _things(count: int) -> str:
    return ngettext("%(count)d thing", "%(count)d things", count) % {"count": count}


def _first(day: date) -> str:
    return _("%(day)s (the first of them)") % {"day": day.isoformat()}


def _in_both(say: Callable[[Any], str], value: Any) -> dict[str, str]:
    """What ``say`` says in both languages, as a message's context takes it."""
    found = {}
    for language, code in (("zh", "zh-hans"), ("en", "en")):
        with override(code):
            found[language] = say(value)
    return found
