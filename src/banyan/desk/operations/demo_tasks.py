"""The tasks of the demo: this year's list, published, and how far the units of its people are; all
of it by the actions that people use."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from banyan.desk.audit import Actor, action, log
from banyan.desk.operations.demo_past import Past
from banyan.desk.operations.demo_steps import Step
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.tasks import actions
from banyan.desk.tasks.lights import planned
from banyan.desk.tasks.models import Task, TaskList
from banyan.desk.tasks.scope import WORKING

BEHIND = (-4, 3, 0, 14, 5, 38, 8, 22)
"""By how many points the tasks lie behind their plans, one after the other."""

FAR = 20

WORDS = ("按计划推进，已完成阶段工作。", "已召开推进会，逐项落实。", "部分事项协调中，进度稍慢。")
OBSTACLES = ("", "", "部门之间数据尚未共享，需要市级协调。", "", "用地手续尚在办理。")


def steps(past: Past) -> Iterator[Step]:
    year = past.today.year
    if year not in declared_pack().years:
        return
    yield "task list", partial(publish_list, past, year)
    for unit in Unit.objects.filter(pk__in=_leading(year)).order_by("code"):
        yield f"tasks of {unit.code}", partial(report_of, past, unit, year)
    yield "ends of tasks", partial(end_tasks, past, year)


def publish_list(past: Past, year: int) -> None:
    """Publishes the list of the year, unless the users of the demo have done so."""
    if not TaskList.objects.filter(year=year, state=TaskList.State.PUBLISHED).exists():
        actions.publish(past.city, actions.draft(past.city, year))


@action("operations.add_demo_reporter")
def add_reporter(actor: Actor, unit: Unit) -> Account:
    """Somebody of a unit that has nobody in the demo, who cannot sign in, so that it has
    reported."""
    require(actor)
    role = Role.COUNTY if unit.county else Role.DEPARTMENT
    made: Account = Account.objects.create_user(
        f"demo-{unit.code}", name="联络员", role=role, unit=unit
    )
    log(made, after={"name": made.name, "unit": unit.code})
    return made


def report_of(past: Past, unit: Unit, year: int) -> None:
    """Of the month before; what should be over by now, and is not far behind, is done."""
    today = past.today
    known = {one.account.unit_id: one for name, one in past.people.items() if _works(name, one)}
    actor = known.get(unit.pk) or Actor(add_reporter(Actor(), unit))
    last = today.replace(day=1) - timedelta(days=1)
    month = last.replace(day=1)
    given, over = [], []
    for place, task in enumerate(_led(actor, year).filter(starts_on__lte=month)):
        behind = BEHIND[(place + actor.account.unit_id) % len(BEHIND)]
        percent = min(max(planned(task, last) - behind, 0), 100)
        if behind < FAR:
            for one in task.milestones.filter(due_on__lt=today).select_related("task"):
                actions.reach(actor, one, "已按期完成，材料已归档。")
            if task.due_on < today:
                percent = 100
                over.append(task)
        given.append(
            actions.Given(
                task,
                month,
                WORDS[place % len(WORDS)],
                percent=percent,
                number=None if task.target is None else task.target * percent // 100,
                obstacles=OBSTACLES[place % len(OBSTACLES)],
            )
        )
    if given:
        actions.report_month(actor, given)
    for task in over:
        actions.confirm_done(
            past.second, actions.report_done(actor, task, "任务已完成，材料齐备。")
        )


def end_tasks(past: Past, year: int) -> None:
    """A task of the city's people waits to be checked, another has a problem in its way."""
    city = past.city
    tasks = [one for one in _led(city, year).filter(target=None) if one.with_unit]
    ready = [one for one in tasks if not one.milestones.filter(reached_on=None).exists()]
    for task in ready[:1]:
        actions.report_done(city, task, "任务提前完成，材料齐备。")
    for task in [one for one in tasks if one not in ready][:1]:
        actions.raise_problem(
            city, task, category="land", title="项目用地指标未落实", text="影响年度任务按期完成。"
        )


def _works(name: str, actor: Actor) -> bool:
    """Whether somebody reports for a unit; the second person of the city checks instead."""
    return name != "city2" and actor.account.role in WORKING


def _leading(year: int) -> Any:
    return Task.objects.filter(list__year=year).values("lead")


def _led(actor: Actor, year: int) -> Any:
    found = Task.objects.filter(list__year=year, lead=actor.account.unit_id)
    return found.select_related("list").order_by("place")
