"""What is done with lists of tasks and with tasks."""

from banyan.desk.tasks.actions.ending import (
    confirm_done,
    confirm_dropping,
    propose_dropping,
    refuse_dropping,
    report_done,
    return_task,
    take_back,
)
from banyan.desk.tasks.actions.following import ask_due, ask_month_of, recompute
from banyan.desk.tasks.actions.lists import (
    OwnTask,
    add_task,
    assign,
    draft,
    leave_out,
    publish,
    reschedule,
)
from banyan.desk.tasks.actions.reporting import (
    Given,
    raise_problem,
    reach,
    report,
    report_month,
)

__all__ = [
    "Given",
    "OwnTask",
    "add_task",
    "ask_due",
    "ask_month_of",
    "assign",
    "confirm_done",
    "confirm_dropping",
    "draft",
    "leave_out",
    "propose_dropping",
    "publish",
    "raise_problem",
    "reach",
    "recompute",
    "refuse_dropping",
    "report",
    "report_done",
    "report_month",
    "reschedule",
    "return_task",
    "take_back",
]
