"""A project's life: entered, planned, reported, moved on, listed, held up, and its money."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone, translation

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.projects import duties, reading
from banyan.desk.projects.actions import (
    coordinating,
    entering,
    listing,
    moving,
    reporting,
    years,
)
from banyan.desk.projects.entering import Planned
from banyan.desk.projects.models import Coordination, Expected, Listing, Project, Transition
from banyan.desk.projects.months import due_on, last_due, moved
from banyan.desk.records.models import FACTS, Organization
from banyan.desk.records.origins import origins_of
from banyan.desk.records.verified_facts import is_verified
from desk.making import Making
from desk.projects.building import HERE, THERE, Building

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]

SYSTEM = Actor(origin=Origin("task"))


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def here(making: Making) -> Building:
    return Building(making)


def test_a_project_begins_in_reserve_in_its_enterprises_county(here: Building) -> None:
    project = here.project()
    assert (project.stage, project.county, project.light) == ("reserve", HERE, "")
    assert project.reference == f"XM{timezone.localdate().year}-{project.pk:05d}"


def test_a_county_enters_projects_of_its_own_alone(here: Building) -> None:
    elsewhere = here.organization(2, county=THERE)
    with pytest.raises(PermissionDenied):
        entering.enter(here.officer(), here.said(organization=elsewhere))
    with pytest.raises(RefusedError, match="not in your county"):
        entering.enter(here.officer(), here.said(county=THERE))


def test_a_project_code_is_given_once(here: Building) -> None:
    here.project(code="2026-350102-01")
    with pytest.raises(RefusedError, match="has this code"):
        here.project(code="2026-350102-01")


def test_a_park_project_belongs_to_a_park(here: Building) -> None:
    fields = {"content": "标准厂房"}
    with pytest.raises(RefusedError, match="belongs to a park"):
        here.project(kind="park", fields=fields)
    with pytest.raises(RefusedError, match="is no park"):
        here.project(kind="park", fields=fields, park=here.organization(3))
    made = here.project(kind="park", fields=fields, park=here.park())
    assert made.park == here.park()


def test_who_changes_a_project_has_seen_it_as_it_is(here: Building) -> None:
    project = here.project()
    entering.change(here.officer(), project, here.said("甲"), project.version)
    with pytest.raises(RefusedError, match="changed the project meanwhile"):
        entering.change(here.officer("second"), project, here.said("乙"), project.version)
    assert here.again(project).name == "甲"


def test_stages_ask_for_their_documents(here: Building) -> None:
    project = here.project()
    with pytest.raises(RefusedError, match="Proof of filing"):
        moving.advance(here.officer(), project, project.version)
    here.file(project, "filing")
    moved_on = moving.advance(here.officer(), project, project.version)
    assert moved_on.stage == "filed"
    assert [one.target for one in project.transitions.all()] == ["reserve", "filed"]


def test_a_county_does_not_accept_a_project(here: Building) -> None:
    project = here.project(stage="production")
    here.file(project, "acceptance")
    with pytest.raises(PermissionDenied):
        moving.advance(here.officer(), project, project.version)
    assert here.advance(project).stage == "accepted"
    with pytest.raises(RefusedError, match="last stage"):
        here.advance(project)


def test_a_project_goes_back_with_a_reason(here: Building) -> None:
    project = here.project(stage="done")
    with pytest.raises(RefusedError, match="Say why"):
        moving.take_back(here.officer(), project, "construction", " ", project.version)
    back = moving.take_back(here.officer(), project, "construction", "漏项", project.version)
    assert back.stage == "construction"
    with pytest.raises(Error), transaction.atomic():
        Transition.objects.update(note="另一说法")


def test_falling_thirty_five_points_behind_turns_a_project_red(here: Building) -> None:
    project = here.planned({1: 60})
    here.confirmed(project, percent=25)
    project = here.again(project)
    assert (project.light, project.behind, project.planned, project.reported) == ("red", 35, 60, 25)
    assert [one.pk for one, _why in reading.stuck(here.officer().account)] == [project.pk]
    assert reading.stuck(here.officer(county=THERE).account) == []


def test_who_answers_for_a_project_hears_that_it_turned_red(here: Building) -> None:
    project = here.planned({1: 60})
    here.confirmed(project, percent=55)
    project = here.again(project)
    officer = here.officer("responsible")
    entering.assign(here.city(), project, officer.account, project.version)
    here.confirmed(project, percent=25)
    (message,) = Message.objects.filter(account=officer.account)
    assert message.kind == "projects.turned_red"
    assert message.link == project.get_absolute_url()


def test_a_report_that_is_not_confirmed_does_not_count(here: Building) -> None:
    project = here.planned({3: 40})
    report = here.report(project, back=3, percent=40)
    assert here.again(project).light == "red"
    reporting.confirm_report(here.officer(), report)
    assert here.again(project).reported == 40


def test_who_reports_does_not_confirm(here: Building) -> None:
    project = here.planned()
    progress = reporting.Progress(here.month(1), 1, 40, "设备已进场。")
    report = reporting.give_report(here.officer(), project, progress)
    with pytest.raises(RefusedError, match="cannot confirm"):
        reporting.confirm_report(here.officer(), report)
    with pytest.raises(PermissionDenied):
        reporting.confirm_report(here.officer(county=THERE), report)
    reporting.confirm_report(here.officer("second"), report)


def test_a_correction_is_another_version_and_the_last_counts(here: Building) -> None:
    project = here.planned()
    here.confirmed(project, percent=10)
    here.confirmed(project, percent=39)
    assert [(one.version, one.percent) for one in project.reports.all()] == [(2, 39), (1, 10)]
    found = here.again(project)
    assert (found.reported, found.invested) == (39, 5_000_00)


def test_one_report_of_a_month_waits_at_a_time(here: Building) -> None:
    project = here.planned()
    here.report(project)
    with pytest.raises(RefusedError, match="waits for the county"):
        here.report(project)


def test_a_month_that_is_not_over_is_not_reported(here: Building) -> None:
    project = here.planned()
    with pytest.raises(RefusedError, match="not over"):
        here.report(project, back=0)


def test_an_enterprise_reports_its_own_projects_alone(here: Building) -> None:
    project = here.planned()
    progress = reporting.Progress(here.month(1), 1, 40, "设备已进场。")
    with pytest.raises(PermissionDenied):
        reporting.give_report(here.enterprise(2), project, progress)


def test_a_park_sees_projects_in_it_and_does_not_report_them(here: Building) -> None:
    project = here.planned(kind="park", park=here.park())
    manager = here.enterprise(90)
    assert list(Project.objects.visible_to(manager.account)) == [project]
    progress = reporting.Progress(here.month(1), 1, 40, "设备已进场。")
    with pytest.raises(PermissionDenied):
        reporting.give_report(manager, project, progress)


def _asked(monkeypatch: pytest.MonkeyPatch, day: date) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: day)


def test_reports_are_asked_for_once_of_projects_that_are_built(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.enterprise()
    project = here.planned()
    here.project("储备项目")
    first = moved(here.month(0), 0)
    _asked(monkeypatch, first)
    assert reporting.expect_reports(SYSTEM, here.month(1)) == 1
    assert reporting.expect_reports(SYSTEM, here.month(1)) == 0
    todo = Obligation.objects.held_by(here.enterprise().account).get(kind=reporting.REPORT)
    assert todo.link == f"/projects/{project.pk}/report/?month={here.month(1):%Y-%m}"
    assert todo.due_on == due_on(here.month(1))
    here.report(project)
    assert not Obligation.objects.open().filter(kind=reporting.REPORT).exists()
    assert Obligation.objects.held_by(here.officer().account).get().kind == reporting.CONFIRM


def test_a_report_that_is_refused_is_asked_for_again(here: Building) -> None:
    project = here.planned()
    report = here.report(project)
    reporting.refuse_report(here.officer(), report, "与现场不符")
    todo = Obligation.objects.held_by(here.enterprise().account).get()
    assert (todo.kind, Expected.objects.get().open) == (reporting.REPORT, True)


def test_where_nobody_speaks_for_the_enterprise_the_county_reports(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    here.planned()
    _asked(monkeypatch, here.month(0))
    reporting.expect_reports(SYSTEM, here.month(1))
    assert Obligation.objects.held_by(here.officer().account).get().kind == reporting.REPORT


def test_the_day_makes_a_project_late_without_anybody(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = here.planned({2: 20, 1: 55})
    here.confirmed(project, back=2, percent=20)
    later = here.month(0).replace(day=28)
    assert last_due(later) == here.month(1)
    _asked(monkeypatch, later)
    duties.every_day(SYSTEM, later)
    project = here.again(project)
    assert (project.light, project.behind, project.missing) == ("red", 35, True)


def test_a_project_that_is_completed_has_no_light(here: Building) -> None:
    project = here.planned({1: 60})
    here.confirmed(project, percent=25)
    here.file(project, "completion")
    assert here.advance(project).stage == "done"
    assert here.again(project).light == ""


def test_places_of_a_list_are_counted_and_free_again(
    here: Building, monkeypatch: pytest.MonkeyPatch
) -> None:
    fields = {"shape": "point", "content": "示范线"}
    monkeypatch.setattr(
        "banyan.desk.projects.kinds.adopted_count", lambda key: {"projects.pilot_aim": 2}[key]
    )
    made = [here.project(f"试点{n}", kind="pilot", fields=fields) for n in range(3)]
    first = listing.put_on_list(here.city(), made[0], "pilot", 2026)
    listing.put_on_list(here.city(), made[1], "pilot", 2026)
    with pytest.raises(RefusedError, match="All 2 places"):
        listing.put_on_list(here.city(), made[2], "pilot", 2026)
    with pytest.raises(RefusedError, match="on this list already"):
        listing.put_on_list(here.city(), made[1], "pilot", 2027)
    listing.take_off_list(here.city(), first, "项目终止")
    assert listing.put_on_list(here.city(), made[2], "pilot", 2026).place == 1
    today = timezone.localdate()
    assert {one.pk for one in reading.on_list("pilot", today)} == {made[1].pk, made[2].pk}
    counts = reading.counts_of(reading.on_list("pilot", today))
    assert (counts.whole, counts.stages) == (2, {"reserve": 2})


def test_a_list_is_for_its_kinds_and_a_yearly_one_for_each_year(here: Building) -> None:
    project = here.project()
    with pytest.raises(RefusedError, match="not for projects of this kind"):
        listing.put_on_list(here.city(), project, "park", 2026)
    for year in (2026, 2027):
        listing.put_on_list(here.city(), project, "upgrade", year)
    assert Listing.objects.filter(ended_at=None).count() == 2


def test_a_case_in_the_way_is_opened_from_the_project(here: Building) -> None:
    project = here.project()
    blocked = coordinating.raise_case(here.enterprise(), project, "energy", "供电不足", "需增容")
    case = Case.objects.get()
    assert (case.organization, case.county, case.kind) == (project.organization, HERE, "problem")
    assert [(one, why) for one, why in reading.stuck(here.city().account)] == [(project, "blocked")]
    with pytest.raises(RefusedError, match="linked to the project already"):
        coordinating.link_case(here.officer(), project, blocked.case)
    Case.objects.update(state="closed", outcome="solved", closed_at=timezone.now())
    assert reading.stuck(here.city().account) == []


def test_what_officials_coordinate_is_not_shown_to_the_enterprise(here: Building) -> None:
    project = here.project()
    coordinating.note(here.officer(), project, "已现场协调。")
    rows = Coordination.objects.all()
    assert rows.visible_to(here.officer().account).count() == 1
    assert rows.visible_to(here.enterprise().account).count() == 0
    with pytest.raises(Error), transaction.atomic():
        rows.update(words="另一说法")


def test_a_verified_year_is_the_record_that_is_settled(here: Building) -> None:
    project = here.project()
    proposed = here.year(project)
    Organization.objects.update(verified_at=timezone.now())
    listing.put_on_list(here.city(), project, "upgrade", timezone.localdate().year)
    assert not FACTS["project_years"].objects.exists()
    years.verify_year(here.city(), proposed)
    project = here.again(project)
    record = FACTS["project_years"].objects.get(is_verified(FACTS["project_years"]))
    assert (record.equipment_net, record.digital_net) == (6_000_000_00, 1_000_000_00)
    fact = FACTS["projects"].objects.get()
    assert (fact.project, fact.municipal_key) == (project.reference, True)
    key = f"{project.fact} / {proposed.year}"
    (origin,) = origins_of(here.city().account, "project_years", key)
    assert origin.address == proposed.get_absolute_url()


def test_a_year_that_is_corrected_changes_the_record(here: Building) -> None:
    project = here.project()
    years.verify_year(here.city(), here.year(project))
    years.verify_year(here.city("second"), here.year(project, equipment_net=5_000_000_00))
    assert FACTS["project_years"].objects.get().equipment_net == 5_000_000_00


def test_a_year_needs_evidence_and_a_second_person(here: Building) -> None:
    project = here.project()
    given = years.Invested(timezone.localdate().year, 2, 1, 0)
    with pytest.raises(RefusedError, match="evidence"):
        years.propose_year(here.enterprise(), project, given)
    with pytest.raises(RefusedError, match="cannot be more"):
        here.year(project, equipment_net=8_000_000_00)
    proposed = here.year(project)
    for who in (here.enterprise(), here.officer()):
        with pytest.raises(PermissionDenied):
            years.verify_year(who, proposed)
    years.verify_year(here.city(), proposed)
    with pytest.raises(RefusedError, match="was first"):
        years.verify_year(here.city("second"), proposed)


def test_a_plan_with_months_outside_of_the_project_is_refused(here: Building) -> None:
    project = here.project()
    with pytest.raises(RefusedError, match="outside"):
        entering.plan(here.officer(), project, [Planned(here.month(9), 1, 100)], project.version)
