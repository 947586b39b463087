"""How each action of tasks is called, and what its routes name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

from banyan.desk.tasks import actions
from banyan.desk.tasks.models import Ending, Evidence, Milestone, Task, TaskList
from desk.making import Making
from desk.tasks.carrying import SYSTEM, Carrying

YEAR = 2027


def _draft(making: Making) -> TaskList:
    known = TaskList.objects.filter(year=YEAR, state="draft").first()
    return known or Carrying(making).empty_list(YEAR, published=False)


def _draft_task(making: Making) -> Task:
    return Carrying(making).task("起草中的任务", list=_draft(making))


def _task(making: Making) -> Task:
    known = Task.objects.filter(list__state="published", state__in=["planned", "under_way"])
    return known.first() or Carrying(making).task()


def _with_milestone(making: Making) -> Milestone:
    here = Carrying(making)
    task = here.task("有节点的任务", milestones=[(date(here.empty_list().year, 6, 30), "过半")])
    made: Milestone = task.milestones.select_related("task").get()
    return made


def _ending(making: Making) -> Ending:
    known = Ending.objects.filter(state="proposed").first()
    return known or Carrying(making).finished(_task(making))


def _dropping(making: Making) -> Ending:
    here = Carrying(making)
    return actions.propose_dropping(here.city(), _task(making), "上级已取消")


def _evidence(making: Making) -> Evidence:
    known = Evidence.objects.first()
    if known is not None:
        return known
    here = Carrying(making)
    given = actions.Given(_task(making), here.month(), "附照片", percent=10)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.pdf"
        path.write_bytes(b"%PDF-1.4\n%%EOF\n")
        report = actions.report(here.power(), given, [(path, "a.pdf")])
    found: Evidence = report.files.get()
    return found


def _report_month(making: Making) -> None:
    here = Carrying(making)
    given = actions.Given(_task(making), here.month(), "完成一批", percent=20)
    actions.report_month(here.power(), [given])


def _raise(making: Making) -> None:
    actions.raise_problem(
        Carrying(making).power(), _task(making), category="energy", title="变电站用地未落实"
    )


def _publish(making: Making) -> None:
    actions.publish(Carrying(making).city(), _draft_task(making).list)


def _void(made: object) -> None:
    """A scenario returns nothing."""


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "tasks.draft": lambda making: _void(actions.draft(Carrying(making).city(), YEAR)),
    "tasks.publish": _publish,
    "tasks.add": lambda making: _void(Carrying(making).task()),
    "tasks.leave_out": lambda making: actions.leave_out(
        Carrying(making).city(), _draft_task(making)
    ),
    "tasks.reschedule": lambda making: _void(
        actions.reschedule(
            Carrying(making).city(), _draft_task(making), due_on=date(YEAR, 6, 30), target=None
        )
    ),
    "tasks.assign": lambda making: _void(
        actions.assign(Carrying(making).city(), _task(making), making.unit("gas"))
    ),
    "tasks.report": lambda making: _void(Carrying(making).reported(_task(making))),
    "tasks.report_month": _report_month,
    "tasks.reach": lambda making: actions.reach(
        Carrying(making).power(), _with_milestone(making), "已过半"
    ),
    "tasks.raise_problem": _raise,
    "tasks.report_done": lambda making: _void(Carrying(making).finished()),
    "tasks.confirm_done": lambda making: actions.confirm_done(
        Carrying(making).city("second"), Carrying(making).finished()
    ),
    "tasks.return": lambda making: actions.return_task(
        Carrying(making).city("second"), Carrying(making).finished(), "缺少清单"
    ),
    "tasks.take_back": lambda making: actions.take_back(
        Carrying(making).power(), Carrying(making).finished()
    ),
    "tasks.propose_dropping": lambda making: _void(_dropping(making)),
    "tasks.confirm_dropping": lambda making: actions.confirm_dropping(
        Carrying(making).city("second"), _dropping(making)
    ),
    "tasks.refuse_dropping": lambda making: actions.refuse_dropping(
        Carrying(making).city("second"), _dropping(making), "仍需推进"
    ),
    "tasks.ask_due": lambda making: _void(
        actions.ask_due(SYSTEM, [_with_milestone(making).pk], [_task(making).pk])
    ),
    "tasks.ask_month": lambda making: _void(
        actions.ask_month_of(
            SYSTEM,
            [making.unit("power").pk],
            Carrying(making).month(),
            Carrying(making).month().replace(day=28),
        )
    ),
    "tasks.recompute": lambda making: _void(actions.recompute(SYSTEM, [_task(making).pk])),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "tasks:export": lambda making: {"form": "csv"},
    "tasks:unit": lambda making: {
        "pk": _task(making).lead_id,
        "year": _task(making).list.year,
        "form": "csv",
    },
    "tasks:month": lambda making: {"month": f"{Carrying(making).month():%Y-%m}"},
    "tasks:draft": lambda making: {"year": _draft(making).year},
    "tasks:change_list": lambda making: {"year": _draft(making).year},
    "tasks:add": lambda making: {"year": _draft(making).year},
    "tasks:file": lambda making: {"pk": _evidence(making).pk},
    "tasks:task": lambda making: {"pk": _task(making).pk},
    "tasks:change": lambda making: {"pk": _task(making).pk},
    "tasks:decide": lambda making: {"pk": _ending(making).task_id},
}
