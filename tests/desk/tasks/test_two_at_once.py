"""Of two who decide on a task at the same moment one does, and the other is told."""

from __future__ import annotations

import pytest

from banyan.desk.audit import RefusedError
from banyan.desk.tasks import actions
from banyan.desk.tasks.models import Ending, Report, Task, TaskList
from desk.at_once import at_once
from desk.making import Making
from desk.tasks.carrying import Carrying

pytestmark = pytest.mark.django_db(transaction=True)


def _one_is_told(raised: list[BaseException | None]) -> None:
    told = [error for error in raised if error is not None]
    assert len(told) == 1
    assert isinstance(told[0], RefusedError)


def test_one_confirms_and_the_other_who_returns_is_told() -> None:
    here = Carrying(Making())
    ending = here.finished()
    second, third = here.city("second"), here.city("third")
    _one_is_told(
        at_once(
            lambda: actions.confirm_done(second, ending),
            lambda: actions.return_task(third, ending, "缺材料"),
        )
    )
    ending.refresh_from_db()
    state = Task.objects.get().state
    assert (ending.state, state) in (("confirmed", "done"), ("refused", "returned"))


def test_two_report_a_task_as_done_and_one_of_them_has() -> None:
    here = Carrying(Making())
    task = here.task()
    people = here.power("first"), here.power("second")
    _one_is_told(
        at_once(*(lambda who=who: actions.report_done(who, task, "办结") for who in people))
    )
    assert Ending.objects.count() == 1


def test_no_report_of_two_at_once_is_lost() -> None:
    here = Carrying(Making())
    task = here.task()
    people = here.power("first"), here.power("second")
    month = here.month()

    def reports(place: int) -> None:
        given = actions.Given(task, month, "完成", percent=10 + place)
        actions.report(people[place], given)

    assert at_once(lambda: reports(0), lambda: reports(1)) == [None, None]
    assert Report.objects.count() == 2
    task.refresh_from_db()
    assert task.percent == task.reports.first().percent


def test_two_draft_a_year_and_it_has_each_task_once() -> None:
    here = Carrying(Making())
    people = here.city("first"), here.city("second")
    raised = at_once(*(lambda who=who: actions.draft(who, 2026) for who in people))
    assert raised == [None, None]
    codes = list(TaskList.objects.get().tasks.values_list("code", "county"))
    assert len(codes) == len(set(codes))


def test_two_publish_and_one_is_told() -> None:
    here = Carrying(Making())
    people = here.city("first"), here.city("second")
    drafted = actions.draft(people[0], 2026)
    _one_is_told(at_once(*(lambda who=who: actions.publish(who, drafted) for who in people)))
