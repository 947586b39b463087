"""The officers' list of matches: what it is filtered by, and how many there are of each state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from banyan.desk.benefits.computing import default_year
from banyan.desk.matching.exceptions import Word
from banyan.desk.matching.finding import matched_measures
from banyan.desk.matching.models import Match
from banyan.desk.people.models import Account
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import search
from banyan.desk.records.labels import listed, word_label
from banyan.desk.records.rows import schema
from banyan.desk.records.scope import ScopedQuerySet

FILTERS = ("state", "measure", "county", "exception")


@dataclass(frozen=True)
class Question:
    """What somebody looks for; empty texts where there is no filter."""

    year: int
    text: str
    things: Mapping[str, str]

    @property
    def filtered(self) -> bool:
        return bool(self.text or any(self.things.values()))


def question_of(given: Mapping[str, Any]) -> Question:
    """What a query string asks for; what it cannot ask for is left out."""
    pack = pack_in_force()
    year = str(given.get("year", ""))
    right = year.isascii() and year.isdecimal() and int(year[:5]) in pack.years
    things = {name: str(given.get(name, "")).replace("\x00", "") for name in FILTERS}
    text = str(given.get("q", "")).replace("\x00", "").strip()[:100]
    return Question(int(year) if right else default_year(pack), text, things)


def ask(account: Account | None, question: Question) -> ScopedQuerySet[Match]:
    """The matches that the account sees and that answer the question."""
    rows = _of_year(account, question)
    if question.things["state"]:
        rows = rows.filter(state=question.things["state"])
    return rows


def _of_year(account: Account | None, question: Question) -> ScopedQuerySet[Match]:
    """In any state."""
    rows = Match.objects.visible_to(account).filter(year=question.year)
    things = question.things
    if things["measure"]:
        rows = rows.filter(measure=things["measure"])
    if things["county"]:
        rows = rows.filter(county=things["county"])
    if things["exception"]:
        rows = rows.filter(exceptions__contains=things["exception"])
    if question.text:
        named = search.ask(account, search.Question(question.text))
        rows = rows.filter(uscc__in=named.order_by().values("uscc"))
    return rows


def numbers(account: Account | None, question: Question) -> list[dict[str, Any]]:
    """How many matches, and fen, there are in each state, whatever the state asked for."""
    found = _of_year(account, question).order_by().values("state")
    found = found.annotate(count=Count("pk"), sum=Sum("amount"))
    by_state: dict[str, Any] = {row["state"]: row for row in found}
    return [
        {
            "state": state.value,
            "label": state.label,
            "count": by_state.get(state.value, {}).get("count", 0),
            "amount": by_state.get(state.value, {}).get("sum", 0),
            "chosen": question.things["state"] == state.value,
        }
        for state in Match.State
    ]


def filters(account: Account | None, question: Question) -> list[dict[str, Any]]:
    """The fields of the search: name, label, choices, what is chosen."""
    counties = listed(schema().table(schema().organizations).column("county"))
    codes = [measure.code for measure in matched_measures(pack_in_force())]
    fields: list[tuple[str, str, list[tuple[str, Any]]]] = [
        ("state", _("State"), [(one.value, one.label) for one in Match.State]),
        ("measure", _("Measure"), [(code, word_label("measure", code)) for code in codes]),
        ("county", _("County"), [(code, word_label("county", code)) for code in counties]),
        ("exception", _("To look at"), [(one.value, one.label) for one in Word]),
    ]
    if account is not None and account.county:
        fields = [field for field in fields if field[0] != "county"]
    return [
        {"name": name, "label": label, "choices": choices, "chosen": question.things[name]}
        for name, label, choices in fields
    ]
