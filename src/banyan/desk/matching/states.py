"""What may become of a match, by whom: the table that every action goes by."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from banyan.desk.matching.models import Match
from banyan.desk.people.roles import Role

_S = Match.State
OFFICERS = (Role.COUNTY, Role.CITY)
"""Who looks at matches and tells the enterprises: of their county, of the whole city."""

READERS = (Role.COUNTY, Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR)
"""Who reads the matches of others."""


@dataclass(frozen=True)
class Transition:
    """From one of ``sources`` to ``target``; ``roles`` empty for the system itself alone."""

    sources: frozenset[str]
    target: str
    roles: tuple[Role, ...] = ()


TRANSITIONS: Mapping[str, Transition] = {
    "release": Transition(frozenset({_S.HELD}), _S.FOUND, OFFICERS),
    "hold": Transition(frozenset({_S.FOUND, _S.TOLD}), _S.HELD, OFFICERS),
    "tell": Transition(frozenset({_S.FOUND}), _S.TOLD, OFFICERS),
    "confirm": Transition(
        frozenset({_S.TOLD, _S.LAPSED, _S.DECLINED}), _S.CONFIRMED, (Role.ENTERPRISE,)
    ),
    "decline": Transition(frozenset({_S.TOLD}), _S.DECLINED, (Role.ENTERPRISE,)),
    "reopen": Transition(frozenset({_S.LAPSED, _S.DECLINED}), _S.TOLD, OFFICERS),
    "lapse": Transition(frozenset({_S.TOLD}), _S.LAPSED),
}
"""Beside these a new search moves matches: found, held, gone (``rematching``)."""

ANSWERED_LATE = frozenset({_S.LAPSED, _S.DECLINED})
"""What the enterprise may still confirm until the year's public notice."""
