"""How each action of the incentives is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.incentives import actions
from banyan.desk.incentives.models import Proposal
from banyan.desk.people.roles import Role
from desk.incentives.raising import HERE, YEAR, own_organization, raised, somebody
from desk.making import Making


def _first(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "proposes-incentives"))


def _second(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "decides-incentives"))


def proposed(making: Making) -> Proposal:
    known = Proposal.objects.filter(state="proposed").first()
    if known is not None:
        return known
    raised(making, HERE, 10, first=50_000)
    own = own_organization(making)
    return actions.propose(_first(making), YEAR, HERE, own.uscc)


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "incentives.propose": lambda making: _void(proposed(making)),
    "incentives.confirm": lambda making: actions.confirm(_second(making), proposed(making)),
    "incentives.refuse": lambda making: actions.refuse(_second(making), proposed(making), "no"),
    "incentives.withdraw": lambda making: actions.withdraw(_first(making), proposed(making)),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "incentives:county": lambda making: {"year": YEAR, "county": int(HERE)},
    "incentives:propose": lambda making: {"year": YEAR, "county": int(HERE)},
    "incentives:decide": lambda making: {"pk": proposed(making).pk},
}


def _void(_: object) -> None:
    """A scenario returns nothing."""
