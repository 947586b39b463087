"""How a case moves: one table of transitions, which actions and pages both follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(models.TextChoices):
    """Where a case is."""

    RECORDED = "recorded", _("to be dispatched")
    DISPATCHED = "dispatched", _("to be accepted")
    DISPUTED = "disputed", _("disputed")
    UNDER_WAY = "under_way", _("being handled")
    PAUSED = "paused", pgettext_lazy("a case", "paused")
    ANSWERED = "answered", _("waits for the enterprise")
    CLOSED = "closed", pgettext_lazy("a case", "closed")


class Level(models.TextChoices):
    """Whose ledger the case is in."""

    COUNTY = "county", _("county ledger")
    CITY = "city", _("city ledger")


class Gravity(models.TextChoices):
    """How much hangs on it; the pack's figures give the days of each."""

    GENERAL = "general", _("general")
    URGENT = "urgent", _("urgent")
    GRAVE = "grave", _("grave")


class Outcome(models.TextChoices):
    """Why a case is closed. All but the first need a second person's reasoned decision."""

    AGREED = "agreed", _("solved, as the enterprise says")
    SOLVED = "solved", _("solved, as a second person decided")
    CANNOT = "cannot", _("cannot be solved, explained to the enterprise")
    DUPLICATE = "duplicate", _("the same as another case")
    FALSE_ALARM = "false_alarm", _("false alarm")


class By(models.TextChoices):
    """In which capacity somebody acts on a case; ``holding`` says who has which."""

    LEDGER = "ledger", _("who keeps the ledger")
    LEAD = "lead", _("the lead unit")
    HELPER = "helper", _("a helping unit")
    ENTERPRISE = "enterprise", _("the enterprise")
    SECOND = "second", _("a second person")


@dataclass(frozen=True)
class Transition:
    """``by`` may take a case that is in ``source`` to ``target``. ``reason``: not without words."""

    action: str
    source: State
    target: State
    by: By
    reason: bool = False


_S = State
_OPEN = (_S.RECORDED, _S.DISPATCHED, _S.DISPUTED, _S.UNDER_WAY, _S.PAUSED, _S.ANSWERED)

TRANSITIONS: tuple[Transition, ...] = (
    Transition("dispatch", _S.RECORDED, _S.DISPATCHED, By.LEDGER),
    Transition("accept", _S.DISPATCHED, _S.UNDER_WAY, By.LEAD),
    Transition("refuse", _S.DISPATCHED, _S.DISPUTED, By.LEAD, reason=True),
    Transition("uphold", _S.DISPUTED, _S.UNDER_WAY, By.LEDGER, reason=True),
    Transition("dispatch", _S.DISPUTED, _S.DISPATCHED, By.LEDGER),
    Transition("transfer", _S.DISPATCHED, _S.DISPATCHED, By.LEDGER, reason=True),
    Transition("transfer", _S.UNDER_WAY, _S.DISPATCHED, By.LEDGER, reason=True),
    Transition("pause", _S.UNDER_WAY, _S.PAUSED, By.LEDGER, reason=True),
    Transition("resume", _S.PAUSED, _S.UNDER_WAY, By.LEDGER),
    Transition("report_solved", _S.UNDER_WAY, _S.ANSWERED, By.LEAD, reason=True),
    Transition("hand_back", _S.ANSWERED, _S.UNDER_WAY, By.SECOND, reason=True),
    Transition("agree", _S.ANSWERED, _S.CLOSED, By.ENTERPRISE),
    Transition("disagree", _S.ANSWERED, _S.RECORDED, By.ENTERPRISE, reason=True),
    Transition("reopen", _S.CLOSED, _S.RECORDED, By.ENTERPRISE, reason=True),
    Transition("reopen", _S.CLOSED, _S.RECORDED, By.LEDGER, reason=True),
    *(
        Transition("escalate", state, _S.RECORDED, By.LEDGER, reason=True)
        for state in _OPEN
        if state != _S.ANSWERED
    ),
    *(Transition("close", state, _S.CLOSED, By.SECOND, reason=True) for state in _OPEN),
)
"""A case that is closed can be opened again; none can be deleted."""


def transition(action: str, source: str) -> Transition | None:
    """The transition of an action from a state; ``None`` where there is none."""
    return next((one for one in TRANSITIONS if one.action == action and one.source == source), None)


def open_to(capacities: Iterable[By], source: str) -> Iterable[Transition]:
    """What somebody with these capacities may do with a case in this state."""
    having = set(capacities)
    return (one for one in TRANSITIONS if one.by in having and one.source == source)
