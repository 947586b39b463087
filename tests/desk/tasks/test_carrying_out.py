"""Reports, milestones, endings by two people, and what stands in whose to-do."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.tasks import actions
from banyan.desk.tasks.daily import every_day, report_due
from banyan.desk.tasks.models import Report, Task
from desk.making import Making
from desk.tasks.carrying import HERE, SYSTEM, THERE, Carrying

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Carrying:
    return Carrying(making)


def _held(actor: object) -> list[str]:
    account = actor.account  # type: ignore[attr-defined]
    return sorted(Obligation.objects.held_by(account).open().values_list("kind", flat=True))


def _today(here: Carrying) -> None:
    every_day(SYSTEM, timezone.localdate())


def test_a_report_moves_the_task_and_a_correction_leaves_the_first(here: Carrying) -> None:
    task = here.task()
    here.reported(task, 40)
    here.reported(task, 35, words="数字有误，更正")
    task.refresh_from_db()
    assert (task.state, task.percent) == ("under_way", 35)
    assert [one.percent for one in task.reports.all()] == [35, 40]


def test_a_late_report_of_an_earlier_month_does_not_overwrite_the_present_one(
    here: Carrying,
) -> None:
    task = here.task()
    here.reported(task, 40)
    before = (here.month() - timedelta(days=1)).replace(day=1)
    here.reported(task, 20, month=before)
    task.refresh_from_db()
    assert task.percent == 40


def test_of_a_target_the_number_is_reported_and_percent_follows(here: Carrying) -> None:
    task = here.task(target=20, measure_zh="场")
    here.reported(task, 15)
    task.refresh_from_db()
    assert (task.number, task.percent) == (15, 75)
    here.reported(task, 30)
    task.refresh_from_db()
    assert (task.number, task.percent) == (30, 100)


def test_a_report_is_refused_without_words_of_a_month_to_come_or_without_a_number(
    here: Carrying,
) -> None:
    task = here.task()
    coming = (here.month() + timedelta(days=40)).replace(day=1)
    for wrong in (
        actions.Given(task, here.month(), " ", percent=1),
        actions.Given(task, coming, "完成", percent=1),
        actions.Given(task, date(2020, 1, 1), "完成", percent=1),
        actions.Given(task, here.month(), "完成", percent=101),
        actions.Given(task, here.month(), "完成"),
    ):
        with pytest.raises(RefusedError):
            actions.report(here.power(), wrong)


def test_only_the_lead_unit_reports(here: Carrying) -> None:
    task = here.task(helpers=[here.making.unit("gas")])
    given = actions.Given(task, here.month(), "完成", percent=1)
    for actor in (here.people_of(here.making.unit("gas")), here.city(), here.county()):
        with pytest.raises(PermissionDenied):
            actions.report(actor, given)


def test_evidence_is_kept_with_the_report(here: Carrying, tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"%PDF-1.4\n%%EOF\n")
    given = actions.Given(here.task(), here.month(), "附件", percent=1)
    made = actions.report(here.power(), given, [(path, "清单.pdf")])
    assert made.files.get().upload.name == "清单.pdf"
    path.write_bytes(b"MZ")
    with pytest.raises(RefusedError):
        actions.report(here.power(), given, [(path, "清单.pdf")])
    assert Report.objects.count() == 1


def test_the_database_keeps_every_report(here: Carrying) -> None:
    made = here.reported(here.task())
    for act in (
        lambda: Report.objects.filter(pk=made.pk).update(percent=99),
        lambda: Report.objects.filter(pk=made.pk).delete(),
    ):
        with pytest.raises(Error), transaction.atomic():
            act()


def test_a_month_is_reported_for_many_tasks_at_once_or_for_none(here: Carrying) -> None:
    tasks = [here.task(f"任务{number}") for number in range(3)]
    given = [actions.Given(one, here.month(), "完成", percent=10) for one in tasks]
    bad = actions.Given(tasks[2], here.month(), "完成", percent=200)
    with pytest.raises(RefusedError) as refused:
        actions.report_month(here.power(), [*given[:2], bad])
    assert refused.value.field == str(tasks[2].pk)
    assert Report.objects.count() == 0
    assert len(actions.report_month(here.power(), given)) == 3


def test_two_people_say_that_a_task_is_done(here: Carrying) -> None:
    task = here.task()
    ending = here.finished(task)
    assert _held(here.city("second")) == ["tasks.check"]
    with pytest.raises(PermissionDenied):
        actions.confirm_done(here.power("second"), ending)
    actions.confirm_done(here.city("second"), ending)
    task.refresh_from_db()
    assert (task.state, task.percent) == ("done", 100)
    with pytest.raises(RefusedError):
        here.reported(task)


def test_whoever_of_the_city_reported_it_does_not_check_it(here: Carrying) -> None:
    task = here.task(lead=here.making.unit("industry"))
    ending = actions.report_done(here.city(), task, "已办结")
    with pytest.raises(RefusedError):
        actions.confirm_done(here.city(), ending)
    actions.confirm_done(here.city("second"), ending)


def test_a_task_is_returned_with_a_reason_and_asked_for_again(here: Carrying) -> None:
    task = here.task()
    ending = here.finished(task)
    with pytest.raises(RefusedError):
        actions.return_task(here.city("second"), ending, " ")
    actions.return_task(here.city("second"), ending, "缺少验收材料")
    task.refresh_from_db()
    assert task.state == "returned"
    assert "tasks.finish" in _held(here.power())
    again = here.finished(task)
    assert "tasks.finish" not in _held(here.power())
    actions.confirm_done(here.city("second"), again)


def test_short_of_the_target_or_of_a_milestone_nothing_is_done(here: Carrying) -> None:
    day = timezone.localdate()
    task = here.task(target=10, measure_zh="场", milestones=[(day, "过半")])
    with pytest.raises(RefusedError):
        here.finished(task)
    actions.reach(here.power(), task.milestones.select_related("task").get(), "已过半")
    here.reported(task, 9)
    with pytest.raises(RefusedError):
        here.finished(task)
    here.reported(task, 10)
    here.finished(task)


def test_two_people_drop_a_task_and_its_deadlines_with_it(here: Carrying) -> None:
    task = here.task(due_on=timezone.localdate(), starts_on=timezone.localdate())
    _today(here)
    assert "tasks.finish" in _held(here.power())
    ending = actions.propose_dropping(here.city(), task, "上级已取消")
    with pytest.raises(RefusedError):
        actions.confirm_dropping(here.city(), ending)
    actions.confirm_dropping(here.city("second"), ending)
    task.refresh_from_db()
    assert task.state == "dropped"
    assert "tasks.finish" not in _held(here.power())


def test_what_a_second_person_has_is_not_given_to_one_again(here: Carrying) -> None:
    task = here.task()
    actions.propose_dropping(here.city(), task, "上级已取消")
    with pytest.raises(RefusedError):
        here.finished(task)
    with pytest.raises(RefusedError):
        actions.propose_dropping(here.city("second"), task, "也是")


def test_milestones_and_ends_come_to_the_to_do_when_they_are_near(here: Carrying) -> None:
    day = timezone.localdate()
    near, far = day + timedelta(days=10), day + timedelta(days=60)
    task = here.task(due_on=far, starts_on=day, milestones=[(near, "近"), (far, "远")])
    _today(here)
    _today(here)
    assert _held(here.power()).count("tasks.milestone") == 1
    one = Obligation.objects.get(kind="tasks.milestone")
    assert one.due_on >= near
    actions.reach(here.power(), task.milestones.select_related("task").get(words_zh="近"), "好")
    assert "tasks.milestone" not in _held(here.power())
    with pytest.raises(RefusedError):
        actions.reach(here.power(), task.milestones.select_related("task").first(), "再")


def test_another_unit_that_leads_has_what_was_to_be_done(here: Carrying) -> None:
    day = timezone.localdate()
    task = here.task(starts_on=day, due_on=day, milestones=[(day, "节点")])
    _today(here)
    gas = here.making.unit("gas")
    actions.assign(here.city(), task, gas)
    assert _held(here.power()) == []
    assert _held(here.people_of(gas)) == ["tasks.finish", "tasks.milestone"]


def test_a_unit_is_asked_once_a_month_and_done_when_all_its_tasks_are_reported(
    here: Carrying,
) -> None:
    before = (here.month() - timedelta(days=1)).replace(day=1)
    in_year = here.empty_list(before.year)
    tasks = [
        here.task(f"任务{n}", list=in_year, starts_on=date(before.year, 1, 1)) for n in range(2)
    ]
    _today(here)
    _today(here)
    assert _held(here.power()).count("tasks.report") == 1
    here.reported(tasks[0], month=before)
    assert "tasks.report" in _held(here.power())
    here.reported(tasks[1], month=before)
    assert "tasks.report" not in _held(here.power())


def test_the_month_is_due_on_a_working_day_of_the_next_one() -> None:
    assert report_due(date(2026, 8, 1)) == date(2026, 9, 7)  # the 5th is a Saturday
    assert report_due(date(2026, 10, 1)) == date(2026, 11, 5)


def test_lights_follow_a_figure_that_changes(
    here: Carrying, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banyan.desk.tasks import lights

    task = here.task()
    before = task.red_on
    monkeypatch.setattr(lights, "limits", lambda: lights.Limits(1, 2, 3))
    monkeypatch.setattr("banyan.desk.tasks.daily.limits", lambda: lights.Limits(1, 2, 3))
    _today(here)
    task.refresh_from_db()
    assert task.red_on != before


def test_a_problem_is_raised_from_a_task_and_shows_there(here: Carrying) -> None:
    task = here.task(helpers=[here.making.unit("gas")])
    helper = here.people_of(here.making.unit("gas"))
    case = actions.raise_problem(helper, task, category="land", title="站址没有落实")
    assert Case.objects.get().kind == "problem"
    assert task.raised.get().case == case
    with pytest.raises(PermissionDenied):
        actions.raise_problem(here.county(), task, category="land", title="站址")


def test_who_sees_which_tasks(here: Carrying) -> None:
    making = here.making
    ours = here.task("县里的任务", lead=making.unit(f"county-{HERE}", HERE))
    theirs = here.task("别县的任务", lead=making.unit(f"county-{THERE}", THERE))
    power = here.task("供电任务", helpers=[making.unit("gas")])
    draft = here.task("草案", list=here.empty_list(2027, published=False))
    seen = {
        "city": {ours, theirs, power, draft},
        "county": {ours},
        "power": {power},
        "gas": {power},
        "supervisor": {ours, theirs, power},
        "enterprise": set(),
        "administrator": set(),
    }
    accounts = {
        "city": here.city().account,
        "county": here.county(HERE).account,
        "power": here.power().account,
        "gas": here.people_of(making.unit("gas")).account,
        "supervisor": making.account(Role.SUPERVISOR),
        "enterprise": making.account(Role.ENTERPRISE),
        "administrator": making.account(Role.ADMINISTRATOR),
    }
    for name, account in accounts.items():
        assert set(Task.objects.visible_to(account)) == seen[name], name
    assert not Task.objects.visible_to(None).exists()
