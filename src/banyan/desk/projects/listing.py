"""By what the portfolio is filtered, and what a line of it says."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.cases.states import State
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.kinds import declared, kind_name, stage_name
from banyan.desk.projects.lights import Light
from banyan.desk.projects.models import Blocked, Listing, Project
from banyan.desk.projects.reading import blocked
from banyan.desk.projects.scope import ProjectQuerySet
from banyan.desk.records import search
from banyan.desk.records.labels import language, word_label

NAMES = ("q", "county", "kind", "stage", "light", "list", "show", "park")
LIGHT_COLOURS = {Light.GREEN: "green", Light.YELLOW: "yellow", Light.RED: "red"}
MOST_ENTERPRISES = 200
"""So many enterprises that a text may mean are looked at."""
_REFERENCE = re.compile(r"(?:XM)?\d{4}-0*(\d{1,9})", re.IGNORECASE)


@dataclass(frozen=True)
class Question:
    """What is asked for, by ``NAMES``; empty for everything."""

    things: Mapping[str, str]

    @classmethod
    def of(cls, query: QueryDict) -> Question:
        said = {name: query.get(name, "").replace("\x00", "").strip()[:100] for name in NAMES}
        return cls(said)

    def query(self, **more: str) -> str:
        """As a query string, with some of it changed."""
        found = QueryDict(mutable=True)
        found.update({n: v for n, v in {**self.things, **more}.items() if v})
        return found.urlencode()

    @property
    def asks(self) -> bool:
        return any(self.things.values())


def ask(account: Account | None, question: Question) -> ProjectQuerySet:
    """The projects that the account sees and that fit."""
    found: ProjectQuerySet = Project.objects.visible_to(account)
    for name in ("county", "kind", "stage", "park"):
        if question.things.get(name):
            found = found.filter(**{name: question.things[name]})
    light = question.things.get("light", "")
    if light:
        found = found.filter(light="" if light == "none" else light)
    if question.things.get("list"):
        code, _colon, year = question.things["list"].partition(":")
        number = int(year) if year.isascii() and year.isdigit() and len(year) < 5 else 0
        places = Listing.objects.filter(list=code, year=number, ended_at=None)
        found = found.filter(pk__in=places.values("project_id"))
    show = question.things.get("show", "")
    if show == "blocked":
        found = found.filter(blocked())
    elif show == "missing":
        found = found.filter(missing=True)
    elif show == "unlisted":
        found = found.exclude(pk__in=listed_now().values("project_id"))
    elif show == "mine" and account is not None:
        found = found.filter(officer=account)
    text = question.things.get("q", "")
    if text:
        found = found.filter(_about(account, text))
    return found


def listed_now() -> QuerySet[Listing]:
    """The places on the lists of this year, and on those that are not yearly."""
    found: QuerySet[Listing] = Listing.objects.filter(
        year__in=(0, timezone.localdate().year), ended_at=None
    )
    return found


def _about(account: Account | None, text: str) -> Q:
    """By the project's name, code or number, or its enterprise, which the index of the records
    finds first: to look into every enterprise's name is slow."""
    found = search.ask(account, search.Question(text, dict.fromkeys(search.THINGS, "")))
    codes = list(found.values_list("pk", flat=True)[:MOST_ENTERPRISES])
    condition = Q(name__icontains=text) | Q(organization__in=codes) | Q(code__iexact=text)
    number = _REFERENCE.fullmatch(text)
    if number is not None:
        condition |= Q(pk=int(number[1]))
    return condition


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def filters(account: Account, question: Question) -> list[Filter]:
    """The filters that make sense for the account."""
    all_lists = list_choices()
    found: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("kind", _("Kind"), [(one.code, one.name) for one in declared().kinds.values()]),
        (
            "stage",
            pgettext("a project", "Stage"),
            [(one.code, one.name) for one in declared().stages.values()],
        ),
        (
            "light",
            pgettext("a project", "Light"),
            [
                *((one.value, str(one.label)) for one in reversed(list(LIGHT_COLOURS))),
                ("none", str(Light.NONE.label)),
            ],
        ),
        ("list", pgettext("projects", "On the list"), all_lists),
        (
            "show",
            _("Show"),
            [
                ("blocked", _("blocked by a case")),
                ("missing", _("with a report missing")),
                ("unlisted", _("on no list of this year")),
                *([] if account.role == Role.ENTERPRISE else [("mine", _("that I answer for"))]),
            ],
        ),
    ]
    if account.role != Role.ENTERPRISE and not account.county:
        named = [(code, said[language()]) for code, said in counties().items()]
        found.insert(0, ("county", _("County"), named))
    return [
        Filter(name, label, choices, question.things.get(name, ""))
        for name, label, choices in found
        if choices
    ]


def list_choices() -> list[tuple[str, str]]:
    """The lists that have projects: ``code:year`` and what they are called."""
    known = set(
        Listing.objects.filter(ended_at=None).order_by().values_list("list", "year").distinct()
    )
    found = []
    for one in declared().lists.values():
        years = sorted((year for code, year in known if code == one.code), reverse=True)
        found += [(f"{one.code}:{year}", f"{one.name} {year or ''}".strip()) for year in years]
    return found


@dataclass(frozen=True)
class Line:
    """A project with its words; ``cases`` are those that are open and in its way."""

    project: Project
    kind: str
    stage: str
    county: str
    light: str
    light_colour: str
    cases: int


def lines(projects: Iterable[Any]) -> list[Line]:
    rows = list(projects)
    open_cases = (
        Blocked.objects.filter(project__in=[one.pk for one in rows])
        .exclude(case__state=State.CLOSED)
        .values_list("project_id", flat=True)
    )
    counts: dict[int, int] = {}
    for number in open_cases:
        counts[number] = counts.get(number, 0) + 1
    return [
        Line(
            one,
            kind_name(one.kind),
            stage_name(one.stage),
            word_label("county", one.county),
            str(Light(one.light).label) if one.light else "",
            LIGHT_COLOURS.get(Light(one.light), "secondary"),
            counts.get(one.pk, 0),
        )
        for one in rows
    ]
