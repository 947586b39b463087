"""The rules at work in the background. A worker that dies leaves nothing half done: the warnings of
each piece of the enterprises are one transaction, and the work can be begun again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.db import transaction
from django.utils import timezone
from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.reading import found_in
from banyan.desk.monitoring.reports import due_on, month_before
from banyan.desk.monitoring.rules import MISSING, declared_rules, thresholds

AT_ONCE = 100
"""Findings whose warnings are opened in one transaction."""

LOOKED_AT = 3
"""Months that the daily duty looks at again: figures come late and are corrected."""


def later(months: Collection[date], division: str = "") -> None:
    """Has the rules look at these months once what is being written stands; only at the
    enterprises of one division of industry, where given."""
    said = [month.isoformat() for month in sorted(months)]
    transaction.on_commit(lambda: look.enqueue(said, division))


@task()
def look(months: list[str], division: str = "") -> None:
    """Looks at months that were reported."""
    evaluate_months(_SYSTEM, [date.fromisoformat(month) for month in months], division)


def evaluate_months(actor: Actor, months: Sequence[date], division: str = "") -> int:
    """Raises the warnings of these months that are not raised yet; how many findings were new.
    Missing reports count from the day after that on which they were due. Run twice, or again after
    it was stopped, it raises each once."""
    from banyan.desk.monitoring.actions.warnings import raise_warnings

    today = timezone.localdate()
    over = [month for month in months if month < today.replace(day=1)]
    late = {month_number(month) for month in over if due_on(month) < today}
    limits = thresholds()
    rules = list(declared_rules().values())
    found = found_in([month_number(month) for month in over], rules, limits, division)
    missing = {rule.code for rule in rules if rule.kind == MISSING}
    rows = [
        row
        for row in found.iter_rows(named=True)
        if row["rule"] not in missing or row["month"] in late
    ]
    return sum(
        raise_warnings(actor, rows[start : start + AT_ONCE], limits)
        for start in range(0, len(rows), AT_ONCE)
    )


_SYSTEM = Actor(origin=Origin("task"))


def every_day(actor: Actor, day: date) -> None:
    """Opens what is to be reported of the month before, and looks at the last months again."""
    from banyan.desk.monitoring.actions.warnings import expect_reports

    expect_reports(actor, month_before(day))
    last = month_number(day)
    evaluate_months(actor, [first_day(last - n) for n in range(LOOKED_AT, 0, -1)])
