"""A month, a quarter or a year of the scoreboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from django.utils import timezone
from django.utils.translation import gettext as _

T = TypeVar("T")

_CODE = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|Q([1-4]))?")


@dataclass(frozen=True)
class Period:
    """``code`` is ``2026-11``, ``2026Q4`` or ``2026``; from the day ``first`` until before
    ``end``."""

    code: str
    first: date
    end: date
    _kept: dict[str, Any] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, code: str) -> Period:
        """Raises ValueError for what is no period."""
        said = _CODE.fullmatch(code)
        if said is None:
            raise ValueError(f"no period: {code!r}")
        year, month, quarter = (int(one) if one else 0 for one in said.groups())
        first, months = (month, 1) if month else (quarter * 3 - 2, 3) if quarter else (1, 12)
        begins = date(year, first, 1)
        return cls(code, begins, _months_on(begins, months))

    @classmethod
    def month_of(cls, day: date) -> Period:
        return cls.of(f"{day:%Y-%m}")

    @property
    def last(self) -> date:
        return self.end - timedelta(days=1)

    @property
    def begins_at(self) -> datetime:
        return moment(self.first)

    @property
    def ends_at(self) -> datetime:
        return moment(self.end)

    def once(self, name: str, compute: Callable[[], T]) -> T:
        """What ``compute`` gives, computed once for this object: several numbers are reckoned from
        the same rows."""
        if name not in self._kept:
            self._kept[name] = compute()
        found: T = self._kept[name]
        return found

    @property
    def words(self) -> str:
        year, month = self.first.year, self.first.month
        if "-" in self.code:
            return _("%(month)s/%(year)s") % {"year": year, "month": month}
        if "Q" in self.code:
            return _("quarter %(quarter)s of %(year)s") % {"year": year, "quarter": month // 3 + 1}
        return _("the year %(year)s") % {"year": year}


def moment(day: date) -> datetime:
    """The beginning of a day."""
    return timezone.make_aware(datetime(day.year, day.month, day.day))


def choices(today: date) -> list[Period]:
    """The periods that one is offered: the last six months, four quarters, two years."""
    months = [f"{_months_on(today.replace(day=1), -back):%Y-%m}" for back in range(6)]
    quarter = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    quarters = [_months_on(quarter, -3 * back) for back in range(4)]
    named = [f"{one.year}Q{one.month // 3 + 1}" for one in quarters]
    return [Period.of(code) for code in (*months, *named, f"{today.year}", f"{today.year - 1}")]


def _months_on(first: date, months: int) -> date:
    count = first.year * 12 + first.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)
