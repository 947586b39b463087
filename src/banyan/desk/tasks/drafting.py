"""What the list of a year holds: from the pack, and from the list of the year before.

A task of every year begins anew; one of several years goes on. What last year did not see done is
carried over with its mark; what is done, or was dropped by two people, is left out. Days of last
year's tasks that the pack does not name are moved to the year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.tasks.declared import COUNTIES, DeclaredTask, declared
from banyan.desk.tasks.models import Help, Milestone, Task, TaskList
from banyan.desk.tasks.states import OPEN, State

Key = tuple[str, str]
"""A task's code and county: in each list once."""


@dataclass
class Line:
    """A task that a list should hold, not saved, with its milestones and the units that help."""

    task: Task
    milestones: list[Milestone] = field(default_factory=list)
    helpers: list[Unit] = field(default_factory=list)

    @property
    def key(self) -> Key:
        return self.task.code, self.task.county


def lines_of(wanted: TaskList) -> list[Line]:
    """The lines of the list, in its order: as the pack has its tasks, then the city's own."""
    units = {unit.code: unit for unit in Unit.objects.all()}
    before = _before(wanted.year)
    found = []
    for task in declared().tasks.values():
        for county in sorted(counties()) if task.lead == COUNTIES else ("",):
            earlier = before.pop((task.code, county), None)
            if task.of_year(wanted.year):
                if earlier is None or _goes_on(earlier):
                    found.append(_declared_line(wanted, task, county, units, earlier))
            elif earlier is not None and earlier.state in OPEN:
                found.append(_moved_line(wanted, earlier))
    for earlier in before.values():
        if _goes_on(earlier):
            found.append(_moved_line(wanted, earlier))
    for place, line in enumerate(found, 1):
        line.task.place = place
    return found


def save(lines: Iterable[Line]) -> list[Task]:
    """Puts new lines into their list, with a number of queries that does not grow with them."""
    rows = list(lines)
    made: list[Task] = Task.objects.bulk_create([line.task for line in rows])
    milestones, helpers = [], []
    for line, task in zip(rows, made, strict=True):
        for one in line.milestones:
            one.task = task
            milestones.append(one)
        helpers += [Help(task=task, unit=unit) for unit in line.helpers]
    Milestone.objects.bulk_create(milestones)
    Help.objects.bulk_create(helpers)
    return made


def moved(day: date, year: int) -> date:
    """The same day of another year; 28 February for the 29th where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, day=28)


def go_on_from(task: Task, earlier: Task) -> None:
    """Takes over how far a task of several years is."""
    task.percent, task.number = earlier.percent, earlier.number
    task.state = State.UNDER_WAY if earlier.percent or earlier.number else State.PLANNED


def _before(year: int) -> dict[Key, Task]:
    """The tasks of the last list that was published for an earlier year, in its order."""
    last = (
        TaskList.objects.filter(year__lt=year, state=TaskList.State.PUBLISHED)
        .order_by("-year")
        .first()
    )
    if last is None:
        return {}
    rows = last.tasks.select_related("lead", "list").prefetch_related("milestones", "help__unit")
    return {(one.code, one.county): one for one in rows}


def _goes_on(earlier: Task) -> bool:
    """Whether the next year has a task of the kind too."""
    if earlier.yearly:
        return earlier.state != State.DROPPED
    return earlier.state in OPEN


def _declared_line(
    wanted: TaskList,
    said: DeclaredTask,
    county: str,
    units: Mapping[str, Unit],
    earlier: Task | None,
) -> Line:
    starts, due = said.days_in(wanted.year)
    code = f"county-{county}" if county else said.lead
    measure = said.measure or {"zh": "", "en": ""}
    task = Task(
        list=wanted,
        code=said.code,
        article=said.article,
        county=county,
        title_zh=said.words["zh"],
        title_en=said.words["en"],
        done_zh=said.done["zh"],
        done_en=said.done["en"],
        lead=units.get(code),
        lead_code=code,
        yearly=said.yearly,
        starts_on=starts,
        due_on=due,
        target=said.target,
        measure_zh=measure["zh"],
        measure_en=measure["en"],
    )
    milestones = [
        Milestone(
            code=one.code,
            words_zh=one.words["zh"],
            words_en=one.words["en"],
            due_on=date(wanted.year, *one.on),
        )
        for one in said.milestones
    ]
    helpers = [units[one] for one in said.helps if one in units]
    if earlier is not None:
        if earlier.lead is not None and earlier.lead.code != code:
            task.lead = earlier.lead
            helpers = [one.unit for one in earlier.help.all()]
        if earlier.state in OPEN:
            task.carried_from = earlier
            if not said.yearly:
                go_on_from(task, earlier)
    return Line(task, milestones, helpers)


_COPIED = (
    *("code", "article", "county", "title_zh", "title_en", "done_zh", "done_en", "lead"),
    *("lead_code", "yearly", "own", "target", "measure_zh", "measure_en"),
)


def _moved_line(wanted: TaskList, earlier: Task) -> Line:
    """Last year's task with its days in this one."""
    copied: dict[str, Any] = {name: getattr(earlier, name) for name in _COPIED}
    several = not earlier.yearly
    several_yet = several and earlier.due_on.year >= wanted.year
    task = Task(
        list=wanted,
        **copied,
        starts_on=earlier.starts_on if several else moved(earlier.starts_on, wanted.year),
        due_on=earlier.due_on if several_yet else moved(earlier.due_on, wanted.year),
    )
    if earlier.state in OPEN:
        task.carried_from = earlier
        if several:
            go_on_from(task, earlier)
    return Line(
        task,
        list(_moved_milestones(earlier, wanted.year)),
        [one.unit for one in earlier.help.all()],
    )


def _moved_milestones(earlier: Task, year: int) -> Iterator[Milestone]:
    """Of a task of every year all, else those that were not reached."""
    for one in earlier.milestones.all():
        if earlier.yearly or one.reached_on is None:
            yield Milestone(
                code=one.code,
                words_zh=one.words_zh,
                words_en=one.words_en,
                due_on=moved(one.due_on, year),
            )
