"""How a task moves: one table of transitions, which actions and pages both follow."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from banyan.desk.audit import RefusedError


class State(models.TextChoices):
    """Where a task is."""

    PLANNED = "planned", pgettext_lazy("a task", "not begun")
    UNDER_WAY = "under_way", pgettext_lazy("a task", "under way")
    REPORTED = "reported", pgettext_lazy("a task", "reported as done")
    RETURNED = "returned", pgettext_lazy("a task", "returned")
    DONE = "done", pgettext_lazy("a task", "done")
    DROPPED = "dropped", pgettext_lazy("a task", "dropped")
    CARRIED = "carried", pgettext_lazy("a task", "carried over to the next year")


WITH_UNIT = (State.PLANNED, State.UNDER_WAY, State.RETURNED)
"""The lead unit works on it."""

OPEN = (*WITH_UNIT, State.REPORTED)
OVER = (State.DONE, State.DROPPED, State.CARRIED)

COLOURS = {
    State.PLANNED: "secondary",
    State.UNDER_WAY: "blue",
    State.REPORTED: "purple",
    State.RETURNED: "orange",
    State.DONE: "green",
    State.DROPPED: "secondary",
    State.CARRIED: "azure",
}

_MOVES: dict[str, tuple[tuple[State, ...], State]] = {
    "report": (WITH_UNIT, State.UNDER_WAY),
    "report_done": (WITH_UNIT, State.REPORTED),
    "confirm_done": ((State.REPORTED,), State.DONE),
    "return": ((State.REPORTED,), State.RETURNED),
    "take_back": ((State.REPORTED,), State.UNDER_WAY),
    "drop": (WITH_UNIT, State.DROPPED),
    "carry_over": (WITH_UNIT, State.CARRIED),
}


def target_of(move: str, state: str) -> State:
    """The state to which ``move`` takes a task that is in ``state``. Raises RefusedError where it
    cannot be moved so."""
    sources, target = _MOVES[move]
    if state not in sources:
        said = State(state).label
        raise RefusedError(_("This task cannot be changed so: %(state)s.") % {"state": said})
    return target
