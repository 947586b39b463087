"""The worker's pulse does the duties of the day and sends what is due, and survives what fails."""

from __future__ import annotations

import threading

import pytest

from banyan.desk.messaging import dispatching
from banyan.desk.obligations import daily
from banyan.desk.operations import worker
from banyan.desk.operations.worker import Pulse

pytestmark = pytest.mark.django_db


@pytest.fixture
def pulse(monkeypatch: pytest.MonkeyPatch) -> Pulse:
    """One that beats only when it is told to."""
    monkeypatch.setattr("django.db.close_old_connections", lambda: None)
    made = Pulse(every=3600)
    made.end()
    return made


def test_what_fails_hinders_nothing_else_and_is_left_alone_for_a_while(
    pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[str] = []

    def fail() -> None:
        called.append("duties")
        raise RuntimeError

    monkeypatch.setattr(daily, "run_due", fail)
    monkeypatch.setattr(dispatching, "send_due", lambda going_on: called.append("sending"))
    pulse.beat()
    pulse.beat()
    assert called == ["duties", "sending", "sending"]
    monkeypatch.setattr(worker.time, "monotonic", lambda: float("inf"))
    pulse.beat()
    assert called[3:] == ["duties", "sending"]


def test_a_pulse_that_is_ended_sends_nothing_more(
    pulse: Pulse, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers: list[bool] = []
    monkeypatch.setattr(daily, "run_due", lambda: None)
    monkeypatch.setattr(dispatching, "send_due", lambda going_on: answers.append(going_on()))
    pulse.beat()
    assert answers == [False]


def test_it_beats_by_itself_until_it_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    beaten = threading.Event()
    monkeypatch.setattr(Pulse, "beat", lambda self: beaten.set())
    made = Pulse(every=0.01)
    assert beaten.wait(10)
    made.end()
    assert not made._thread.is_alive()
