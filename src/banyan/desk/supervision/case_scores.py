"""What the scoreboard reckons from the moves of cases, which never change."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, TruncDate
from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from banyan.desk.cases.models import Case, Move, Stage
from banyan.desk.cases.states import Level, State
from banyan.desk.dashboards.durations import percentile
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.supervision import scoring
from banyan.desk.supervision.models import Letter
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.scoring import COUNTY, Score

ROUND = ("open", "reopen", "disagree")
"""With what a round of a case begins."""

BEGUN = ("open", "reopen")
"""With what the time until it is solved begins: an answer that the enterprise did not agree to did
not end it."""

GIVEN = ("dispatch", "transfer", "open")
"""With what a unit gets a case; with the last, one that is opened in its hands."""

TAKEN = ("accept", "uphold")
CLOSING = ("agree", "close")

MILLION = 1_000_000


@dataclass(frozen=True)
class Span:
    """Something that ended in the period: in which county and with which unit, the days on which
    it began for each and ended; of a closed case also the rating and whether a step was late."""

    county: str
    unit: int | None
    began: date
    given: date
    ended: date
    rating: int | None = None
    late: bool = False

    def of(self, group: str) -> str:
        if group == COUNTY:
            return self.county
        return "" if self.unit is None else str(self.unit)


class WorkingDays:
    """Counts working days between days of a stretch that is read once."""

    def __init__(self, first: date, last: date) -> None:
        calendar = read_calendar(first, last)
        self.first = first
        self.gone = [0]
        for ahead in range(1, (last - first).days + 1):
            self.gone.append(self.gone[-1] + calendar.is_working(first + timedelta(days=ahead)))

    def between(self, day: date, until: date) -> int:
        """The working days after ``day`` up to ``until`` itself."""
        return self.gone[(until - self.first).days] - self.gone[(day - self.first).days]


def closings(period: Period) -> list[Span]:
    """Each time that a case was closed."""
    return period.once("closings", lambda: _closings(period))


def acceptances(period: Period) -> list[Span]:
    """Each time that a unit took a case up."""
    return period.once("acceptances", lambda: _acceptances(period))


def moves(period: Period, *actions: str) -> QuerySet[Move]:
    found: QuerySet[Move] = Move.objects.filter(
        action__in=actions, at__gte=period.begins_at, at__lt=period.ends_at
    )
    return found


def _closings(period: Period) -> list[Span]:
    rounds = (
        Move.objects.filter(case=OuterRef("case"), action__in=ROUND[1:], pk__lt=OuterRef("pk"))
        .order_by()
        .values("case")
        .annotate(n=Count("pk"))
        .values("n")
    )
    late = Stage.objects.filter(case=OuterRef("case"), round=OuterRef("rounds")).filter(
        Q(done_at__date__gt=F("due_on")) | Q(done_at=None, due_on__lt=OuterRef("ended"))
    )
    # The rating that a case has is that of the last time it was closed.
    again = Move.objects.filter(
        case=OuterRef("case"), action__in=CLOSING, target=State.CLOSED, pk__gt=OuterRef("pk")
    )
    rows = (
        moves(period, *CLOSING)
        .filter(target=State.CLOSED)
        .order_by()
        .annotate(
            began=_before(BEGUN),
            given=_before(GIVEN),
            ended=TruncDate("at"),
            rounds=Coalesce(Subquery(rounds), 0),
        )
        .annotate(late=Exists(late), again=Exists(again))
    )
    columns = ("case__county", "unit", "began", "given", "ended", "case__rating", "again", "late")
    return [
        Span(county, unit, _day(began), _day(given), ended, None if again else rating, late)
        for county, unit, began, given, ended, rating, again, late in rows.values_list(*columns)
    ]


def _acceptances(period: Period) -> list[Span]:
    rows = (
        moves(period, *TAKEN)
        .order_by()
        .annotate(began=_before(ROUND), given=_before(GIVEN), ended=TruncDate("at"))
    )
    return [
        Span(county, unit, _day(began), _day(given), ended)
        for county, unit, began, given, ended in rows.values_list(
            "case__county", "unit", "began", "given", "ended"
        )
    ]


def _before(actions: Iterable[str]) -> Any:
    """When the last move of these before this one was made; of a case whose moves are not all
    known, when it was raised."""
    earlier = Move.objects.filter(
        case=OuterRef("case"), action__in=tuple(actions), pk__lt=OuterRef("pk")
    ).order_by("-pk")
    return Coalesce(Subquery(earlier.values("at")[:1]), F("case__raised_at"))


def _day(at: datetime) -> date:
    return timezone.localdate(at)


def _days(spans: Callable[[Period], list[Span]], percent: int) -> scoring.Reckon:
    """The working days from the beginning (for a unit: from when it was given the case) to the
    end, at a percentile."""

    def reckon(period: Period, group: str) -> dict[str, Score]:
        taken: dict[str, Counter[int]] = defaultdict(Counter)
        found = spans(period)
        if not found:
            return {}
        first = min(min(one.began, one.given) for one in found)
        calendar = WorkingDays(first, max(one.ended for one in found))
        for one in found:
            begin = one.began if group == COUNTY else one.given
            days = calendar.between(min(begin, one.ended), one.ended)
            for code in {one.of(group), ""}:
                taken[code][days] += 1
        return {code: Score(percentile(of, percent), of.total()) for code, of in taken.items()}

    return reckon


def _share(
    part: Callable[[Period, str], Mapping[str, int]],
    whole: Callable[[Period, str], Mapping[str, int]],
) -> scoring.Reckon:
    def reckon(period: Period, group: str) -> dict[str, Score]:
        parts, wholes = part(period, group), whole(period, group)
        return {
            code: Score(share_of(parts.get(code, 0), count) if count else None, count)
            for code, count in wholes.items()
        }

    return reckon


def share_of(part: int, whole: int) -> int:
    """Millionths, rounded half up."""
    return (part * MILLION * 2 + whole) // (whole * 2)


def _counted(rows: QuerySet[Move], group: str) -> dict[str, int]:
    column = "case__county" if group == COUNTY else "unit"
    found: dict[str, int] = defaultdict(int)
    for code, count in rows.order_by().values_list(column).annotate(Count("pk")):
        found[""] += count
        if code:
            found[str(code)] += count
    return dict(found)


def _closed(period: Period, group: str) -> dict[str, int]:
    return _spans_counted(closings(period), group)


def _in_time(period: Period, group: str) -> dict[str, int]:
    return _spans_counted([one for one in closings(period) if not one.late], group)


def _spans_counted(spans: Iterable[Span], group: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    for one in spans:
        found.update({one.of(group), ""})
    return dict(found)


def _received(period: Period, group: str) -> dict[str, int]:
    """For a county what was opened, for a unit what it was given."""
    return _counted(_received_moves(period, group), group)


def _received_moves(period: Period, group: str) -> QuerySet[Move]:
    if group == COUNTY:
        return moves(period, "open")
    return moves(period, *GIVEN).exclude(unit=None)


def _reopened(period: Period, group: str) -> dict[str, int]:
    return _counted(moves(period, *ROUND[1:]), group)


def _escalated(period: Period, group: str) -> dict[str, int]:
    return _counted(_escalations(period), group)


def _escalations(period: Period) -> QuerySet[Move]:
    """By what a case came from the county's ledger to the city's."""
    before = Move.objects.filter(case=OuterRef("case"), pk__lt=OuterRef("pk")).order_by("-pk")
    return (
        moves(period, "escalate", "disagree", "reopen")
        .filter(level=Level.CITY)
        .annotate(was=Subquery(before.values("level")[:1]))
        .filter(was=Level.COUNTY)
    )


def _satisfaction(period: Period, group: str) -> dict[str, Score]:
    grades: dict[str, list[int]] = defaultdict(list)
    for one in closings(period):
        if one.rating is not None:
            for code in {one.of(group), ""}:
                grades[code].append(one.rating)
    return {code: Score(share_of(sum(of), len(of)), len(of)) for code, of in grades.items()}


def _numbers(
    count: Callable[[Period, str], Mapping[str, int]],
) -> scoring.Reckon:
    return lambda period, group: {
        code: Score(number, number) for code, number in count(period, group).items()
    }


def _letters(period: Period, group: str) -> dict[str, int]:
    found: Counter[str] = Counter()
    sent = Letter.objects.filter(sent_on__gte=period.first, sent_on__lt=period.end)
    for unit, county, of_unit in sent.values_list("unit", "county", "unit__county"):
        own = (county or of_unit or "") if group == COUNTY else str(unit or "")
        found.update({own, ""})
    return dict(found)


def _behind(rows: Callable[[Period, str], QuerySet[Move]]) -> scoring.Behind:
    """The cases of those of the moves that are the group's."""

    def behind(period: Period, group: str, code: str) -> Any:
        found = rows(period, group)
        if code and group == COUNTY:
            found = found.filter(case__county=code)
        elif code:
            found = found.filter(unit=int(code))
        return Case.objects.filter(pk__in=found.order_by().values("case"))

    return behind


