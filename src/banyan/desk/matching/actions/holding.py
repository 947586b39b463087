"""How actions take hold of matches: what one may act on, as it is now, until the end."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, log
from banyan.desk.matching.models import Match
from banyan.desk.matching.states import TRANSITIONS
from banyan.desk.people import access


def held(actor: Actor, verb: str, numbers: Collection[int]) -> list[Match]:
    """The matches of these numbers that the actor sees and from whose state ``verb`` leads on,
    held until the transaction ends. Raises PermissionDenied for a role that may not, RefusedError
    where none is left: somebody was first."""
    transition = TRANSITIONS[verb]
    access.require(actor, *transition.roles)
    rows = Match.objects.all()
    if actor.account is not None:
        rows = rows.visible_to(actor.account)
    found = list(
        rows.select_for_update().filter(pk__in=list(numbers)).order_by("uscc", "year", "measure")
    )
    if not found:
        raise PermissionDenied
    fitting = [match for match in found if match.state in transition.sources]
    if not fitting:
        raise RefusedError(_already(found[0]))
    return fitting


def move(match: Match, verb: str, *fields: str, **said: Any) -> None:
    """Writes the match in its new state, with other ``fields`` that were set, and its entry."""
    before = match.state
    match.state = TRANSITIONS[verb].target
    match.save(update_fields=["state", *fields])
    log(
        match,
        before={"state": before},
        after={"state": match.state, "measure": match.measure, "year": match.year, **said},
        organization=match.uscc,
    )


def _already(match: Match) -> str:
    said = {"state": match.get_state_display(), "name": str(match.answered_by or "")}
    if match.answered_by is not None:
        return _("%(name)s was first: this match is %(state)s.") % said
    return _("Somebody was first: this match is %(state)s.") % said


def reason_given(reason: str) -> str:
    """Raises RefusedError where there is none."""
    text = reason.strip()
    if not text:
        raise RefusedError(_("Say why."), "reason")
    return text[:500]
