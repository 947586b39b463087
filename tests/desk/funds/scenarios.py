"""How each action of the funds is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.funds import actions
from banyan.desk.funds.ledger import CITY
from banyan.desk.funds.models import Budget, BudgetChange
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making


def officer(making: Making, username: str = "first-of-funds") -> Actor:
    """A finance officer of that name."""
    known = Account.objects.filter(username=username).first()
    return Actor(known) if known else making.actor(Role.FINANCE, username=username)


def second(making: Making) -> Actor:
    return officer(making, "second-of-funds")


def proposed(making: Making, fen: int = 100_000_000, **named: Any) -> BudgetChange:
    """A change that waits, of the fund of software unless said otherwise."""
    values = {"year": 2026, "fund": "software", "measure": "", "county": CITY} | named
    waiting = BudgetChange.objects.filter(
        state="proposed", **{f"budget__{name}": value for name, value in values.items()}
    ).first()
    if waiting is not None:
        return waiting
    return actions.propose_change(
        officer(making), **values, amount=fen, reason="approved by the congress"
    )


def funded(making: Making, fen: int = 100_000_000, **named: Any) -> Budget:
    """A budget that two people gave that much."""
    change = proposed(making, fen, **named)
    actions.confirm_change(second(making), change)
    return change.budget


def _confirmed(making: Making) -> None:
    actions.confirm_change(second(making), proposed(making))


def _refused(making: Making) -> None:
    actions.refuse_change(second(making), proposed(making), "too much")


def _withdrawn(making: Making) -> None:
    actions.withdraw_change(officer(making), proposed(making))


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "funds.propose_change": lambda making: proposed(making) and None,
    "funds.confirm_change": _confirmed,
    "funds.refuse_change": _refused,
    "funds.withdraw_change": _withdrawn,
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "funds:budget": lambda making: {"pk": funded(making, county="350102").pk},
    "funds:export": lambda making: {"pk": funded(making, county="350102").pk, "form": "csv"},
    "funds:change": lambda making: {"pk": proposed(making, county="350102").pk},
    "funds:decide": lambda making: {"pk": proposed(making).pk},
}
