"""The figures of a bulletin, from the ledger as it stood at the end of a day.

The content of a bulletin is JSON::

    {"year": 2026, "cut_off": "2026-06-30", "pack": sha256,
     "elapsed": {"gone": 119, "all": 248, "share": 479839},
     "lag": 100000, "explain_days": 5,
     "figures": {"total-paid": 1234500, "county-350102-progress": 812345, …},
     "counties": [{"code": "350102", "rank": 1, "lags": false}, …],
     "measures": [{"code": "srdi", "rank": 1, "lags": false}, …],
     "last": 482113,
     "cells": [{"payer": …, "county": …, "measure": …, "committed": 21, "approved": 20, "paid": 5}]}

Money is in fen, shares are in millionths. ``last`` is the key of the last entry of the ledger that
counts: rows are only added there, so that what is behind a figure stays what it was. A cell says
how many entries are behind the figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction
from itertools import groupby
from typing import Any

from django.db.models import Max, Sum

from banyan.desk.funds.ledger import hold_year
from banyan.desk.funds.models import DailyTotal, Entry
from banyan.desk.funds.scope import MoneyQuerySet, sees
from banyan.desk.funds.stages import REACHES, Stage
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.people.models import Account
from banyan.desk.policy.pack_in_force import pack_in_force

MILLION = 1_000_000

SIGNS = {stage: kinds for stage, kinds in REACHES.items() if stage != Stage.BUDGET}
"""What each quantity adds up, by the kind of the ledger's entries."""

KINDS = {kind for signs in SIGNS.values() for kind in signs}

QUANTITIES = (*SIGNS, "progress")

Cell = tuple[str, str, str]
"""Payer, county and measure."""

LAG = "bulletin.lag"
EXPLAIN_DAYS = "bulletin.explain_days"


@dataclass
class Sums:
    """What came of one county, one measure, or all: fen by quantity."""

    fen: dict[str, int] = field(default_factory=lambda: dict.fromkeys(SIGNS, 0))

    def add(self, kind: str, amount: int) -> None:
        for quantity, signs in SIGNS.items():
            self.fen[quantity] += signs.get(kind, 0) * amount

    @property
    def progress(self) -> Fraction | None:
        """The part of what is approved that is paid; ``None`` where nothing is approved."""
        approved = self.fen["approved"]
        return Fraction(self.fen["paid"], approved) if approved > 0 else None


def content_of(year: int, cut_off: date) -> dict[str, Any]:
    """The figures of the budgets of ``year`` as of the end of ``cut_off``. Nobody posts to them
    until the running transaction ends."""
    hold_year(year)
    pack = pack_in_force()
    total = Sums()
    counties: dict[str, Sums] = defaultdict(Sums)
    measures: dict[str, Sums] = defaultdict(Sums)
    cells: dict[Cell, Counter[str]] = defaultdict(Counter)
    for payer, county, measure, kind, fen, entries in _moved(year, cut_off):
        for sums in (total, counties[county], measures[measure]):
            sums.add(kind, fen)
        for quantity, signs in SIGNS.items():
            cells[payer, county, measure][quantity] += entries if kind in signs else 0
    for county in pack.words["words"]["county"]:
        counties[county]  # every county is named, also one where nothing happened
    elapsed = _elapsed(year, cut_off)
    lag = int(_adopted(LAG, cut_off))
    limit = Fraction(elapsed["gone"], elapsed["all"]) - Fraction(lag, MILLION)
    figures = dict(_figures("total", total))
    for scope, groups in (("county", counties), ("measure", measures)):
        for code, sums in groups.items():
            figures |= _figures(f"{scope}-{code}", sums)
    return {
        "year": year,
        "cut_off": cut_off.isoformat(),
        "pack": pack.sha256,
        "elapsed": elapsed,
        "lag": lag,
        "explain_days": int(_adopted(EXPLAIN_DAYS, cut_off)),
        "figures": figures,
        "counties": _ranked(counties, limit),
        "measures": _ranked(measures, limit),
        "last": _last(year, cut_off),
        "cells": [
            {"payer": payer, "county": county, "measure": measure, **counted}
            for (payer, county, measure), counted in sorted(cells.items())
        ],
    }


