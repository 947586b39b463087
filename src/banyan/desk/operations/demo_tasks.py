"""The tasks of the demo: this year's list, published, and how far the units of its people are; all
of it by the actions that people use."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.policy_pack import declared_pack
from banyan.desk.tasks import actions
from banyan.desk.tasks.lights import planned
from banyan.desk.tasks.models import Milestone, Task, TaskList

UNITS = ("city", "finance", "department", "department2", "county", "county2")
"""The people whose units report."""

BEHIND = (-4, 3, 0, 14, 5, 38, 8, 22)
"""By how many points the tasks lie behind their plans, one after the other."""

WORDS = ("按计划推进，已完成阶段工作。", "已召开推进会，逐项落实。", "部分事项协调中，进度稍慢。")
OBSTACLES = ("", "", "部门之间数据尚未共享，需要市级协调。", "", "用地手续尚在办理。")


def fill_tasks(people: Mapping[str, Actor], today: date) -> None:
    """Publishes the list of the year of ``today``, if the policy covers it, and reports; ``people``
    are those of the demo by user name. Where a list is published already it does nothing."""
    year = today.year
    if year not in declared_pack().years:
        return
    if TaskList.objects.filter(year=year, state=TaskList.State.PUBLISHED).exists():
        return
    actions.publish(people["city"], actions.draft(people["city"], year))
    for name in UNITS:
        if name in people:
            _report(people[name], year, today)
    _end(people, year)


def _report(actor: Actor, year: int, today: date) -> None:
    last = today.replace(day=1) - timedelta(days=1)
    month = last.replace(day=1)
    tasks = _led(actor, year).filter(starts_on__lte=month)
    for place, task in enumerate(tasks):
        percent = min(max(planned(task, last) - BEHIND[place % len(BEHIND)], 0), 100)
        for one in task.milestones.filter(due_on__lt=last):
            if BEHIND[place % len(BEHIND)] < 20:
                milestone = Milestone.objects.select_related("task").get(pk=one.pk)
                actions.reach(actor, milestone, "已按期完成，材料已归档。")
        number = None if task.target is None else task.target * percent // 100
        actions.report(
            actor,
            actions.Given(
                task,
                month,
                WORDS[place % len(WORDS)],
                percent=None if task.target is not None else percent,
                number=number,
                obstacles=OBSTACLES[place % len(OBSTACLES)],
            ),
        )


def _end(people: Mapping[str, Actor], year: int) -> None:
    """Of the tasks of the city's people two are reported as done: one of them is checked, one
    waits. Another has a problem in its way."""
    city = people["city"]
    tasks = [one for one in _led(city, year).filter(target=None) if one.with_unit]
    ready = [one for one in tasks if not one.milestones.filter(reached_on=None).exists()]
    endings = [actions.report_done(city, one, "任务已完成，材料齐备。") for one in ready[:2]]
    if endings and "city2" in people:
        actions.confirm_done(people["city2"], endings[0])
    stuck = [one for one in tasks if one not in ready][:1]
    for task in stuck:
        actions.raise_problem(
            city, task, category="land", title="项目用地指标未落实", text="影响年度任务按期完成。"
        )


def _led(actor: Actor, year: int) -> Any:
    found = Task.objects.filter(list__year=year, lead=actor.account.unit_id)
    return found.select_related("list").order_by("place")
