"""Where the parts above join in what happens to a run: in its transaction, by the one who acts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping

from banyan.desk.audit import Actor
from banyan.desk.settlement.models import Run

_approved: list[Callable[[Actor, Run], None]] = []
_in_payment: list[Callable[[Collection[int]], Mapping[int, int]]] = []


def on_approval(listener: Callable[[Actor, Run], None]) -> None:
    """Has ``listener`` called with every run that is approved, when its awards are payable and
    what it takes of earlier ones stands in ``Reduction``."""
    _approved.append(listener)


def approved(actor: Actor, run: Run) -> None:
    for listener in _approved:
        listener(actor, run)


def on_reduction(listener: Callable[[Collection[int]], Mapping[int, int]]) -> None:
    """Has ``listener`` asked, before awards are reduced, what of them is on its way to the bank:
    given the keys of awards (whose rows are held) it returns fen by key. That is not taken away
    but demanded back."""
    _in_payment.append(listener)


def in_payment(awards: Collection[int]) -> Mapping[int, int]:
    """Fen that are on their way to the bank, by award."""
    found: Counter[int] = Counter()
    for listener in _in_payment:
        found.update(listener(awards))
    return found
