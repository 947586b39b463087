"""Where two people take the same step at the same time one wins and the other is told."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import pytest
from django.db import connection

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.funds.models import Balance
from banyan.desk.people.roles import Role
from banyan.desk.settlement.actions import notices
from banyan.desk.settlement.actions import runs as run_actions
from banyan.desk.settlement.models import Award, Run
from desk.making import Making
from desk.settlement.cities import MILLION, City

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(transactional_db: None, tmp_path: Path, settings: Any) -> City:
    settings.DATA = settings.MEDIA_ROOT = tmp_path
    made = City(Making())
    made.equipment(1)
    return made


def _together(*steps: Callable[[], Any]) -> list[Exception | None]:
    """Takes the steps at the same time; what each raised."""
    start = threading.Barrier(len(steps))
    raised: list[Exception | None] = [None] * len(steps)

    def take(place: int, step: Callable[[], Any]) -> None:
        start.wait(timeout=10)
        try:
            step()
        except Exception as error:
            raised[place] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=take, args=[place, step]) for place, step in enumerate(steps)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def _one_won(raised: list[Exception | None]) -> str:
    refused = [error for error in raised if error is not None]
    assert raised.count(None) == 1, raised
    assert [type(error) for error in refused] == [RefusedError]
    return str(refused[0])


def test_of_two_who_approve_one_wins_and_the_other_is_told_who(city: City) -> None:
    run = city.ended(city.noticed())
    third = city.making.account(Role.CITY, username="third")
    second = city.second
    said = _one_won(
        _together(lambda: notices.approve(second, run), lambda: notices.approve(Actor(third), run))
    )
    assert "second" in said or "third" in said
    assert Balance.objects.get(pot="approved").amount == 3 * MILLION // 10
    assert Entry.objects.filter(action="settlement.approve").count() == 1


def test_of_an_approval_and_a_withdrawal_one_wins(city: City) -> None:
    run = city.ended(city.noticed())
    first, second = city.first, city.second
    _one_won(
        _together(
            lambda: notices.approve(second, run), lambda: notices.withdraw(first, run, "stop")
        )
    )
    run.refresh_from_db()
    states = {Run.State.APPROVED: Award.State.PAYABLE, Run.State.WITHDRAWN: Award.State.RELEASED}
    assert Award.objects.get().state == states[Run.State(run.state)]


def test_of_two_who_open_the_notice_one_wins_and_the_money_is_committed_once(city: City) -> None:
    city.budget()
    run = city.run()
    first, second = city.first, city.second
    _one_won(
        _together(lambda: notices.open_notice(first, run), lambda: notices.open_notice(second, run))
    )
    assert Award.objects.count() == 1
    assert Balance.objects.get(pot="committed").amount == 3 * MILLION // 10


@pytest.mark.skipif(
    "connection.vendor != 'postgresql'", reason="SQLite lets one transaction in at a time"
)
def test_without_holding_the_run_two_would_approve_it(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the guard is there for: both read the run as noticed before either writes."""
    run = city.ended(city.noticed())
    met = threading.Barrier(2)

    def not_held(run: Run) -> Run:
        found = Run.objects.get(pk=run.pk)
        met.wait(timeout=10)
        return found

    monkeypatch.setattr(notices, "held", not_held)
    monkeypatch.setattr(notices, "hold_year", lambda year: None)
    monkeypatch.setattr(notices, "approve_awards", lambda *_: 0)
    third = city.making.actor(Role.CITY, username="third")
    second = city.second
    decided = [Run.State(run.state)]
    raised = _together(
        lambda: decided.append(notices.approve(second, run).state),
        lambda: decided.append(notices.approve(third, run).state),
    )
    # the trigger that keeps approved runs refuses the second, whose check had let it pass
    assert len(decided) == 2
    assert [type(one).__name__ for one in raised if one] == ["InternalError"] or any(
        "append-only" in str(one) for one in raised if one
    )


def test_two_who_start_a_run_start_one(city: City, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_actions, "tasks", Mock())
    first, second = city.first, city.second
    raised = _together(
        lambda: run_actions.start_run(first, 2026), lambda: run_actions.start_run(second, 2026)
    )
    assert raised.count(None) == 1
    assert Run.objects.filter(state="computing").count() == 1
