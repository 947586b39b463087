"""Two people who decide at the same moment: one wins, the other is told."""

from __future__ import annotations

from datetime import date
from types import SimpleNamespace

import pytest

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions
from banyan.desk.policy.actions import figures
from banyan.desk.policy.models import FigureChange
from desk.at_once import at_once
from desk.making import Making
from desk.policy.conftest import simulated

pytestmark = pytest.mark.django_db(transaction=True)

DAYS = (date(2027, 1, 1), date(2031, 1, 1))


@pytest.fixture
def people(monkeypatch: pytest.MonkeyPatch) -> list[Actor]:
    """Three administrators; nothing is computed in the background."""
    task = SimpleNamespace(simulate_change=SimpleNamespace(enqueue=lambda number: None))
    monkeypatch.setattr(figures, "tasks", task)
    making = Making()
    return [making.actor(Role.ADMINISTRATOR, username=f"administrator-{n}") for n in range(3)]


def _proposal(actor: Actor) -> FigureChange:
    return simulated(actions.propose_figure(actor, "equipment.rate", "2%", *DAYS, "less"))


def test_of_two_who_confirm_one_wins_and_the_other_is_told(people: list[Actor]) -> None:
    change = _proposal(people[0])
    raised = at_once(*(lambda who=who: actions.confirm_figure(who, change) for who in people[1:]))
    assert sorted(type(error) for error in raised if error) == [RefusedError]
    assert Entry.objects.filter(action="policy.confirm_figure").count() == 1


def test_of_one_who_confirms_and_one_who_withdraws_one_wins(people: list[Actor]) -> None:
    change = _proposal(people[0])
    raised = at_once(
        lambda: actions.confirm_figure(people[1], change),
        lambda: actions.withdraw_figure(people[0], change),
    )
    assert sorted(type(error) for error in raised if error) == [RefusedError]
    change.refresh_from_db()
    assert change.state in ("confirmed", "withdrawn")


def test_of_two_who_propose_one_wins_and_the_other_is_told(people: list[Actor]) -> None:
    raised = at_once(
        *(
            lambda who=who, value=value: actions.propose_figure(
                who, "equipment.rate", value, *DAYS, "less"
            )
            for who, value in zip(people, ("2%", "1%"), strict=False)
        )
    )
    assert sorted(type(error) for error in raised if error) == [RefusedError]
    assert FigureChange.objects.filter(state="proposed").count() == 1