def entries_behind(content: dict[str, Any], code: str) -> MoneyQuerySet[Entry]:
    """The ledger's entries that a figure adds up. Those of a share are those of what is paid.
    Raises KeyError for no figure of the content."""
    scope, group, quantity = _parts(content, code)
    found: MoneyQuerySet[Entry] = Entry.objects.filter(
        budget__year=content["year"],
        kind__in=SIGNS[quantity],
        made_on__lte=content["cut_off"],
        pk__lte=content["last"],
    )
    return found if scope == "total" else found.filter(**{scope: group})


def hidden_behind(content: dict[str, Any], code: str, account: Account | None) -> int:
    """How many of the entries behind a figure the account does not see."""
    scope, group, quantity = _parts(content, code)
    return sum(
        cell[quantity]
        for cell in content["cells"]
        if (scope == "total" or cell[scope] == group)
        and not sees(account, cell["payer"], cell["county"])
    )


def _parts(content: dict[str, Any], code: str) -> tuple[str, str, str]:
    """Scope, group, and the quantity whose entries are meant."""
    if code not in content["figures"]:
        raise KeyError(code)
    scope, group, quantity = split_code(code)
    return scope, group, "paid" if quantity == "progress" else quantity


def split_code(code: str) -> tuple[str, str, str]:
    """A figure's code (``county-350102-paid``, ``total-paid``) as scope, group and quantity."""
    scope, rest = code.split("-", 1)
    group, _, quantity = rest.rpartition("-")
    return scope, group, quantity


def signed_amount(kind: str, amount: int, quantity: str) -> int:
    """What an entry adds to a quantity, in fen."""
    return SIGNS["paid" if quantity == "progress" else quantity].get(kind, 0) * amount


def _moved(year: int, cut_off: date) -> Iterable[tuple[str, str, str, str, int, int]]:
    """Payer, county, measure, kind, the fen that entries moved together, and their number."""
    totals = DailyTotal.objects.filter(
        budget__year=year, made_on__lte=cut_off, kind__in=KINDS
    ).order_by()
    by = ("budget__county", "county", "measure", "kind")
    return totals.values_list(*by).annotate(Sum("amount"), Sum("entries"))


def _last(year: int, cut_off: date) -> int:
    """The key of the last entry that counts; 0 where there is none."""
    counted = Entry.objects.filter(budget__year=year, made_on__lte=cut_off)
    return counted.aggregate(last=Max("pk"))["last"] or 0


def _elapsed(year: int, cut_off: date) -> dict[str, int]:
    """The working days of the year that were gone at the end of the day."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    calendar = read_calendar(first, last)
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    working = [day for day in days if calendar.is_working(day)]
    gone = sum(day <= cut_off for day in working)
    return {"gone": gone, "all": len(working), "share": in_millionths(Fraction(gone, len(working)))}


def in_millionths(share: Fraction) -> int:
    """Rounded half up."""
    return int(share * MILLION + Fraction(1, 2))


def _figures(prefix: str, sums: Sums) -> Iterator[tuple[str, int | None]]:
    for quantity, fen in sums.fen.items():
        yield f"{prefix}-{quantity}", fen
    progress = sums.progress
    yield f"{prefix}-progress", None if progress is None else in_millionths(progress)


def _ranked(groups: dict[str, Sums], limit: Fraction) -> list[dict[str, Any]]:
    """By progress, the first first; equals share a rank; without anything to pay, no rank and at
    the end."""
    measured = [(sums.progress, code) for code, sums in groups.items()]
    some = [(progress, code) for progress, code in measured if progress is not None]
    ranked: list[dict[str, Any]] = []
    for progress, equals in groupby(sorted(some, key=_place), key=lambda one: one[0]):
        rank = len(ranked) + 1
        ranked.extend({"code": code, "rank": rank, "lags": progress < limit} for _, code in equals)
    rest = sorted(code for progress, code in measured if progress is None)
    return ranked + [{"code": code, "rank": None, "lags": False} for code in rest]


def _place(one: tuple[Fraction, str]) -> tuple[Fraction, str]:
    return -one[0], one[1]


def laggards(rows: Iterable[dict[str, Any]]) -> list[str]:
    return [row["code"] for row in rows if row["lags"]]


def _adopted(key: str, day: date) -> Any:
    return pack_in_force().parameters[key].on(day).adopted
