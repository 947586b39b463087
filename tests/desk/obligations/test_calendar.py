"""Working days: the official calendar, else the week, and over both what administrators say."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.urls import reverse

from banyan.desk.obligations import actions
from banyan.desk.obligations.calendar import (
    is_working,
    official_name,
    read_calendar,
    unpublished,
    working_days_after,
)
from banyan.desk.obligations.models import Day
from banyan.desk.people.roles import Role
from desk.making import Making

pytestmark = pytest.mark.django_db

NEW_YEAR = date(2027, 1, 1)
"""A Friday of a year whose calendar is not published."""


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2026, 11, 24), True),
        (date(2026, 11, 28), False),  # a Saturday
        (date(2026, 10, 1), False),  # National Day, a Thursday
        (date(2026, 10, 10), True),  # a Saturday, worked instead of a day of the holiday
    ],
)
def test_the_official_calendar_says_what_is_worked(day: date, worked: bool) -> None:
    assert is_working(day) == worked


def test_a_holiday_is_named_in_both_languages() -> None:
    assert official_name(date(2026, 10, 1)) == {"zh": "国庆节", "en": "National Day"}
    assert official_name(date(2026, 11, 24)) is None
    assert official_name(NEW_YEAR) is None


def test_the_day_itself_does_not_count() -> None:
    assert working_days_after(date(2026, 11, 24), 1) == date(2026, 11, 25)
    assert working_days_after(date(2026, 11, 24), 0) == date(2026, 11, 24)


def test_weekends_and_holidays_are_passed_over() -> None:
    assert working_days_after(date(2026, 11, 27), 1) == date(2026, 11, 30)
    assert working_days_after(date(2026, 9, 30), 1) == date(2026, 10, 8)
    assert working_days_after(date(2026, 10, 9), 1) == date(2026, 10, 10)


def test_in_a_year_that_is_not_published_the_week_decides() -> None:
    assert working_days_after(date(2026, 12, 31), 1) == NEW_YEAR
    assert unpublished([2026, 2027]) == [2027]


def test_the_days_between_count_back_where_the_end_has_passed() -> None:
    calendar = read_calendar(date(2026, 11, 1), date(2026, 11, 30))
    assert calendar.working_days_between(date(2026, 11, 24), date(2026, 11, 30)) == 4
    assert calendar.working_days_between(date(2026, 11, 30), date(2026, 11, 24)) == -4


def test_what_an_administrator_says_goes_before_the_official_calendar(making: Making) -> None:
    administrator = making.actor(Role.ADMINISTRATOR)
    typhoon = date(2026, 11, 25)
    actions.set_day(administrator, typhoon, working=False, name="typhoon")
    assert working_days_after(date(2026, 11, 24), 1) == date(2026, 11, 26)
    actions.reset_day(administrator, typhoon)
    assert working_days_after(date(2026, 11, 24), 1) == typhoon


def test_a_day_that_is_as_it_was_is_no_change(making: Making) -> None:
    administrator = making.actor(Role.ADMINISTRATOR)
    with pytest.raises(ValidationError):
        actions.set_day(administrator, date(2026, 11, 24), working=True)
    with pytest.raises(ValidationError):
        actions.reset_day(administrator, date(2026, 11, 24))


def test_a_year_that_an_administrator_completed_is_warned_of_no_more(making: Making) -> None:
    administrator = making.actor(Role.ADMINISTRATOR)
    actions.complete_year(administrator, 2027)
    assert unpublished([2026, 2027]) == []
    with pytest.raises(ValidationError):
        actions.complete_year(administrator, 2027)
    with pytest.raises(ValidationError):
        actions.complete_year(administrator, 2026)


@pytest.mark.parametrize("role", [Role.CITY, Role.COUNTY, Role.SUPERVISOR])
def test_only_administrators_change_the_calendar(making: Making, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        actions.set_day(making.actor(role), NEW_YEAR, working=False)


def test_the_page_of_a_year_shows_its_holidays_and_warns_where_none_is_published(
    making: Making, client: Client
) -> None:
    client.force_login(making.account(Role.ENTERPRISE))
    said = client.get(reverse("obligations:calendar", args=[2026])).content.decode()
    assert "国庆节" in said
    assert "alert-warning" not in said
    said = client.get(reverse("obligations:calendar", args=[2027])).content.decode()
    assert "alert-warning" in said


def test_an_administrator_sets_and_resets_a_day_on_the_page(making: Making, client: Client) -> None:
    client.force_login(making.account(Role.ADMINISTRATOR))
    day = {"day": "2027-01-01", "working": "0", "name": "元旦"}
    client.post(reverse("obligations:set_day"), day)
    assert not Day.objects.get(pk=NEW_YEAR).working
    again = client.post(reverse("obligations:set_day"), day)
    assert again.status_code == 422
    client.post(reverse("obligations:reset_day"), {"day": "2027-01-01"})
    assert not Day.objects.exists()


@pytest.mark.parametrize("given", ["", "2027-13-01", "nonsense"])
def test_a_day_that_is_none_changes_nothing(making: Making, client: Client, given: str) -> None:
    client.force_login(making.account(Role.ADMINISTRATOR))
    answer = client.post(reverse("obligations:set_day"), {"day": given, "working": "0"})
    assert answer.status_code == 422
    assert client.post(reverse("obligations:reset_day"), {"day": given}).status_code == 404
