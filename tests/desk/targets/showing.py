"""Values and reports for the tests of targets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.targets.actions import reporting
from banyan.desk.targets.actions.reporting import Stated
from banyan.desk.targets.indicators import declared_indicators
from banyan.desk.targets.keeping import Given, stand, write_values
from banyan.desk.targets.models import Report, Value
from banyan.desk.targets.periods import last_day
from desk.making import Making

TASK = Actor(origin=Origin(via="task"))
TODAY = date(2026, 11, 24)
PDF = b"%PDF-1.4\n%%EOF\n"


def account(making: Making, role: Role, name: str = "", county: str = "350102") -> Account:
    """An account that is there already, or a new one."""
    known = Account.objects.filter(username=name or role.value).first()
    return known or making.account(role, username=name or role.value, county=county)


def shown(code: str, values: Mapping[date, int], county: str = "") -> None:
    """Has the desk know these values, by the month that they are of the end of."""
    given = [
        Given(code, county, month.replace(day=1), last_day(month), value)
        for month, value in values.items()
    ]
    write_values(given, Value.Source.REPORTED)
    stand([code])


def months(first: date, *values: int, every: int = 1) -> dict[date, int]:
    """Values from a month on, one every so many months."""
    number = first.year * 12 + first.month - 1
    return {
        date((number + place * every) // 12, (number + place * every) % 12 + 1, 1): value
        for place, value in enumerate(values)
    }


def file(folder: Path, content: bytes = PDF, name: str = "evidence.pdf") -> Path:
    path = folder / name
    path.write_bytes(content)
    return path


def reported(
    making: Making, folder: Path, *stated: Stated, by: str = "reports", **more: Any
) -> Report:
    """What a city officer reports."""
    given = stated or (Stated("fund_size", "", date(2026, 9, 1), 130),)
    actor = Actor(account(making, Role.CITY, by))
    return reporting.report_values(actor, given, file(folder), "evidence.pdf", **more)


def second(making: Making) -> Actor:
    return Actor(account(making, Role.CITY, "confirms"))


def indicator(code: str) -> Any:
    return declared_indicators()[code]
