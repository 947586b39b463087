"""How each action on matches is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.matching import actions
from banyan.desk.matching.finding import Search
from banyan.desk.matching.models import Match
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.making import Making
from desk.matching.entitled import (
    SYSTEM,
    YEAR,
    account_of,
    centre,
    officer,
    search,
    speaker,
    told,
)


def _city(making: Making) -> Actor:
    return officer(making, Role.CITY, "city-of-matches")


def _held(making: Making) -> Match:
    centre(making, level="national")
    search()
    return Match.objects.get()


def _waiting(making: Making) -> Match:
    return Match.objects.filter(state="told").first() or told(making)


def _given(match: Match) -> Any:
    return account_of(Organization.objects.get(pk=match.uscc))


def _confirm(making: Making) -> None:
    match = _waiting(making)
    actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], _given(match))


def _decline(making: Making) -> None:
    match = _waiting(making)
    actions.decline(Actor(speaker(making)), match.uscc, [match.pk], "not needed")


def _give_account(making: Making) -> None:
    match = _waiting(making)
    actions.give_account(Actor(speaker(making)), match.uscc, _given(match))


def _reopen(making: Making) -> None:
    _decline(making)
    actions.reopen(_city(making), [Match.objects.get().pk], "asked for it")


def _lapse(making: Making) -> None:
    match = _waiting(making)
    assert match.due_on is not None
    actions.lapse(SYSTEM, [match.pk], match.due_on + timedelta(days=1))


def _remind(making: Making) -> None:
    match = _waiting(making)
    assert match.due_on is not None
    actions.remind(SYSTEM, [match.pk], match.due_on)


def _record(making: Making) -> None:
    actions.match(_city(making), YEAR)
    actions.record(SYSTEM, YEAR, Search("", [], {}), 0)


def _fail(making: Making) -> None:
    actions.match(_city(making), YEAR)
    actions.fail(SYSTEM, YEAR, "the disk is full")


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "matching.match": lambda making: actions.match(_city(making), YEAR),
    "matching.record": _record,
    "matching.fail": _fail,
    "matching.release": lambda making: actions.release(
        _city(making), [_held(making).pk], "looked at"
    ),
    "matching.hold": lambda making: actions.hold(
        _city(making), [_waiting(making).pk], "look again"
    ),
    "matching.tell": _waiting,
    "matching.reopen": _reopen,
    "matching.remind": _remind,
    "matching.lapse": _lapse,
    "matching.confirm": _confirm,
    "matching.decline": _decline,
    "matching.give_account": _give_account,
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "matching:match": lambda making: {"pk": _waiting(making).pk},
    "matching:answer": lambda making: {"uscc": _waiting(making).uscc},
    "matching:account": lambda making: {"uscc": _waiting(making).uscc},
}
