"""What the pages of monitoring count, always of what the reader sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q
from django.utils import timezone

from banyan.desk.cases.models import Case, Stage
from banyan.desk.cases.search.question import LIGHTS, lit
from banyan.desk.cases.states import Outcome, State
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.models import Finding, KeyEnterprise, MonthlyFigure
from banyan.desk.monitoring.rules import WARNING, Rule, declared_rules
from banyan.desk.people.models import Account


@dataclass(frozen=True)
class MonthLine:
    """A month: how many key enterprises had to report it, how many did, and by category of
    warnings how many enterprises a rule found something at."""

    month: date
    expected: int
    reported: int
    fell: dict[str, int]


def months_back(count: int, day: date | None = None) -> list[int]:
    """The numbers of the last ``count`` months that are over."""
    last = month_number(day or timezone.localdate())
    return list(range(last - count, last))


def reporting(account: Account | None, month: date) -> Any:
    """The key enterprises that had to report a month (its first day)."""
    found = KeyEnterprise.objects.visible_to(account).filter(since__lte=month)
    return found.filter(Q(until__isnull=True) | Q(until__gt=month))


def month_lines(account: Account | None, months: Sequence[int]) -> list[MonthLine]:
    first, last = first_day(months[0]), first_day(months[-1])
    periods = list(KeyEnterprise.objects.visible_to(account).values_list("since", "until"))
    had_to = KeyEnterprise.objects.filter(
        Q(until__isnull=True) | Q(until__gt=OuterRef("month")),
        organization=OuterRef("organization"),
        since__lte=OuterRef("month"),
    )
    within = Q(Exists(had_to), month__gte=first, month__lte=last)
    reported = dict(
        MonthlyFigure.objects.visible_to(account)
        .filter(within)
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    fell: dict[date, dict[str, int]] = {}
    rows = Finding.objects.visible_to(account).filter(within).order_by()
    counted = rows.values_list("month", "category").annotate(
        count=Count("organization", distinct=True)
    )
    for month, category, count in counted:
        fell.setdefault(month, {})[category] = count
    return [
        MonthLine(
            day,
            sum(since <= day and (until is None or day < until) for since, until in periods),
            reported.get(day, 0),
            fell.get(day, {}),
        )
        for day in map(first_day, reversed(months))
    ]


def lights(account: Account | None) -> dict[str, dict[str, int]]:
    """Open warnings by county, and blue, yellow, red: in time, nearly due, due or overdue."""
    today = timezone.localdate()
    warnings = Case.objects.visible_to(account).filter(kind=WARNING).exclude(state=State.CLOSED)
    rows = (
        warnings.order_by()
        .values_list("county")
        .annotate(**{light: Count("pk", filter=lit(light, today)) for light in LIGHTS})
    )
    return {county: dict(zip(LIGHTS, counts, strict=True)) for county, *counts in rows}


@dataclass(frozen=True)
class Precision:
    """What became of the findings of a rule. ``share`` is in millionths: of those that are decided,
    how many were no false alarm; ``None`` where none is decided."""

    rule: Rule
    raised: int
    closed: int
    in_time: int
    false: int

    @property
    def share(self) -> int | None:
        return (self.closed - self.false) * 1_000_000 // self.closed if self.closed else None


def precision(account: Account | None, first: date, until: date) -> list[Precision]:
    """Of each rule, over the months from ``first`` to the one before ``until``. A warning was
    handled in time that is closed, no false alarm, and each step of which was done in its days."""
    found = Finding.objects.visible_to(account).filter(month__gte=first, month__lt=until)
    late = Stage.objects.filter(case=OuterRef("case")).filter(
        Q(done_at__isnull=True) | Q(done_at__date__gt=F("due_on"))
    )
    closed = Q(case__state=State.CLOSED)
    false = closed & Q(case__outcome=Outcome.FALSE_ALARM)
    rows = (
        found.annotate(late=Exists(late))
        .order_by()
        .values("rule")
        .annotate(
            raised=Count("pk"),
            closed=Count("pk", filter=closed),
            false=Count("pk", filter=false),
            in_time=Count(
                "pk", filter=closed & ~Q(case__outcome=Outcome.FALSE_ALARM) & Q(late=False)
            ),
        )
    )
    counts = {row["rule"]: row for row in rows}
    nothing = {"raised": 0, "closed": 0, "in_time": 0, "false": 0}
    return [
        Precision(
            rule, *(counts.get(code, nothing)[n] for n in ("raised", "closed", "in_time", "false"))
        )
        for code, rule in declared_rules().items()
    ]
