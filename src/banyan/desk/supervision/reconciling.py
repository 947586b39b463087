"""What a county's reconciliation of a month says, from the moves of its cases until the month's
end; what moves later says nothing of it."""

from __future__ import annotations

import hashlib
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

from django.db.models import Q

from banyan.desk.cases.models import Case, CaseFile, Move, Stage
from banyan.desk.cases.states import Level, Outcome, State
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.supervision.case_scores import CLOSING
from banyan.desk.supervision.models import Difference, Reconciliation, Row
from banyan.desk.supervision.periods import Period

AT_ONCE = 1_000
"""Cases that are looked at together."""

Code = Difference.Code


@dataclass
class Past:
    """A case as its moves until the end of the month tell it."""

    state: str = ""
    at_start: str = ""
    level: str = ""
    first_level: str = ""
    unit: int | None = None
    closed: int = 0
    reopened: int = 0
    escalated: bool = False
    ever_escalated: bool = False
    handed_back: int = 0
    ended_by: str = ""


@dataclass
class Counts:
    """What the rows add up to. Carried over and opened and reopened, less closed, are open."""

    opened: int = 0
    carried: int = 0
    closed: int = 0
    reopened: int = 0
    escalated: int = 0
    handed_back: int = 0
    rows: int = 0
    open: dict[str, Counter[str]] = field(default_factory=lambda: defaultdict(Counter))
    differences: Counter[str] = field(default_factory=Counter)

    def add(self, row: Row, past: Past, codes: Iterable[str]) -> None:
        self.rows += 1
        self.opened += row.opened
        self.carried += not row.opened and past.at_start not in ("", State.CLOSED)
        self.closed += row.closed
        self.reopened += row.reopened
        self.escalated += row.escalated
        self.handed_back += row.handed_back
        if row.state != State.CLOSED:
            self.open[row.level][row.state] += 1
        self.differences.update(codes)

    def plain(self) -> dict[str, Any]:
        names = ("opened", "carried", "closed", "reopened", "escalated", "handed_back", "rows")
        return {name: getattr(self, name) for name in names} | {
            "open": {level: dict(states) for level, states in self.open.items()},
            "differences": {code: self.differences[code] for code in Code.values},
        }


def candidates(county: str, period: Period) -> Iterator[int]:
    """The keys of the cases that may have been open in the period: those that are open now, and
    those closed since it began."""
    raised = Case.objects.filter(county=county, raised_at__lt=period.ends_at)
    yield from raised.exclude(state=State.CLOSED).order_by().values_list("pk", flat=True).iterator()
    closed = raised.filter(state=State.CLOSED, closed_at__gte=period.begins_at)
    yield from closed.order_by().values_list("pk", flat=True).iterator()


def fill(reconciliation: Reconciliation) -> tuple[dict[str, Any], str]:
    """Writes the rows and the differences; the counts, and the hash over all."""
    period = Period.month_of(reconciliation.month)
    counts, digest = Counts(), hashlib.sha256()
    keys = iter(sorted(candidates(reconciliation.county, period)))
    while batch := list(islice(keys, AT_ONCE)):
        for row, past, codes in _of_batch(reconciliation, period, batch):
            counts.add(row, past, codes)
            digest.update(json.dumps([*row.said, codes], ensure_ascii=False).encode())
    return counts.plain(), digest.hexdigest()


