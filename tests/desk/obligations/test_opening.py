"""Obligations are opened once, held by somebody, coloured by the working days that are left."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import translation

from banyan.desk.audit import Actor
from banyan.desk.obligations import kinds
from banyan.desk.obligations.colours import Colour, urgencies
from banyan.desk.obligations.holding import holders
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.obligations.scenarios import opened, overdue

pytestmark = pytest.mark.django_db


def test_it_is_due_so_many_working_days_after_the_day(making: Making) -> None:
    assert opened(making, days=5).due_on == date(2026, 12, 1)


def test_the_open_one_stands_where_there_is_one(making: Making, on: Any) -> None:
    first = opened(making, days=5)
    on(date(2026, 11, 27))
    assert opened(making, days=5) == first
    assert Obligation.objects.get().due_on == date(2026, 12, 1)


def test_the_database_itself_refuses_a_second_open_one(making: Making) -> None:
    first = opened(making)
    first.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        first.save(force_insert=True)


def test_after_it_was_closed_another_may_be_opened(making: Making) -> None:
    first = opened(making)
    city = making.actor(Role.CITY)
    assert close_obligations(city, making.unit("thing-1"), "test.look") == 1
    assert close_obligations(city, making.unit("thing-1"), "test.look") == 0
    assert opened(making) != first
    first.refresh_from_db()
    assert (first.state, first.ended_by) == (Obligation.State.DONE, city.account)


def test_closing_another_kind_leaves_it_open(making: Making) -> None:
    made = opened(making)
    close_obligations(Actor(), making.unit("thing-1"), "test.other")
    made.refresh_from_db()
    assert made.state == Obligation.State.OPEN


@pytest.mark.parametrize(
    ("kind", "holder", "words", "error"),
    [
        ("test.nothing", Holder(role=Role.CITY), {"what": "x"}, ValueError),
        ("test.look", Holder(), {"what": "x"}, ValueError),
        ("test.look", Holder(role=Role.ENTERPRISE), {"what": "x"}, ValueError),
        ("test.look", Holder(role=Role.CITY), {}, KeyError),
    ],
)
def test_what_could_not_be_shown_or_is_nobodys_is_not_opened(
    making: Making, kind: str, holder: Holder, words: dict[str, str], error: type[Exception]
) -> None:
    with pytest.raises(error):
        open_obligation(kind, making.unit(), holder, working_days=1, link="/", words=words)


def test_it_is_held_by_officers_of_its_county_alone(making: Making) -> None:
    here = making.account(Role.COUNTY, "here", county="350102")
    there = making.account(Role.COUNTY, "there", county="350103")
    city = making.account(Role.CITY)
    made = opened(making, Holder(role=Role.COUNTY, county="350102"))
    assert list(holders(made)) == [here]
    assert _who_holds(here, there, city) == [here]
    assert _who_sees(here, there, city) == [here, city]


def test_it_is_held_by_those_who_speak_for_its_organization(making: Making) -> None:
    own = making.account(Role.ENTERPRISE, "own")
    other = making.account(Role.ENTERPRISE, "other")
    organization = making.organization()
    making.representation(own, organization)
    made = opened(making, Holder(role=Role.ENTERPRISE), organization=organization.uscc)
    assert list(holders(made)) == [own]
    assert _who_sees(own, other) == [own]
    assert _who_holds(own, other) == [own]


def test_whoever_did_the_first_part_does_not_hold_the_second(making: Making) -> None:
    first = making.account(Role.FINANCE, "first")
    second = making.account(Role.FINANCE, "second")
    made = opened(making, Holder(role=Role.FINANCE, not_account=first))
    assert list(holders(made)) == [second]
    assert _who_holds(first, second) == [second]


def test_one_account_holds_what_is_given_to_it_alone(making: Making) -> None:
    one = making.account(Role.EXPERT, "one")
    other = making.account(Role.EXPERT, "other")
    made = opened(making, Holder(account=one))
    assert list(holders(made)) == [one]
    assert _who_sees(one, other) == [one]


def test_a_unit_holds_what_is_given_to_it(making: Making) -> None:
    one = making.account(Role.BANK, "one")
    other = making.account(Role.BANK, "other")
    other.unit = making.unit("another-bank")
    other.save()
    made = opened(making, Holder(role=Role.BANK, unit=one.unit))
    assert list(holders(made)) == [one]
    assert _who_holds(one, other) == [one]


def test_a_locked_account_holds_nothing(making: Making) -> None:
    locked = making.account(Role.CITY)
    locked.is_active = False
    locked.save()
    made = opened(making)
    assert not holders(made)
    assert _who_sees(locked) == []


@pytest.mark.parametrize(
    ("days", "colour"),
    [(0, Colour.RED), (1, Colour.YELLOW), (3, Colour.YELLOW), (4, Colour.BLUE)],
)
def test_the_colour_follows_from_the_working_days_left(
    making: Making, days: int, colour: Colour
) -> None:
    (found,) = urgencies([opened(making, days=days)])
    assert (found.colour, found.left) == (colour, days)


def test_what_is_overdue_counts_the_working_days_since(making: Making) -> None:
    (found,) = urgencies([overdue(making)])
    assert (found.colour, found.left) == (Colour.RED, -1)


def test_a_page_is_coloured_with_one_query(making: Making, django_assert_num_queries: Any) -> None:
    several = [opened(making, key=key, days=key) for key in range(10)]
    with django_assert_num_queries(2):  # the days, and which figures are in force
        urgencies(several)


def test_a_kind_is_called_by_its_title_in_the_readers_language(making: Making) -> None:
    kinds.declare("test.both", "Confirm %(measure)s %(year)s")
    said = {"measure": {"zh": "设备", "en": "Equipment"}, "year": 2026}
    made = opened(making)
    made.kind, made.words = "test.both", said
    assert kinds.title_of(made) == "Confirm Equipment 2026"
    with translation.override("zh-hans"):
        assert kinds.title_of(made) == "Confirm 设备 2026"
    assert kinds.name_of("test.both") == "Confirm …"
    assert kinds.name_of("test.look") == "Things to look at"


def _who_holds(*accounts: Account) -> list[Account]:
    return [one for one in accounts if Obligation.objects.held_by(one).exists()]


def _who_sees(*accounts: Account) -> list[Account]:
    return [one for one in accounts if Obligation.objects.visible_to(one).exists()]
