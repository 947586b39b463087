"""Whatever people do with a task in whatever order: it ends once, and no report is lost."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.desk.audit import RefusedError
from banyan.desk.tasks import actions
from banyan.desk.tasks.models import Ending, waiting
from desk.making import Making
from desk.tasks.carrying import Carrying

pytestmark = pytest.mark.django_db

ACTS = st.tuples(
    st.sampled_from(
        ["report", "done", "confirm", "return", "take_back", "drop", "confirm_drop", "keep"]
    ),
    st.sampled_from(["first", "second"]),
    st.integers(0, 100),
)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(course=st.lists(ACTS, min_size=1, max_size=12))
def test_any_course_ends_once_and_loses_no_report(
    making: Making, course: list[tuple[str, str, int]]
) -> None:
    here = Carrying(making)
    task = here.task()
    reported: list[int] = []
    for act, who, percent in course:
        ending = waiting(task)
        city, unit = here.city(who), here.power(who)
        try:
            match act:
                case "report":
                    words = actions.Given(task, here.month(), "完成一批", percent=percent)
                    actions.report(unit, words)
                    reported.append(percent)
                case "done":
                    actions.report_done(unit, task, "办结")
                case "drop":
                    actions.propose_dropping(city, task, "取消")
                case _ if ending is None:
                    continue
                case "take_back":
                    actions.take_back(unit if ending.outcome == "done" else city, ending)
                case "confirm" | "confirm_drop":
                    done = ending.outcome == "done"
                    (actions.confirm_done if done else actions.confirm_dropping)(city, ending)
                case "return" | "keep":
                    done = ending.outcome == "done"
                    (actions.return_task if done else actions.refuse_dropping)(city, ending, "否")
        except RefusedError:
            continue
    task.refresh_from_db()
    confirmed = Ending.objects.filter(task=task, state="confirmed")
    assert confirmed.count() == (1 if task.is_over else 0)
    assert task.state == "reported" or not task.endings.filter(state="proposed", outcome="done")
    assert [one.percent for one in task.reports.order_by("pk")] == reported
    assert task.percent == (100 if task.state == "done" else (reported or [0])[-1])
