"""What a line of a list says, and by what lists are filtered."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.cases.asking import fields_in_words, unit_words
from banyan.desk.cases.kinds import Field
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.holding import leads
from banyan.desk.lists.models import Candidacy, Entry, Round, Standing
from banyan.desk.lists.scope import ListedQuerySet
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records import search
from banyan.desk.records.labels import language, word_label

MOST_FOUND = 2_000
"""Organizations of a name that are looked for in a list."""

STATES = ("standing", "ending", "left", "all")

ROUND_COLOURS = {
    Round.State.DRAFT: "secondary",
    Round.State.OPEN: "blue",
    Round.State.DECIDED: "orange",
    Round.State.PUBLISHED: "green",
    Round.State.CANCELLED: "secondary",
}

CANDIDACY_COLOURS = {
    Candidacy.State.PROPOSED: "blue",
    Candidacy.State.TAKEN: "green",
    Candidacy.State.REFUSED: "orange",
    Candidacy.State.WITHDRAWN: "secondary",
}

STANDING_COLOURS = {
    Standing.State.SATISFIED: "green",
    Standing.State.NEAR: "yellow",
    Standing.State.NEEDS: "azure",
    Standing.State.LOST: "red",
}


@dataclass(frozen=True)
class Line:
    """An entry in words; ``state`` is standing, ending or left."""

    entry: Entry
    name: str
    tier: str
    batch: str
    county: str
    stage: str
    state: str

    @property
    def colour(self) -> str:
        return {"standing": "green", "ending": "orange"}.get(self.state, "secondary")

    @property
    def state_words(self) -> str:
        return state_name(self.state)


def lines(entries: Iterable[Entry]) -> list[Line]:
    ahead = timezone.localdate() + timedelta(days=adopted_count("lists.review_ahead"))
    return [
        Line(
            one,
            one.declared.name,
            one.declared.tier_name(one.tier),
            one.declared.batch_name(one.batch),
            county_name(one.county),
            one.declared.stage_name(one.stage),
            _state(one, ahead),
        )
        for one in entries
    ]


def _state(one: Entry, ahead: Any) -> str:
    if one.left_on is not None:
        return "left"
    ending = one.expires_on is not None and one.expires_on <= ahead
    return "ending" if ending and not one.declared.rolls_over else "standing"


def state_name(state: str) -> str:
    return {
        "standing": pgettext("entries", "in the list"),
        "ending": pgettext("entries", "term ends soon"),
        "left": pgettext("entries", "left"),
        "all": pgettext("entries", "all, also those that left"),
    }[state]


def county_name(code: str) -> str:
    return word_label("county", code)


def has_office(account: Account | None, of: DeclaredList) -> bool:
    """Whether the account looks after the list, or a county's part of it."""
    if account is None:
        return False
    role = Role(account.role)
    if role is Role.DEPARTMENT:
        return leads(account, of)
    return role in SEE_WHOLE_CITY or (role is Role.COUNTY and bool(account.county))


def entries_of(account: Account | None, of: DeclaredList) -> ListedQuerySet | None:
    """What the account reads of the list: with an office what it answers for, else what is
    published; ``None`` for nothing."""
    found: ListedQuerySet = Entry.objects.filter(list=of.code)
    if has_office(account, of):
        return found.visible_to(account)
    return found.published() if of.public else None


@dataclass(frozen=True)
class Question:
    """What is asked of a list: a name or credit code, and ``things`` by their names."""

    text: str = ""
    things: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> Question:
        clean = {name: str(value).replace("\x00", "")[:100] for name, value in given.items()}
        names = ("tier", "batch", "county", "stage", "state", "year")
        return cls(clean.get("q", ""), {name: clean.get(name, "") for name in names})

    @property
    def state(self) -> str:
        chosen = self.things.get("state", "")
        return chosen if chosen in STATES else "standing"

    @property
    def filtered(self) -> bool:
        return bool(self.text.strip() or any(self.things.values()))


def ask(entries: ListedQuerySet, question: Question, account: Account | None) -> ListedQuerySet:
    """The entries that answer the question."""
    match question.state:
        case "standing":
            entries = entries.filter(left_on=None)
        case "ending":
            ahead = timezone.localdate() + timedelta(days=adopted_count("lists.review_ahead"))
            entries = entries.filter(left_on=None, expires_on__lte=ahead)
        case "left":
            entries = entries.exclude(left_on=None)
    for name in ("tier", "batch", "county", "stage"):
        if question.things.get(name):
            entries = entries.filter(**{name: question.things[name]})
    year = question.things.get("year", "")
    if year.isdecimal() and len(year) == 4:
        entries = entries.filter(year=int(year))
    if question.text.strip():
        entries = entries.filter(organization__in=_named(question.text, account))
    return entries


def _named(text: str, account: Account | None) -> list[str]:
    """The organizations of a name. Asked first: of a list the database would look at all."""
    found = search.ask(account, search.Question(text))
    return list(found.values_list("pk", flat=True)[:MOST_FOUND])


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def filters(of: DeclaredList, question: Question, account: Account | None) -> list[Filter]:
    """The filters that make sense for the list and who asks."""
    found: list[tuple[str, str, list[tuple[str, str]]]] = []
    if of.tiered:
        found.append(
            (
                "tier",
                pgettext("a list", "Tier"),
                [(code, one.name) for code, one in of.tiers.items()],
            )
        )
    if of.batches:
        found.append(("batch", _("Batch"), [(code, one.name) for code, one in of.batches.items()]))
    if of.stages:
        found.append(("stage", _("Stage"), [(code, one.name) for code, one in of.stages.items()]))
    if account is None or not account.county:
        named = [(code, said[language()]) for code, said in counties().items()]
        found.append(("county", _("County"), named))
    if has_office(account, of):
        this_year = timezone.localdate().year
        years = [(str(year), str(year)) for year in range(this_year, this_year - 6, -1)]
        found.append(("year", _("Year of entry"), years))
        found.append(("state", _("State"), [(one, state_name(one)) for one in STATES]))
    return [
        Filter(name, label, choices, question.things.get(name, ""))
        for name, label, choices in found
    ]


def said_in_words(entry: Entry) -> list[tuple[str, str]]:
    """The fields of an entry in words: those of its tier, then those of its stages."""
    of = entry.declared
    found = (
        fields_in_words(of.fields_of(entry.tier), entry.fields) if entry.tier in of.tiers else []
    )
    for stage in of.stages.values():
        given = {
            name.removeprefix(f"{stage.code}."): text
            for name, text in entry.fields.items()
            if name.startswith(f"{stage.code}.")
        }
        found += [
            (f"{stage.name} · {label}", text)
            for label, text in fields_in_words(stage.fields, given)
        ]
    return found


def asked_in_form(fields: Iterable[Field], given: Mapping[str, str]) -> list[dict[str, Any]]:
    """The fields as a form asks for them."""
    return [
        {
            "name": f"field-{one.code}",
            "field": one,
            "unit": unit_words(one.unit),
            "value": given.get(one.code, ""),
        }
        for one in fields
    ]
