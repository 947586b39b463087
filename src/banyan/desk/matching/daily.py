"""What happens to matches by itself, once a day."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from datetime import date
from functools import partial

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.matching import actions
from banyan.desk.matching.actions.telling import to_lapse, to_postpone, to_remind
from banyan.desk.matching.models import Matching
from banyan.desk.matching.records_seen import last_entry
from banyan.desk.matching.tasks import pieces
from banyan.desk.policy.pack_in_force import pack_in_force


def on_day(actor: Actor, day: date) -> None:
    """Ends what silence has ended, reminds, and searches anew where records have changed. Twice on
    a day does the same as once."""
    later = to_postpone()
    for piece in pieces(list(later)):
        _unless_done(partial(actions.postpone, actor, {pk: later[pk] for pk in piece}))
    for piece in pieces(to_lapse(day)):
        _unless_done(partial(actions.lapse, actor, piece, day))
    for piece in pieces(to_remind(day)):
        _unless_done(partial(actions.remind, actor, piece, day))
    if day.year in pack_in_force().years and is_outdated(day.year):
        _unless_done(partial(actions.match, actor, day.year))


def is_outdated(year: int) -> bool:
    """Whether records have changed since the year's matches were searched for."""
    row = Matching.objects.filter(pk=year).first()
    if row is None:
        return last_entry() > 0
    return row.state == Matching.State.FAILED or row.entry < last_entry()


def _unless_done(act: Callable[[], object]) -> None:
    with suppress(RefusedError):  # somebody was first
        act()
