"""A year's list: drafted twice the same, published, carried over to the next year."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.actions.units import counties
from banyan.desk.tasks import actions
from banyan.desk.tasks.daily import every_day
from banyan.desk.tasks.declared import COUNTIES, declared
from banyan.desk.tasks.holding import FINISH, MILESTONE, REPORT
from banyan.desk.tasks.models import Task, TaskList
from desk.making import Making
from desk.tasks.carrying import HERE, SYSTEM, Carrying

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Carrying:
    return Carrying(making)


def _content(drafted: TaskList) -> list[Any]:
    rows = drafted.tasks.prefetch_related("milestones", "help").order_by("place", "pk")
    return [
        (
            *(one.pk, one.place, one.code, one.county, one.lead_id, one.due_on, one.target),
            *(one.percent, one.carried_from_id),
            tuple((each.code, each.due_on) for each in one.milestones.all()),
            tuple(each.unit_id for each in one.help.all()),
        )
        for one in rows
    ]


def test_a_draft_has_the_packs_tasks_and_one_for_each_county_where_counties_lead(
    here: Carrying,
) -> None:
    here.all_units()
    drafted = actions.draft(here.city(), 2026)
    said = declared().tasks.values()
    of_counties = [one for one in said if one.lead == COUNTIES]
    wanted = len(said) + len(of_counties) * (len(counties()) - 1)
    assert drafted.tasks.count() == wanted
    assert not drafted.tasks.filter(lead=None).exists()
    one = drafted.tasks.get(code="county_parks", county=HERE)
    assert one.lead.code == f"county-{HERE}"
    assert {each.unit.code for each in one.help.all()} == {"industry", "housing"}
    assert [each.due_on for each in one.milestones.all()] == [date(2026, 3, 31), date(2026, 8, 31)]


def test_drafted_twice_it_is_the_same(here: Carrying) -> None:
    here.all_units()
    first = _content(actions.draft(here.city(), 2026))
    assert _content(actions.draft(here.city("second"), 2026)) == first


def test_what_has_no_unit_at_the_desk_waits_for_the_city_to_assign_it(here: Carrying) -> None:
    here.city()  # the unit of the city's officers is the only one
    drafted = actions.draft(here.city(), 2026)
    gas = drafted.tasks.get(code="gas")
    assert gas.lead is None
    assert gas.lead_code == "gas"
    unit = here.making.unit("power")
    actions.assign(here.city(), gas, unit, [here.making.unit("industry")])
    gas.refresh_from_db()
    assert gas.lead == unit


def test_days_and_targets_of_a_draft_are_changed_and_then_frozen(here: Carrying) -> None:
    drafted = actions.draft(here.city(), 2026)
    expos = drafted.tasks.get(code="expos")
    actions.reschedule(here.city(), expos, due_on=date(2026, 11, 30), target=25)
    actions.publish(here.city(), drafted)
    expos.refresh_from_db()
    assert (expos.due_on, expos.target) == (date(2026, 11, 30), 25)
    with pytest.raises(RefusedError):
        actions.reschedule(here.city(), expos, due_on=date(2026, 12, 1), target=1)
    with pytest.raises(RefusedError):
        actions.leave_out(here.city(), expos)


def test_a_published_list_has_numbers_without_a_gap_and_tells_the_units(here: Carrying) -> None:
    here.power()
    drafted = actions.draft(here.city(), 2026)
    actions.leave_out(here.city(), drafted.tasks.get(place=3))
    published = actions.publish(here.city(), drafted)
    places = list(published.tasks.order_by("place").values_list("place", flat=True))
    assert places == list(range(1, len(places) + 1))
    assert Message.objects.filter(kind="tasks.published", account=here.power().account).exists()
    with pytest.raises(RefusedError):
        actions.publish(here.city(), published)
    with pytest.raises(RefusedError):
        actions.draft(here.city(), 2026)


def test_what_is_due_soon_is_in_the_to_do_as_soon_as_the_list_is_published(
    here: Carrying, django_capture_on_commit_callbacks: Any
) -> None:
    drafted = here.empty_list(published=False)
    today = timezone.localdate()
    far = today + timedelta(days=200)
    here.task("临近到期", list=drafted, starts_on=today, due_on=today)
    here.task("还早", list=drafted, starts_on=today, due_on=far)
    here.task("有节点", list=drafted, starts_on=today, due_on=far, milestones=[(today, "方案")])
    with django_capture_on_commit_callbacks(execute=True):
        actions.publish(here.city(), drafted)
    todo = Obligation.objects.held_by(here.power().account).open().exclude(kind=REPORT)
    once = sorted(todo.values_list("kind", flat=True))
    assert once == [FINISH, MILESTONE]
    every_day(SYSTEM, today)
    assert sorted(todo.values_list("kind", flat=True)) == once


def test_what_is_due_soon_of_a_task_added_to_a_published_list_is_in_the_to_do_at_once(
    here: Carrying,
) -> None:
    today = timezone.localdate()
    here.task("临时任务", starts_on=today, due_on=today)
    todo = Obligation.objects.held_by(here.power().account).open()
    assert list(todo.values_list("kind", flat=True)) == [FINISH]


def test_a_list_without_a_task_and_a_year_out_of_force_are_refused(here: Carrying) -> None:
    with pytest.raises(RefusedError):
        actions.publish(here.city(), here.empty_list(2026, published=False))
    with pytest.raises(RefusedError):
        actions.draft(here.city(), 2031)


def test_only_the_city_drafts(here: Carrying) -> None:
    with pytest.raises(PermissionDenied):
        actions.draft(here.county(), 2026)


class TestTheNextYear:
    """2026 is published; its own tasks stand in every way that a year can end."""

    @pytest.fixture
    def year(self, here: Carrying) -> TaskList:
        drafted = actions.draft(here.city(), 2026)
        return actions.publish(here.city(), drafted)

    def _set(self, found: TaskList, code: str, **values: Any) -> Task:
        if values.get("state") in ("done", "dropped"):
            values["ended_at"] = timezone.now()
        found.tasks.filter(code=code).update(**values)
        one: Task = found.tasks.filter(code=code).first()
        return one

    def _own(self, here: Carrying, found: TaskList, title: str, **more: Any) -> Task:
        day = date(2026, 9, 30)
        return here.task(title, list=found, due_on=day, milestones=[(day, "节点")], **more)

    def test_what_is_over_is_left_out_and_what_is_not_done_is_carried_over(
        self, here: Carrying, year: TaskList
    ) -> None:
        self._set(year, "detailed_rules", state="done")  # once
        self._set(year, "expos", state="done")  # every year
        self._set(year, "supply_demand", state="under_way", percent=50, number=5)  # every year
        self._set(year, "park_industries", state="under_way", percent=60)  # once, not done
        self._set(year, "technology_centres", state="under_way", percent=20, number=20)
        self._set(year, "gas", state="dropped")
        following = actions.draft(here.city(), 2027)
        by_code = {one.code: one for one in following.tasks.filter(county="")}
        assert "detailed_rules" not in by_code
        assert "gas" not in by_code
        assert by_code["expos"].carried_from is None
        meetings = by_code["supply_demand"]
        assert (meetings.percent, meetings.number, meetings.carried) == (0, None, True)
        parks = by_code["park_industries"]
        assert (parks.due_on, parks.percent, parks.carried) == (date(2027, 9, 30), 60, True)
        centres = by_code["technology_centres"]
        assert (centres.percent, centres.number, centres.carried) == (20, 20, False)
        assert centres.due_on == date(2030, 12, 31)

    def test_the_citys_own_tasks_move_by_a_year(self, here: Carrying, year: TaskList) -> None:
        self._own(here, year, "每年一次", yearly=True)
        self._own(here, year, "没有办完")
        finished = self._own(here, year, "已经办完")
        Task.objects.filter(pk=finished.pk).update(state="done", ended_at=timezone.now())
        following = actions.draft(here.city(), 2027)
        own = {one.title_zh: one for one in following.tasks.filter(own=True)}
        assert set(own) == {"每年一次", "没有办完"}
        assert own["没有办完"].due_on == date(2027, 9, 30)
        assert own["没有办完"].milestones.get().due_on == date(2027, 9, 30)

    def test_twice_gives_the_same_draft(self, here: Carrying, year: TaskList) -> None:
        self._own(here, year, "没有办完")
        first = _content(actions.draft(here.city(), 2027))
        assert _content(actions.draft(here.city(), 2027)) == first

    def test_whom_the_city_assigned_leads_next_year_too(
        self, here: Carrying, year: TaskList
    ) -> None:
        gas = here.making.unit("gas")
        actions.assign(here.city(), year.tasks.get(code="land"), gas)
        assert actions.draft(here.city(), 2027).tasks.get(code="land").lead == gas

    def test_published_it_ends_what_it_carries_on(self, here: Carrying, year: TaskList) -> None:
        drafted = actions.draft(here.city(), 2027)
        self._set(year, "expos", state="done")  # after the draft
        self._set(year, "park_industries", state="done")
        self._set(year, "technology_centres", state="under_way", percent=30, number=30)
        published = actions.publish(here.city(), drafted)
        assert published.tasks.get(code="expos").carried_from is None
        assert not published.tasks.filter(code="park_industries").exists()
        assert published.tasks.get(code="technology_centres").number == 30
        assert year.tasks.get(code="technology_centres").state == "carried"
        assert year.tasks.get(code="expos").state == "done"

    def test_it_waits_for_a_second_person_who_has_one_of_its_tasks(
        self, here: Carrying, year: TaskList
    ) -> None:
        task = self._own(here, year, "没有办完")
        drafted = actions.draft(here.city(), 2027)
        actions.propose_dropping(here.city(), task, "不再需要")
        with pytest.raises(RefusedError):
            actions.publish(here.city(), drafted)
