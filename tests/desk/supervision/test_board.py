"""The board counts everything open by who holds it, where and what it is; the worst first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.supervision import board
from banyan.desk.supervision.board import asked_for, board_of
from desk.making import Making
from desk.supervision.supervising import HERE, THERE, Supervising

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Supervising:
    return Supervising(making)


@pytest.fixture
def city(here: Supervising) -> Supervising:
    """Two overdue and one in time with the power company, one due today with a county, one far off
    with another."""
    for title, due in (("停电", -10), ("限电", -3), ("增容", 60)):
        here.case(title, lead=here.power, due=due)
    here.case("今日到期", due=0)
    here.case("别县", county=THERE, due=60)
    return here


def test_numbers_are_those_of_the_list_behind_them(city: Supervising) -> None:
    account = city.supervisor().account
    found = board_of(account)
    assert (found.total.red, found.total.yellow, found.total.blue) == (3, 0, 2)
    for line in (*found.holders, *found.counties, *found.kinds):
        for colour in ("red", "yellow", "blue"):
            asked = dict(part.split("=") for part in line.asked.split("&")) | {"colour": colour}
            assert asked_for(account, asked).count() == getattr(line, colour), (line, colour)


def test_who_has_most_overdue_comes_first(city: Supervising) -> None:
    holders = board_of(city.supervisor().account).holders
    assert [(one.red, one.blue) for one in holders] == [(2, 1), (1, 0), (0, 1)]
    assert holders[0].oldest == timezone.localdate() - timedelta(days=10)


def test_a_county_sees_its_own_alone(city: Supervising) -> None:
    there = city.officer(THERE)
    found = board_of(there.account)
    assert (found.total.red, found.total.blue) == (0, 1)
    assert [one.asked for one in found.counties] == [f"county={THERE}"]
    assert not asked_for(there.account, {"county": HERE}).exists()
    assert not asked_for(there.account, {"unit": str(city.power.pk)}).exists()


def test_a_unit_sees_its_own_alone(city: Supervising) -> None:
    assert board_of(city.of_power().account).total.red == 2
    assert board_of(city.of_other_unit().account).total.all == 0


def test_what_enterprises_have_to_do_is_not_supervised(city: Supervising) -> None:
    before = board_of(city.supervisor().account).total
    Obligation.objects.filter(unit=city.power).update(
        unit=None, role=Role.ENTERPRISE, organization="x"
    )
    assert board_of(city.supervisor().account).total.all == before.all - 3


def test_what_was_counted_of_very_many_is_kept_and_counted_again_in_the_background(
    city: Supervising, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(board, "MANY", 1)
    supervisor = city.supervisor().account
    first = board_of(supervisor)
    city.case("新的", lead=city.power)
    assert board_of(supervisor).total == first.total
    assert board_of(city.of_power().account).total.red == 3
    monkeypatch.setattr(board, "FRESH", timedelta(0))
    asked: list[object] = []
    monkeypatch.setattr(type(board.count_again), "enqueue", lambda *_: asked.append(1))
    monkeypatch.setattr(board.cache, "add", lambda *_: True)
    assert board_of(supervisor).total == first.total
    assert asked
    board.count_again.call()
    assert board_of(supervisor).total.red == first.total.red + 1


def test_counting_reads_an_index_and_no_rows(city: Supervising) -> None:
    if connection.vendor != "sqlite":
        pytest.skip("PostgreSQL chooses by the size of the table")
    with CaptureQueriesContext(connection) as asked:
        board_of(city.supervisor().account)
    [counts] = [one["sql"] for one in asked if "GROUP BY" in one["sql"]]
    with connection.cursor() as cursor:
        cursor.execute("EXPLAIN QUERY PLAN " + counts)
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert re.search(r"USING COVERING INDEX obligations_by_holder", plan), plan


def test_the_rule_proposes_what_is_overdue_for_long_and_nobody_urged(
    city: Supervising, client: Client
) -> None:
    client.force_login(city.supervisor().account)
    page = client.get("/supervision/")
    proposed = page.context["proposed"]
    assert [(one["name"], one["count"]) for one in proposed] == [("power单位", 1)]
    client.post("/supervision/letters/draft/", {"chosen": proposed[0]["keys"]})
    assert client.get("/supervision/").context["proposed"] == []
