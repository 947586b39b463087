"""What the tests of the policy library share."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions, figure_rules
from banyan.desk.policy.models import FigureChange, TextVersion
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import declared_pack
from desk.making import Making

NUMBER = declared_pack().words["document"]["number"]["zh"]
"""That of the pack's own document."""

TASK = Actor(origin=Origin(via="task"))


@pytest.fixture(autouse=True)
def _in_2026(monkeypatch: pytest.MonkeyPatch) -> None:
    """2026 is the first year that is open, whatever the day is."""
    monkeypatch.setattr(figure_rules, "first_open_year", lambda: 2026)


@pytest.fixture
def first(making: Making) -> Actor:
    return making.actor(Role.ADMINISTRATOR, username="first")


@pytest.fixture
def second(making: Making) -> Actor:
    return making.actor(Role.ADMINISTRATOR, username="second")


def simulated(change: FigureChange) -> FigureChange:
    """The change with a simulation of the policy in force."""
    totals = {"granted_before": 1, "granted_after": 1, "before": 2, "after": 1, "difference": -1}
    result = {
        "year": 2026,
        "organizations": 1,
        "totals": totals,
        "outcomes": {name: {"organizations": 0, "difference": 0} for name in ("gained", "lost")},
        "lines_that_differ": 1,
        "measures": [{"measure": "equipment_upgrade", **totals}],
        "groups": {"county": [{"group": "350102", **totals}]},
        "winners": [],
        "losers": [],
    }
    waiting = change.simulations.first()
    assert waiting is not None
    actions.record_simulation(TASK, waiting, pack_sha256=pack_in_force().sha256, result=result)
    return change


Propose = Callable[..., FigureChange]


@pytest.fixture
def propose(first: Actor) -> Propose:
    """Proposes the equipment rate, simulated."""

    def make(
        value: str = "2%",
        starts: date = date(2027, 1, 1),
        ends: date = date(2031, 1, 1),
        key: str = "equipment.rate",
    ) -> FigureChange:
        return simulated(actions.propose_figure(first, key, value, starts, ends, "less money"))

    return make


SMALL = (Path(__file__).parent / "small_notice.txt").read_text(encoding="utf-8")


def import_small(change: Callable[[str], str] = str, number: str = NUMBER) -> TextVersion:
    """The small notice as the text of the pack's document, changed in some way."""
    return actions.import_text(Actor(), change(SMALL).encode(), "small.txt", number=number)
