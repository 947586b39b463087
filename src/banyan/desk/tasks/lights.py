"""Green, yellow, red: how far behind its plan a task is.

The plan runs evenly from a task's first day to the end of its last. A light turns on a day that is
known as soon as there is a report, so it is kept with the task (``yellow_on``, ``red_on``): lists
and counts ask the database, and nothing need be computed at midnight."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from banyan.desk.policy_pack import adopted_count
from banyan.desk.tasks.models import Milestone, Task
from banyan.desk.tasks.states import OPEN, WITH_UNIT

YELLOW, RED, RED_DAYS = "task.yellow_points", "task.red_points", "task.red_days"
AT_ONCE = 500


class Colour(models.TextChoices):
    """The lights of a task."""

    GREEN = "green", pgettext_lazy("a light", "green")
    YELLOW = "yellow", pgettext_lazy("a light", "yellow")
    RED = "red", pgettext_lazy("a light", "red")


NAMES = {
    Colour.GREEN: gettext_lazy("on schedule"),
    Colour.YELLOW: gettext_lazy("behind"),
    Colour.RED: gettext_lazy("far behind"),
}


@dataclass(frozen=True)
class Limits:
    """The figures of today: percentage points behind the plan, and days after a milestone."""

    yellow: int
    red: int
    days: int


@dataclass(frozen=True)
class Light:
    """``behind`` are the percentage points by which it lies behind its plan, ``reasons`` why it is
    not green, in words."""

    colour: Colour
    behind: int
    reasons: tuple[str, ...]

    @property
    def name(self) -> str:
        return str(NAMES[self.colour])

    @property
    def words(self) -> str:
        return _("; ").join(self.reasons) if self.reasons else self.name


def limits() -> Limits:
    """As they are adopted today."""
    return Limits(adopted_count(YELLOW), adopted_count(RED), adopted_count(RED_DAYS))


def planned(task: Task, day: date) -> int:
    """Percent that should be done when ``day`` begins."""
    length = (task.due_on - task.starts_on).days + 1
    passed = min(max((day - task.starts_on).days, 0), length)
    return 100 * passed // length


def days_of(task: Task, milestone: date | None, figures: Limits) -> tuple[date | None, date | None]:
    """The days from which the light of a task is yellow and red, as things are; ``milestone`` is
    the first one that is not reached. A task with whose end a second person is busy, and one that
    is over, has none."""
    if task.state not in WITH_UNIT:
        return None, None
    over = task.due_on + timedelta(days=1)
    yellow = min(over, _behind_on(task, figures.yellow) or over)
    red = min(over, _behind_on(task, figures.red) or over)
    if milestone is not None:
        yellow = min(yellow, milestone + timedelta(days=1))
        red = min(red, milestone + timedelta(days=1 + figures.days))
    return min(yellow, red), red


def light_of(task: Task, today: date) -> Light | None:
    """The light of a task on ``today`` and why; ``None`` for one of a draft, or that is over."""
    if task.state not in OPEN or task.list.is_draft:
        return None
    if task.red_on is not None and task.red_on <= today:
        colour = Colour.RED
    elif task.yellow_on is not None and task.yellow_on <= today:
        colour = Colour.YELLOW
    else:
        return Light(Colour.GREEN, 0, ())
    behind = max(planned(task, today) - task.percent, 0)
    return Light(colour, behind, tuple(_reasons(task, today, behind)))


def relight(tasks: Iterable[Task]) -> int:
    """Sets the days on which the lights of these tasks turn, where they are others than before; how
    many were."""
    rows = list(tasks)
    figures = limits()
    first = first_open(rows)
    changed = []
    for task in rows:
        days = days_of(task, first.get(task.pk), figures)
        if days != (task.yellow_on, task.red_on):
            task.yellow_on, task.red_on = days
            changed.append(task)
    Task.objects.bulk_update(changed, ["yellow_on", "red_on"], batch_size=AT_ONCE)
    return len(changed)


def _behind_on(task: Task, points: int) -> date | None:
    """The first day on which ``planned`` is ``points`` more than what is done."""
    wanted = task.percent + points
    if wanted > 100:
        return None
    length = (task.due_on - task.starts_on).days + 1
    return task.starts_on + timedelta(days=-(-wanted * length // 100))


def _reasons(task: Task, today: date, behind: int) -> Iterator[str]:
    if task.due_on < today:
        days = (today - task.due_on).days
        yield ngettext("%(days)s day overdue", "%(days)s days overdue", days) % {"days": days}
    if behind >= limits().yellow:
        yield ngettext(
            "%(points)s point behind the plan", "%(points)s points behind the plan", behind
        ) % {"points": behind}
    for one in task.milestones.all():
        if one.reached_on is None and one.due_on < today:
            yield _("not reached: %(milestone)s (%(day)s)") % {
                "milestone": one.words,
                "day": one.due_on.isoformat(),
            }


def first_open(tasks: Iterable[Task]) -> dict[int, date]:
    """The day of the first milestone of each task that is not reached."""
    found: dict[int, date] = {}
    numbers = [one.pk for one in tasks]
    for start in range(0, len(numbers), AT_ONCE):
        rows = Milestone.objects.filter(
            task__in=numbers[start : start + AT_ONCE], reached_on=None
        ).order_by()
        found.update(rows.values_list("task").annotate(models.Min("due_on")))
    return found
