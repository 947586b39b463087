"""How urgent an obligation is: blue, yellow when few working days are left, red on its last day
and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from banyan.desk.obligations.calendar import read_calendar, working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.policy_pack import adopted_count

Colour = Obligation.Colour
YELLOW_DAYS = "obligation.yellow_days"


@dataclass(frozen=True)
class Urgency:
    """``left`` are the working days until it is due; negative those since it was."""

    colour: Obligation.Colour
    left: int


def yellow_until(day: date) -> date:
    """What is due then or before, and after ``day``, is yellow on ``day``."""
    return working_days_after(day, adopted_count(YELLOW_DAYS))


def urgencies(obligations: Sequence[Obligation]) -> list[Urgency]:
    """Of each, today; the calendar is read once. What is paused has no colour of its own but that
    of the day on which it was paused."""
    if not obligations:
        return []
    today = timezone.localdate()
    days = [one.due_on for one in obligations] + [one.paused_on or today for one in obligations]
    calendar = read_calendar(min(days), max(days))
    yellow = adopted_count(YELLOW_DAYS)
    found = []
    for one in obligations:
        now = one.paused_on if one.state == Obligation.State.PAUSED else None
        now = now or today
        left = calendar.working_days_between(now, one.due_on)
        if one.due_on <= now:
            colour = Colour.RED
        else:
            colour = Colour.YELLOW if left <= yellow else Colour.BLUE
        found.append(Urgency(colour, left))
    return found
