"""How far money has come: what each movement of the ledger adds to which stage."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Stage(TextChoices):
    """A stage holds what has come so far or further: what is paid has been approved and committed
    too."""

    BUDGET = "budget", _("budget")
    COMMITTED = "committed", _("committed in all")
    APPROVED = "approved", _("approved in all")
    PAID = "paid", _("paid in all")


REACHES: Mapping[str, Mapping[str, int]] = {
    Stage.BUDGET.value: {"appropriation": 1, "reduction": -1},
    Stage.COMMITTED.value: {"commitment": 1, "release": -1, "cancellation": -1, "recovery": -1},
    Stage.APPROVED.value: {"approval": 1, "cancellation": -1, "recovery": -1},
    Stage.PAID.value: {"payment": 1, "return": -1, "recovery": -1},
}
"""What each kind of entry adds to a stage. Recovered money was paid by mistake: it counts neither
as paid nor as to be paid."""


def added(stage: str, kind: str, amount: int) -> int:
    """What an entry of ``kind`` over ``amount`` fen adds to a stage, in fen."""
    return REACHES[stage].get(kind, 0) * amount