def _of_batch(
    reconciliation: Reconciliation, period: Period, batch: list[int]
) -> list[tuple[Row, Past, list[str]]]:
    cases: Mapping[int, Case] = Case.objects.in_bulk(batch)
    pasts = _pasts(batch, period)
    moved_later = set(
        Move.objects.filter(case__in=batch, at__gte=period.ends_at)
        .order_by()
        .values_list("case", flat=True)
    )
    overdue = _overdue(batch, period)
    evidenced = set(
        CaseFile.objects.filter(case__in=batch, evidence=True)
        .order_by()
        .values_list("case", flat=True)
    )
    found: list[tuple[Row, Past, list[str]]] = []
    for pk in batch:
        case, past = cases[pk], pasts.get(pk)
        if past is None or not (past.closed or past.state != State.CLOSED):
            continue
        row = Row(
            reconciliation=reconciliation,
            case=case,
            reference=case.reference,
            title=case.title,
            state=past.state,
            level=past.level,
            unit_id=past.unit,
            opened=case.raised_at >= period.begins_at,
            closed=past.closed,
            reopened=past.reopened,
            escalated=past.escalated,
            handed_back=past.handed_back,
        )
        codes = _codes(case, past, late=pk in moved_later, evidenced=pk in evidenced)
        if pk in overdue and past.state != State.CLOSED:
            codes.append(Code.OVERDUE)
        found.append((row, past, [str(code) for code in codes]))
    rows = Row.objects.bulk_create([row for row, *_ in found], batch_size=AT_ONCE)
    Difference.objects.bulk_create(
        [
            Difference(reconciliation=reconciliation, row=row, code=code)
            for row, (_row, _past, codes) in zip(rows, found, strict=True)
            for code in codes
        ],
        batch_size=AT_ONCE,
    )
    return found


def _pasts(batch: list[int], period: Period) -> dict[int, Past]:
    moves = (
        Move.objects.filter(case__in=batch, at__lt=period.ends_at)
        .order_by("case", "pk")
        .values_list("case", "action", "target", "level", "unit", "at")
    )
    pasts: dict[int, Past] = {}
    for case, action, target, level, unit, at in moves:
        past = pasts.setdefault(case, Past(first_level=level))
        _tell(past, action, target, level, within=at >= period.begins_at)
        past.unit = unit
    return pasts


def _tell(past: Past, action: str, target: str, level: str, *, within: bool) -> None:
    up = past.level == Level.COUNTY and level == Level.CITY
    past.ever_escalated |= up
    if within:
        past.closed += action in CLOSING and target == State.CLOSED
        past.reopened += action == "reopen"
        past.escalated |= up
        past.handed_back += action == "hand_back"
    else:
        past.at_start = target
    if target == State.CLOSED and action in CLOSING:
        past.ended_by = action
    past.state, past.level = target, level


def _codes(case: Case, past: Past, *, late: bool, evidenced: bool) -> list[Code]:
    """``late``: the case has moved since, so that its row says nothing of the month's end."""
    codes: list[Code] = []
    level = past.level if late else case.level
    if past.level == Level.CITY and level == Level.COUNTY:
        codes.append(Code.NOT_IN_CITY)
    if level == Level.CITY and past.first_level == Level.COUNTY and not past.ever_escalated:
        codes.append(Code.NOT_IN_COUNTY)
    if late:
        return codes
    if past.state != case.state:
        codes.append(Code.STATE)
    elif past.state == State.CLOSED:
        if case.outcome in (Outcome.AGREED, Outcome.SOLVED) and not evidenced:
            codes.append(Code.NO_EVIDENCE)
        if past.ended_by == "agree" and case.rating is None:
            codes.append(Code.NO_RATING)
    return codes


def _overdue(batch: list[int], period: Period) -> set[int]:
    """The cases of which officials had something to do at the end of the month that was due."""
    stages = dict(Stage.objects.filter(case__in=batch).order_by().values_list("pk", "case"))
    found = set(_due("cases.case", [str(pk) for pk in batch], period.ends_at, period))
    for key in _due("cases.stage", [str(pk) for pk in stages], period.ends_at, period):
        found.add(stages[key])
    return found


def _due(subject: str, keys: list[str], ends_at: datetime, period: Period) -> Iterator[int]:
    """The keys of which an obligation was open at the end, and due before it."""
    for start in range(0, len(keys), AT_ONCE):
        rows = (
            Obligation.objects.filter(
                Q(state="open") | Q(ended_at__gte=ends_at),
                subject=subject,
                key__in=keys[start : start + AT_ONCE],
                due_on__lt=period.end,
                opened_at__lt=ends_at,
            )
            .exclude(role=Role.ENTERPRISE)
            .order_by()
            .values_list("key", flat=True)
        )
        yield from (int(key) for key in rows)
