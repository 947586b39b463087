"""What somebody looks for in the ledgers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from banyan.desk.cases.models import Case
from banyan.desk.cases.scope import CaseQuerySet, of_unit
from banyan.desk.cases.search import terms
from banyan.desk.cases.states import State
from banyan.desk.obligations.colours import yellow_until
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.search.terms import asked_initials, normal, of_name

SHORTEST = 2
"""Characters of a word that can be looked for."""

OPEN, ANY = "open", "any"
"""As a state: every one but closed; every one."""

LONGEST = 100
"""Characters of what is looked for."""

GRADES = ("1", "2", "3", "4", "5")

PLAIN = (
    *("kind", "category", "county", "level", "gravity", "unit", "organization", "origin"),
    "rating",
)
"""What the index of terms answers as it is given."""

LIGHTS = ("blue", "yellow", "red")
"""In time, due soon, due or overdue."""

NAMES = ("q", *PLAIN, "state", "light", "overdue", "due", "raised", "whose")
"""The names of a question's parts in a query string."""

_REFERENCE = re.compile(r"(?:(20\d\d)-)?0*([1-9]\d{0,14})")
_CODE = re.compile(r"9[0-9A-Z]{17}")


@dataclass(frozen=True)
class Question:
    """``text`` is a case's number, a credit code, words or initials. ``things`` are filters by
    their names in ``NAMES``, empty where there is none: ``state`` one of the states, ``OPEN`` or
    ``ANY``; ``light`` one of ``LIGHTS``; ``overdue`` and ``whose`` (cases of one's own unit)
    anything; ``due`` a day and ``raised`` a month, ``2026-11``."""

    text: str = ""
    things: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Question:
        """From a query string."""
        said = {name: str(given.get(name, "")).replace("\x00", "") for name in NAMES}
        return cls(said.pop("q")[:LONGEST], said)

    @property
    def said(self) -> dict[str, str]:
        """The parts that say something, as a query string names them."""
        parts = {"q": self.text.strip(), **self.things}
        return {name: parts[name] for name in NAMES if parts.get(name)}

    @property
    def words(self) -> list[str]:
        found = (normal(word) for word in self.text.split())
        return [word for word in found if word]

    @property
    def too_short(self) -> bool:
        return bool(self.text.strip()) and (
            not self.words or any(len(word) < SHORTEST for word in self.words)
        )

    def thing(self, name: str) -> str:
        return self.things.get(name, "")


def ask(account: Account | None, question: Question) -> CaseQuerySet:
    """The cases that the account sees and that answer the question, in no order."""
    cases: CaseQuerySet = Case.objects.visible_to(account)
    number = _REFERENCE.fullmatch(question.text.strip())
    if question.too_short and number is None:
        return cases.none()
    cases = cases.filter(_days(question))
    if number is not None:
        year, pk = number.groups()
        numbered = Q(pk=pk)
        if year:
            numbered &= Q(raised_at__range=_year(int(year)))
        return cases.filter(numbered, _columns(account, question))
    codes = [word.upper() for word in question.words if _CODE.fullmatch(word.upper())]
    words = [word for word in question.words if word.upper() not in codes]
    if codes:
        cases = cases.filter(organization__in=codes)
    if not words:
        return cases.filter(_columns(account, question))
    asked = _asked(account, question)
    for word in words:
        cases = cases.filter(_said(word, asked))
    return cases


def _asked(account: Account | None, question: Question) -> set[str]:
    """The terms of the filters, where words are looked for too."""
    asked = {terms.of_thing(name, question.thing(name)) for name in PLAIN if question.thing(name)}
    state = question.thing("state")
    if state == OPEN:
        asked.add(terms.of_thing("open", 1))
    elif state in State:
        asked.add(terms.of_thing("state", state))
    if question.thing("whose") and account is not None and account.unit_id is not None:
        asked.add(terms.of_thing("unit", account.unit_id))
    return asked | within(account)


def within(account: Account | None) -> set[str]:
    """The terms that all cases have that the account may see: ``visible_to`` decides, and with
    these the index looks at no others."""
    if account is None or not account.county or account.role != Role.COUNTY:
        return set()
    return {terms.of_thing("county", account.county)}


def _columns(account: Account | None, question: Question) -> Q:
    """The same without words: the columns have indexes of their own, and those of what is open are
    small."""
    found = Q()
    for name in PLAIN:
        value = question.thing(name)
        if not value:
            continue
        if name == "unit":
            found &= of_unit(int(value)) if _is_number(value) else Q(pk__in=[])
        elif name == "category":
            kind, _, category = value.partition(".")
            found &= Q(kind=kind, category=category)
        elif name == "rating":
            found &= Q(rating=value) if value in GRADES else Q(pk__in=[])
        else:
            found &= Q(**{name: value})
    state = question.thing("state")
    if state == OPEN:
        found &= ~Q(state=State.CLOSED)
    elif state in State:
        found &= Q(state=state)
    if question.thing("whose") and account is not None and account.unit_id is not None:
        found &= of_unit(account.unit_id)
    return found


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 10


def _said(word: str, things: set[str]) -> Q:
    """In the words of the case, or, of letters, in the initials of the organization's name."""
    words = Q(search__terms__has=sorted(of_name(word) | things), search__said__contains=word)
    if not (word.isascii() and word.isalnum()):
        return words
    letters = sorted(asked_initials(word) | things)
    return words | Q(search__terms__has=letters, search__initials__contains=word)


def _days(question: Question) -> Q:
    """What days decide: no term knows of today."""
    found = Q()
    if question.thing("overdue"):
        found &= overdue(timezone.localdate())
    if question.thing("light") in LIGHTS:
        found &= lit(question.thing("light"), timezone.localdate())
    due, raised = day_of(question.thing("due")), month_of(question.thing("raised"))
    if due is not None:
        found &= Q(due_on=due) & ~Q(state=State.CLOSED)
    if raised is not None:
        found &= Q(raised_at__gte=moment_of(raised), raised_at__lt=moment_of(following(raised)))
    return found


def overdue(day: date) -> Q:
    """Cases whose clock runs and that were due before ``day``."""
    return Q(due_on__lt=day) & ~Q(state=State.CLOSED) & ~Q(state=State.PAUSED)


def lit(light: str, day: date) -> Q:
    """Open cases by their light on ``day``; one whose clock does not run is blue."""
    runs = Q(due_on__isnull=False) & ~Q(state__in=(State.CLOSED, State.PAUSED))
    soon = yellow_until(day)
    if light == "red":
        return runs & Q(due_on__lte=day)
    if light == "yellow":
        return runs & Q(due_on__gt=day, due_on__lte=soon)
    return runs & Q(due_on__gt=soon) | ~runs & ~Q(state=State.CLOSED)


def day_of(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def month_of(text: str) -> date | None:
    """The first day of a month, ``2026-11``; ``None`` where it is none."""
    return day_of(f"{text}-01")


def following(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


def _year(year: int) -> tuple[datetime, datetime]:
    return moment_of(date(year, 1, 1)), moment_of(date(year + 1, 1, 1))


def moment_of(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))
