"""Where the parts above join in what happens to a run: in its transaction, by the one who acts."""

from __future__ import annotations

from collections.abc import Callable

from banyan.desk.audit import Actor
from banyan.desk.settlement.models import Run

_approved: list[Callable[[Actor, Run], None]] = []


def on_approval(listener: Callable[[Actor, Run], None]) -> None:
    """Has ``listener`` called with every run that is approved, when its awards are payable and
    what it takes of earlier ones stands in ``Reduction``."""
    _approved.append(listener)


def approved(actor: Actor, run: Run) -> None:
    for listener in _approved:
        listener(actor, run)
