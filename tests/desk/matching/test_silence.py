"""What silence does, by the calendar."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.matching import actions, daily
from banyan.desk.matching.models import Match
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Day, Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.making import Making
from desk.matching.entitled import SYSTEM, account_of, officer, speaker, told


@pytest.fixture
def match(making: Making) -> Match:
    return told(making)


def _now(match: Match) -> Match:
    return Match.objects.get(pk=match.pk)


def _due(match: Match) -> date:
    assert match.due_on is not None
    return match.due_on


def test_on_the_last_day_it_still_waits_and_on_the_next_it_has_lapsed(match: Match) -> None:
    daily.on_day(SYSTEM, _due(match))
    assert _now(match).state == "told"
    daily.on_day(SYSTEM, _due(match) + timedelta(days=1))
    assert _now(match).state == "lapsed"
    assert Obligation.objects.get(kind="matching.confirm").state == "dropped"
    assert Message.objects.filter(kind="matching.lapsed").count() == 1


def test_a_day_that_comes_twice_does_what_it_does_once(match: Match) -> None:
    after = _due(match) + timedelta(days=1)
    daily.on_day(SYSTEM, after)
    daily.on_day(SYSTEM, after)
    assert Message.objects.filter(kind="matching.lapsed").count() == 1


def test_a_worker_that_was_away_for_days_catches_up(match: Match) -> None:
    daily.on_day(SYSTEM, _due(match) + timedelta(days=20))
    assert _now(match).state == "lapsed"


def test_it_reminds_after_so_many_working_days_until_the_last_day(match: Match) -> None:
    today = timezone.localdate()
    reminded = []
    for ahead in range((_due(match) - today).days + 1):
        day = today + timedelta(days=ahead)
        daily.on_day(SYSTEM, day)
        daily.on_day(SYSTEM, day)
        if _now(match).reminded_on == day:
            reminded.append(day)
    first = working_days_after(today, 3)
    assert reminded == [first, working_days_after(first, 3), working_days_after(first, 6)]
    assert Message.objects.filter(kind="matching.reminded").count() == 3


def test_days_off_do_not_count(making: Making) -> None:
    today = timezone.localdate()
    for ahead in range(1, 11):
        Day.objects.create(date=today + timedelta(days=ahead), working=False)
    match = told(making)
    assert _due(match) > today + timedelta(days=20)


def test_a_clock_that_was_stopped_does_not_run_out(match: Match) -> None:
    Obligation.objects.filter(kind="matching.confirm").update(state="paused")
    daily.on_day(SYSTEM, _due(match) + timedelta(days=1))
    assert _now(match).state == "told"


def test_more_time_on_the_obligation_is_more_time_for_the_match(match: Match) -> None:
    after = _due(match) + timedelta(days=1)
    Obligation.objects.filter(kind="matching.confirm").update(due_on=after)
    daily.on_day(SYSTEM, after)
    assert _now(match).state == "told"
    daily.on_day(SYSTEM, after + timedelta(days=1))
    assert _now(match).state == "lapsed"


def test_what_was_answered_does_not_lapse(making: Making, match: Match) -> None:
    organization = Organization.objects.get()
    actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], account_of(organization))
    daily.on_day(SYSTEM, _due(match) + timedelta(days=1))
    assert _now(match).state == "confirmed"


def test_what_has_lapsed_is_confirmed_late_or_opened_again(making: Making, match: Match) -> None:
    after = _due(match) + timedelta(days=1)
    daily.on_day(SYSTEM, after)
    actions.reopen(officer(making, Role.COUNTY, county=match.county), [match.pk], "asked for it")
    assert _now(match).state == "told"
    Match.objects.update(due_on=date(2026, 1, 5))
    Obligation.objects.filter(state="open").update(due_on=date(2026, 1, 5))
    daily.on_day(SYSTEM, after)
    assert _now(match).state == "lapsed"
    given = account_of(Organization.objects.get())
    actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], given)
    assert _now(match).state == "confirmed"


def test_nobody_but_the_system_has_it_lapse(making: Making, match: Match) -> None:
    from django.core.exceptions import PermissionDenied

    with pytest.raises(PermissionDenied):
        actions.lapse(officer(making), [match.pk], _due(match) + timedelta(days=1))
    with pytest.raises(PermissionDenied):
        actions.remind(officer(making), [match.pk], _due(match))
