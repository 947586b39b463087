"""What a line of a list says, and what a list is asked for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language
from banyan.desk.tasks.counting import NOBODY
from banyan.desk.tasks.lights import NAMES, Colour, Light, light_of
from banyan.desk.tasks.models import Task, TaskList
from banyan.desk.tasks.states import COLOURS, State

ASKED = ("unit", "article", "county", "light", "state")
LIGHT_COLOURS = {Colour.GREEN: "green", Colour.YELLOW: "yellow", Colour.RED: "red"}


@dataclass(frozen=True)
class Line:
    """A task as lists show it."""

    task: Task
    light: Light | None
    colour: str
    state_colour: str
    county: str


@dataclass(frozen=True)
class Filter:
    name: str
    label: str
    choices: list[tuple[str, str]]
    chosen: str


def with_all(tasks: Any) -> Any:
    """The tasks with what a line needs."""
    found = tasks.select_related("list", "lead", "carried_from")
    return found.prefetch_related("milestones")


def lines(tasks: Iterable[Task], day: date) -> list[Line]:
    return [line_of(one, day) for one in tasks]


def line_of(task: Task, day: date) -> Line:
    light = light_of(task, day)
    return Line(
        task,
        light,
        LIGHT_COLOURS[light.colour] if light is not None else "",
        COLOURS[State(task.state)],
        county_name(task.county),
    )


def county_name(code: str) -> str:
    said = counties().get(code)
    return said[language()] if said else code


def list_asked(account: Account | None, year: str) -> TaskList | None:
    """The list of the year, or the latest that the account sees published."""
    seen = TaskList.objects.visible_to(account).filter(state=TaskList.State.PUBLISHED)
    wanted = seen.filter(year=int(year)) if _is_number(year) else seen
    found: TaskList | None = wanted.order_by("-year").first()
    return found


def ask(tasks: Any, given: Mapping[str, str], day: date) -> Any:
    """Those of the tasks for which is asked; what cannot be read is not asked."""
    unit = given.get("unit", "")
    if unit == NOBODY:
        tasks = tasks.filter(lead=None)
    elif _is_number(unit):
        tasks = tasks.filter(lead=int(unit))
    article = given.get("article", "")
    if article in declared_pack().articles:
        tasks = tasks.filter(article=article)
    county = given.get("county", "")
    if county == NOBODY:
        tasks = tasks.filter(county="")
    elif county in counties():
        tasks = tasks.filter(county=county)
    if given.get("light") in Colour.values:
        tasks = tasks.lit(given["light"], day)
    if given.get("state") in State.values:
        tasks = tasks.filter(state=given["state"])
    else:
        tasks = tasks.filter(~Q(state=State.CARRIED))
    return tasks


def filters(given: Mapping[str, str]) -> list[Filter]:
    spoken = language()
    articles = declared_pack().articles
    units = [(str(one.pk), one.name) for one in Unit.objects.order_by("county", "code")]
    named = [(code, said[spoken]) for code, said in counties().items()]
    found: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("unit", _("Unit"), [*units, (NOBODY, _("without a unit"))]),
        (
            "article",
            _("Article"),
            [(one, f"{one} {said.title[spoken]}") for one, said in articles.items()],
        ),
        ("county", _("County"), [*named, (NOBODY, _("the city itself"))]),
        ("light", pgettext("a task", "Light"), [(one.value, str(NAMES[one])) for one in Colour]),
        ("state", _("State"), [(one.value, str(one.label)) for one in State]),
    ]
    return [Filter(name, label, said, given.get(name, "")) for name, label, said in found]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10
