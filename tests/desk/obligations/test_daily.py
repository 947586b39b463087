"""The duties of a day are done once, also where some fail or the worker died."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from banyan.desk.audit import Actor
from banyan.desk.obligations import daily
from banyan.desk.obligations.daily import DutyError, every_day, run_due
from banyan.desk.obligations.models import DutyDone

pytestmark = pytest.mark.django_db


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> list[date]:
    """The days for which the only listener was called."""
    monkeypatch.setattr(daily, "_listeners", {})
    days: list[date] = []

    def listener(actor: Actor, day: date) -> None:
        assert actor.origin.via == "task"
        days.append(day)

    every_day(listener)
    return days


def test_a_duty_is_done_once_a_day(called: list[date], on: Callable[[date], None]) -> None:
    run_due()
    run_due()
    assert called == [date(2026, 11, 24)]
    on(date(2026, 11, 25))
    run_due()
    assert called == [date(2026, 11, 24), date(2026, 11, 25)]


def test_days_without_a_worker_are_not_done_one_by_one(called: list[date], on: Any) -> None:
    run_due()
    on(date(2026, 11, 30))
    run_due()
    assert called == [date(2026, 11, 24), date(2026, 11, 30)]


def test_a_duty_that_fails_is_tried_again_and_hinders_no_other(called: list[date]) -> None:
    attempts = []

    def failing(actor: Actor, day: date) -> None:
        attempts.append(day)
        if len(attempts) == 1:
            raise RuntimeError("no")

    daily._listeners = {"failing": failing, **daily._listeners}
    with pytest.raises(DutyError, match="failing"):
        run_due()
    run_due()
    assert (len(called), len(attempts)) == (1, 2)


def test_what_a_worker_did_not_write_down_before_it_died_is_done_again(called: list[date]) -> None:
    run_due()
    DutyDone.objects.all().delete()
    run_due()
    assert len(called) == 2


def test_old_days_are_forgotten(called: list[date], on: Any) -> None:
    on(date(2025, 1, 1))
    run_due()
    on(date(2026, 11, 24))
    run_due()
    assert list(DutyDone.objects.values_list("day", flat=True)) == [date(2026, 11, 24)]