def _behind_letters(period: Period, group: str, code: str) -> Any:
    sent = Letter.objects.filter(sent_on__gte=period.first, sent_on__lt=period.end)
    if code and group == COUNTY:
        sent = sent.filter(Q(county=code) | Q(unit__county=code))
    elif code:
        sent = sent.filter(unit=int(code))
    return Case.objects.filter(urged__letter__in=sent).distinct()


def _closing_moves(period: Period, _group: str) -> QuerySet[Move]:
    return moves(period, *CLOSING).filter(target=State.CLOSED)


def declare() -> None:
    """The numbers of cases, in the order of the columns."""
    closed, taken = _behind(_closing_moves), _behind(lambda period, _group: moves(period, *TAKEN))
    response = _(
        "Working days until a unit takes the case up: for a county from the day on which the case "
        "was recorded or opened again, for a unit from the day on which it was given the case."
    )
    solution = _(
        "Working days until the case is closed: for a county from the day on which it was recorded "
        "or opened again after it was closed, for a unit from the day on which it was given the "
        "case."
    )
    tenth = _("Nine in ten took no longer. ")
    declare = scoring.declare
    declare(
        "received",
        _("Received"),
        _numbers(_received),
        how=_("Cases recorded in the county, or given to the unit."),
        form=scoring.COUNT,
        behind=_behind(_received_moves),
    )
    declare(
        "closed",
        _("Solved or closed"),
        _numbers(_closed),
        how=_("How often a case was closed; the unit is the one that had it then."),
        form=scoring.COUNT,
        behind=closed,
    )
    for code, name, of, percent, how in (
        ("response_median", _("Response, median"), acceptances, 50, response),
        ("response_slow", _("Response, 9 of 10"), acceptances, 90, response),
        ("solution_median", _("Solution, median"), closings, 50, solution),
        ("solution_slow", _("Solution, 9 of 10"), closings, 90, solution),
    ):
        declare(
            code,
            name,
            _days(of, percent),
            how=how if percent == 50 else format_lazy("{}{}", tenth, how),
            form=scoring.DAYS,
            better=scoring.LOW if percent == 50 else "",
            behind=taken if of is acceptances else closed,
        )
    declare(
        "in_time",
        _("In time"),
        _share(_in_time, _closed),
        how=_("Of the cases closed, those of which every step was done by its last day."),
        form=scoring.SHARE,
        better=scoring.HIGH,
        behind=closed,
    )
    declare(
        "satisfaction",
        _("Satisfaction"),
        _satisfaction,
        how=_("The average of the ratings from one to five of the cases closed."),
        form=scoring.GRADE,
        better=scoring.HIGH,
        behind=closed,
    )
    declare(
        "reopened",
        _("Opened again"),
        _share(_reopened, _closed),
        how=_("How often a case was opened again, or an answer not agreed to, per case closed."),
        form=scoring.SHARE,
        better=scoring.LOW,
        behind=_behind(lambda period, _group: moves(period, *ROUND[1:])),
    )
    declare(
        "escalated",
        _("Escalated"),
        _share(_escalated, _received),
        how=_(
            "How often a case went from the county ledger to the city ledger, per case received."
        ),
        form=scoring.SHARE,
        better=scoring.LOW,
        behind=_behind(lambda period, _group: _escalations(period)),
    )
    declare(
        "letters",
        _("Urging letters"),
        _numbers(_letters),
        how=_("Urging letters sent to the unit, or to the county and its units."),
        form=scoring.COUNT,
        better="",
        behind=_behind_letters,
    )
