"""Holders are told when something becomes yellow and red, and those who come next when overdue."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from banyan.desk.audit.models import Entry
from banyan.desk.messaging import templates
from banyan.desk.messaging.models import Message
from banyan.desk.obligations import actions, kinds, reminding
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.obligations.scenarios import DESK, opened, overdue

pytestmark = pytest.mark.django_db

COUNTY = Holder(role=Role.COUNTY, county="350102")


def _said(account: Account) -> list[str]:
    return [
        templates.render(one.kind, one.context).subject
        for one in Message.objects.filter(account=account).order_by("pk")
    ]


def test_each_colour_is_told_once(making: Making, on: Any) -> None:
    city = making.account(Role.CITY)
    opened(making, days=5)
    for day in (24, 25, 26, 27, 28, 29, 30):  # yellow from the 26th
        on(date(2026, 11, day))
        reminding.on_day(DESK, date(2026, 11, day))
    assert _said(city) == ["Soon due: Look at thing-1"]
    for day in (1, 2):
        on(date(2026, 12, day))
        reminding.on_day(DESK, date(2026, 12, day))
    assert _said(city)[1:] == ["Due now: Look at thing-1"]


def test_a_day_on_which_nothing_is_due_leaves_no_entry(making: Making) -> None:
    opened(making, days=5)
    reminding.on_day(DESK, date(2026, 11, 24))
    assert not Entry.objects.exists()


def test_several_things_at_once_are_one_message(making: Making) -> None:
    city = making.account(Role.CITY)
    for key in range(3):
        opened(making, days=2, key=key)
    reminding.on_day(DESK, date(2026, 11, 24))
    assert _said(city) == ["Soon due: 3 things"]


def test_it_is_told_in_the_readers_language(making: Making) -> None:
    making.account(Role.CITY)
    for key in range(2):
        opened(making, days=2, key=key)
    reminding.on_day(DESK, date(2026, 11, 24))
    message = Message.objects.get()
    assert message.context["title"]["en"] == "2 things"
    assert message.context["due"]["en"] == "2026-11-26 (the first of them)"


def test_what_is_paused_is_not_told(making: Making) -> None:
    city = making.account(Role.CITY)
    made = opened(making, days=1)
    actions.pause(making.actor(Role.CITY, username="second"), made, "waits")
    reminding.on_day(DESK, date(2026, 11, 24))
    assert _said(city) == []


def test_after_a_pause_it_is_told_anew(making: Making, on: Any) -> None:
    city = making.account(Role.CITY)
    made = opened(making, days=1)
    reminding.on_day(DESK, date(2026, 11, 24))
    actions.pause(DESK, made, "waits")
    on(date(2026, 12, 10))
    actions.resume(DESK, made)
    reminding.on_day(DESK, date(2026, 12, 10))
    assert len(_said(city)) == 2


def test_what_a_county_leaves_undone_goes_to_the_city_too(making: Making) -> None:
    county, city = making.account(Role.COUNTY), making.account(Role.CITY)
    made = overdue(making, COUNTY)
    assert not Obligation.objects.held_by(city).exists()
    reminding.on_day(DESK, date(2026, 11, 24))
    assert list(Obligation.objects.held_by(city)) == [made]
    assert list(Obligation.objects.held_by(county)) == [made]
    assert _said(city) == ["Overdue, and yours too now: Look at thing-1"]
    reminding.on_day(DESK, date(2026, 11, 25))
    assert len(_said(city)) == 1


def test_on_its_last_day_it_is_not_overdue(making: Making) -> None:
    making.account(Role.COUNTY)
    opened(making, COUNTY, days=0)
    reminding.on_day(DESK, date(2026, 11, 24))
    assert Obligation.objects.get().escalated_on is None


def test_a_kind_may_say_who_comes_next(making: Making) -> None:
    kinds.declare("test.money", "Pay %(what)s", next_holder=Role.AUDITOR)
    kinds.declare("test.quiet", "Answer %(what)s", escalates=False)
    overdue(making, COUNTY, key=1)
    Obligation.objects.update(kind="test.money")
    overdue(making, COUNTY, key=2)
    Obligation.objects.filter(kind="test.look").update(kind="test.quiet")
    reminding.on_day(DESK, date(2026, 11, 24))
    found = dict(Obligation.objects.values_list("kind", "escalated_to"))
    assert found == {"test.money": Role.AUDITOR, "test.quiet": ""}


def test_an_enterprise_that_is_silent_is_given_to_nobody(making: Making) -> None:
    organization = making.organization()
    made = overdue(making)
    Obligation.objects.update(role=Role.ENTERPRISE, organization=organization.uscc)
    reminding.on_day(DESK, date(2026, 11, 24))
    made.refresh_from_db()
    assert made.escalated_to == ""


def test_a_thousand_are_told_with_few_queries(
    making: Making, django_assert_max_num_queries: Any
) -> None:
    making.account(Role.COUNTY)
    unit = making.unit("thing")
    Obligation.objects.bulk_create(
        Obligation(
            kind="test.look",
            words={"what": "x"},
            subject="people.unit",
            key=f"{unit.pk}-{number}",
            link="/",
            role=Role.COUNTY,
            county="350102",
            due_on=date(2026, 11, 23),
            working_days=5,
        )
        for number in range(1_000)
    )
    with django_assert_max_num_queries(60):
        reminding.on_day(DESK, date(2026, 11, 24))
    assert Message.objects.count() == 1


@pytest.mark.parametrize("dies_at", [1, 2, 3])
def test_a_duty_that_dies_half_way_reminds_each_once_and_misses_none(
    making: Making, on: Any, monkeypatch: pytest.MonkeyPatch, dies_at: int
) -> None:
    held = [
        (Holder(account=making.account(Role.CITY, username=f"city-{key}")), key) for key in range(5)
    ]
    for holder, key in held:
        overdue(making, holder, key=key)
    supervisor = making.account(Role.SUPERVISOR)
    monkeypatch.setattr(reminding, "AT_ONCE", 2)
    found, asked = reminding.holders_of, 0

    def die(obligations: list[Obligation]) -> Any:
        nonlocal asked
        asked += 1
        if asked == dies_at:
            raise RuntimeError
        return found(obligations)

    day = date(2026, 11, 24)
    with monkeypatch.context() as patch:
        patch.setattr(reminding, "holders_of", die)
        with pytest.raises(RuntimeError):
            reminding.on_day(DESK, day)
    assert not Message.objects.exists()
    for _ in range(2):
        reminding.on_day(DESK, day)
    for holder, key in held:
        assert holder.account is not None
        assert _said(holder.account) == [f"Due now: Look at thing-{key}"]
    assert _said(supervisor) == ["Overdue, and yours too now: 5 things"]
    assert not reminding.to_remind(day).exists()
    assert not reminding.to_escalate(day).exists()
