"""The responsibility list of a unit as a document: what it leads, by when, and how far it is."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from banyan.desk.bulletins.composing import LANGUAGES, day_in_words
from banyan.desk.bulletins.documents import as_pdf
from banyan.desk.bulletins.word import word_document
from banyan.desk.people.models import Unit
from banyan.desk.policy_pack import declared_pack
from banyan.desk.tasks.exporting import how_many
from banyan.desk.tasks.lights import Colour, light_of
from banyan.desk.tasks.models import Task, TaskList

ISSUER = "industry"
"""The unit of the notice that keeps the city's lists."""


def document(
    unit: Unit, published: TaskList, tasks: Iterable[Task], form: str, language: str, day: date
) -> bytes:
    """The list as ``pdf`` or ``docx`` in ``zh`` or ``en``, as it is on ``day``. Raises
    FontsMissingError."""
    with translation.override(LANGUAGES[language]):
        said = _said(unit, published, list(tasks), language, day)
    return as_pdf(said, day) if form == "pdf" else word_document(said, day)


def _said(
    unit: Unit, published: TaskList, tasks: list[Task], language: str, day: date
) -> dict[str, Any]:
    name = unit.name_zh if language == "zh" else unit.name_en
    lights = [light_of(one, day) for one in tasks]
    behind = [
        place
        for place, light in enumerate(lights)
        if light is not None and light.colour == Colour.RED
    ]
    about = _("%(unit)s leads %(tasks)s in %(year)s. Those in red are far behind their plan.") % {
        "unit": name,
        "tasks": how_many(len(tasks)),
        "year": published.year,
    }
    return {
        "language": language,
        "region": "CN" if language == "zh" else "GB",
        "series": _("List of responsibilities"),
        "number": str(published.year),
        "issuer": declared_pack().units[ISSUER][language],
        "date": day_in_words(day, language),
        "title": name,
        "to": "",
        "sections": [
            {
                "title": _("Tasks that the unit leads"),
                "paragraphs": [[{"text": about}]],
                "table": {
                    "headers": [
                        *(_("No."), _("Task and when it is done"), _("Helping units")),
                        *(_("Due and milestones"), _("Reached"), _("State")),
                    ],
                    "rows": [
                        *(
                            _row(place, task, light, day)
                            for place, (task, light) in enumerate(
                                zip(tasks, lights, strict=True), 1
                            )
                        ),
                        ["", how_many(len(tasks)), "", "", "", ""],
                    ],
                    "lagging": behind,
                },
            }
        ],
        "page": _("Page {page} of {pages}"),
    }


def _row(place: int, task: Task, light: Any, day: date) -> list[str]:
    days = [task.due_on.isoformat()]
    days += [f"{one.due_on:%m-%d} {one.words}" for one in task.milestones.all()]
    reached = f"{task.percent}%"
    if task.target is not None:
        reached = f"{task.number or 0} / {task.target} {task.measure}"
    state = str(task.get_state_display())
    if light is not None and light.reasons:
        state = f"{state} · {light.name}"
    return [
        str(place),
        f"{task.title} ({task.article})\n{task.done}",
        _(", ").join(one.unit.name for one in task.help.all()),
        "\n".join(days),
        reached,
        state,
    ]
