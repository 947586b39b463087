"""What officers decide about matches that are not to be told by themselves."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action
from banyan.desk.matching import duties, telling
from banyan.desk.matching.actions.holding import held, move, reason_given
from banyan.desk.matching.exceptions import LASTING, Word, joined, represented
from banyan.desk.matching.models import Match


@action("matching.release")
def release(actor: Actor, numbers: Collection[int], reason: str) -> int:
    """Looked at and found right: these matches may be told. Those that nobody could confirm stay.
    How many there were; RefusedError where there was none."""
    why = reason_given(reason)
    matches = held(actor, "release", numbers)
    speaking = represented({match.uscc for match in matches})
    matches = [match for match in matches if match.uscc in speaking]
    if not matches:
        raise RefusedError(_("Nobody represents this organization here, so nobody could confirm."))
    for match in matches:
        looked_at = set(match.words) - LASTING - {Word.OFFICER}
        match.cleared = joined(looked_at | set(match.cleared.split(";")))
        match.exceptions, match.note = "", why
        said = sorted(looked_at)
        move(match, "release", "exceptions", "cleared", "note", reason=why, exceptions=said)
        duties.close_review(actor, match)
    for year in {match.year for match in matches}:
        duties.settle_telling(actor, year)
    return len(matches)


@action("matching.hold")
def hold(actor: Actor, numbers: Collection[int], reason: str) -> int:
    """Holds these matches back, with a reason that the enterprise reads where it had been told.
    How many there were; RefusedError where there was none."""
    why = reason_given(reason)
    matches = held(actor, "hold", numbers)
    names = telling.names_of(match.uscc for match in matches)
    for match in matches:
        name = names.get(match.uscc, match.uscc)
        told = match.state == Match.State.TOLD
        match.exceptions = joined({*match.words, Word.OFFICER})
        match.note, match.due_on = why, None
        move(match, "hold", "exceptions", "note", "due_on", reason=why)
        duties.open_review(match, name)
        if told:
            duties.close_confirming(actor, match, dropped=True)
            mark = str(match.told_at)
            telling.tell_representatives(
                "matching.held", match.uscc, name, [match], mark, reason=why
            )
    for year in {match.year for match in matches}:
        duties.settle_telling(actor, year)
    return len(matches)
