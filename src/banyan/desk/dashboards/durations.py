"""How long it takes from the match to the bank, in days, at the median and the 90th percentile."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from math import ceil
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role

LEGS = ("whole", "enterprise", "approval", "order", "bank")
"""From the match to the bank's answer; and between: until the enterprise confirmed, until what it
confirmed was approved, until the order went to the bank, until the bank answered."""


@dataclass(frozen=True)
class Duration:
    """Days, by nearest rank over ``payments``; ``None`` where there are none."""

    leg: str
    median: int | None
    slow: int | None
    payments: int


def durations(account: Account | None, year: int) -> list[Duration]:
    """The legs of the paid orders of a year whose organization confirmed a match, as far as the
    account may see them."""
    days: dict[str, Counter[int]] = {leg: Counter() for leg in LEGS}
    for *legs, payments in _counted(account, year):
        for leg, taken in zip(LEGS, legs, strict=True):
            days[leg][max(int(taken), 0)] += payments
    return [
        Duration(leg, percentile(found, 50), percentile(found, 90), found.total())
        for leg, found in days.items()
    ]


def percentile(counted: Counter[int], percent: int) -> int | None:
    """The smallest value that ``percent`` of all do not exceed."""
    needed, seen = ceil(counted.total() * percent / 100), 0
    for value in sorted(counted):
        seen += counted[value]
        if seen >= needed:
            return value
    return None


def _counted(account: Account | None, year: int) -> list[tuple[Any, ...]]:
    """The days of each leg and how many payments took so long."""
    if account is None or not account.is_active:
        return []
    role = Role(account.role)
    if role not in SEE_WHOLE_CITY and not (role is Role.COUNTY and account.county):
        return []
    found, confirmed, payable, sent, answered = (
        _day(column)
        for column in (
            "match.found_at",
            "match.answered_at",
            _later("match.answered_at", "award.payable_at"),
            "batch.sent_at",
            "one.answered_at",
        )
    )
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            SELECT {answered} - {found}, {confirmed} - {found}, {payable} - {confirmed},
                {sent} - {payable}, {answered} - {sent}, count(*)
            FROM payments_paymentorder AS one
            JOIN payments_batch AS batch ON batch.id = one.batch_id
            JOIN settlement_award AS award ON award.id = one.award_id
            JOIN matching_match AS match ON match.year = award.year
                AND match.measure = award.measure AND match.uscc = award.uscc
            WHERE award.year = %s AND one.state = 'paid' AND one.answered_at IS NOT NULL
                AND batch.sent_at IS NOT NULL AND award.payable_at IS NOT NULL
                AND match.answered_at IS NOT NULL AND (%s = '' OR award.county = %s)
            GROUP BY 1, 2, 3, 4, 5
            """,
            [year, *[account.county if role is Role.COUNTY else ""] * 2],
        )
        return list(cursor.fetchall())


def _day(column: str) -> str:
    """The local day of a moment, as a number."""
    if connection.vendor == "postgresql":
        return f"({column} AT TIME ZONE '{settings.TIME_ZONE}')::date"
    offset = timezone.localtime().utcoffset()
    minutes = int(offset.total_seconds() // 60) if offset else 0
    return f"CAST(julianday(date({column}, '{minutes:+d} minutes')) AS INTEGER)"


def _later(first: str, second: str) -> str:
    name = "greatest" if connection.vendor == "postgresql" else "max"
    return f"{name}({first}, {second})"
