"""What is due: the month to report, and until when."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.obligations import kinds
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.policy_pack import adopted_count

REPORT = "monitoring.report"
REPORT_DAY = "monitoring.report_day"
LAST_DAY = 28
"""A day that every month has."""


def declare_obligations() -> None:
    kinds.declare(
        REPORT,
        _("Report the figures of %(month)s: %(name)s"),
        name=_("Report the figures of the month"),
        escalates=False,
    )


def month_before(day: date) -> date:
    """The first day of the month before that of ``day``: the one that is reported."""
    return first_day(month_number(day) - 1)


def due_on(month: date) -> date:
    """The last day to report ``month``: the pack's day of the next one, or the next working day."""
    day = min(adopted_count(REPORT_DAY), LAST_DAY)
    found = first_day(month_number(month) + 1).replace(day=day)
    calendar = read_calendar(found)
    while not calendar.is_working(found):
        found += timedelta(days=1)
    return found
