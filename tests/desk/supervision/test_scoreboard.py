"""The scoreboard against a plain reckoning, across the Spring Festival of 2026."""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.utils import timezone

from banyan.desk.cases.models import Case, Move, Stage
from banyan.desk.obligations.calendar import is_officially_working
from banyan.desk.people.models import Unit
from banyan.desk.supervision import scoring
from banyan.desk.supervision.periods import Period, choices
from banyan.desk.supervision.report_words import shown
from desk.making import Making
from desk.supervision.supervising import HERE, THERE

pytestmark = pytest.mark.django_db

COUNTIES = (HERE, THERE)
CASES = 40


def _working_days(day: date, until: date) -> int:
    """Counted one by one."""
    days = (day + timedelta(days=ahead) for ahead in range(1, (until - day).days + 1))
    return sum(is_officially_working(one) for one in days)


def _at(day: date, hour: int = 10) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(hour)))


class Lives:
    """Cases with moves, and what a person would write down of them on the side."""

    def __init__(self, making: Making) -> None:
        self.random = random.Random(2026)
        self.units = [making.unit("power"), making.unit("gas")]
        self.notes: list[dict[str, Any]] = []

    def live(self) -> None:
        for _number in range(CASES):
            self._one()

    def _one(self) -> None:
        pick = self.random
        day = date(2026, 1, 20) + timedelta(days=pick.randrange(40))
        county, unit = pick.choice(COUNTIES), pick.choice(self.units)
        case = Case.objects.create(
            kind="problem",
            category="energy",
            title="停电",
            county=county,
            level="county",
            origin="desk",
            raised_at=_at(day),
            lead=unit,
        )
        self._move(case, "open", "recorded", day, None)
        given = day + timedelta(days=pick.randrange(4))
        self._move(case, "dispatch", "dispatched", given, unit)
        taken = given + timedelta(days=pick.randrange(5))
        self._move(case, "accept", "under_way", taken, unit)
        self._note("accept", county, unit, taken, began=day, given=given)
        level, rounds, began = "county", 0, day
        due = taken + timedelta(days=pick.randrange(3, 15))
        done = taken + timedelta(days=pick.randrange(3, 15))
        if pick.random() < 0.3:
            level, rounds = "city", 1
            away = taken + timedelta(days=2)
            self._move(case, "disagree", "recorded", away, unit, "city")
            self._note("disagree", county, unit, away)
            self._note("escalate", county, unit, away)
            done, due = done + timedelta(days=3), due + timedelta(days=3)
        Stage.objects.create(
            case=case, round=rounds, code="solve", due_on=due, done_at=_at(done, 23)
        )
        closed = done + timedelta(days=pick.randrange(3))
        rating = pick.randrange(1, 6)
        self._move(case, "agree", "closed", closed, unit, level)
        again = pick.random() < 0.2
        self._note(
            "close",
            county,
            unit,
            closed,
            began=began,
            given=given,
            late=done > due,
            rating=None if again else rating,
        )
        if again:
            back = closed + timedelta(days=2)
            self._move(case, "reopen", "recorded", back, unit, level)
            self._note("reopen", county, unit, back)
            case.state, case.rating = "recorded", None
        else:
            case.state, case.rating, case.outcome = "closed", rating, "agreed"
            case.closed_at = _at(closed)
        case.save()
        self._note("open", county, unit, day)
        self._note("given", county, unit, given)

    def _move(
        self,
        case: Case,
        action: str,
        target: str,
        day: date,
        unit: Unit | None,
        level: str = "county",
    ) -> None:
        Move.objects.create(
            case=case, action=action, target=target, level=level, unit=unit, at=_at(day)
        )

    def _note(self, what: str, county: str, unit: Unit, day: date, **more: Any) -> None:
        self.notes.append({"what": what, "county": county, "unit": str(unit.pk), "day": day} | more)

    def of(self, what: str, period: Period) -> list[dict[str, Any]]:
        return [
            one
            for one in self.notes
            if one["what"] == what and period.first <= one["day"] < period.end
        ]

    def reckoned(self, period: Period, group: str) -> dict[str, dict[str, int | None]]:
        """The same numbers, reckoned plainly."""
        by: dict[str, dict[str, list[dict[str, Any]]]] = defaultdict(lambda: defaultdict(list))
        for what in ("accept", "close", "disagree", "reopen", "escalate", "open", "given"):
            for one in self.of(what, period):
                by[one[group]][what].append(one)
        found: dict[str, dict[str, int | None]] = {}
        began = "began" if group == "county" else "given"
        for code, notes in by.items():
            closed, taken = notes["close"], notes["accept"]
            received = len(notes["open" if group == "county" else "given"])
            again = len(notes["reopen"]) + len(notes["disagree"])
            ratings = [one["rating"] for one in closed if one["rating"]]
            answers = sorted(_working_days(one[began], one["day"]) for one in taken)
            solutions = sorted(_working_days(one[began], one["day"]) for one in closed)
            found[code] = {
                "received": received or None,
                "closed": len(closed) or None,
                "response_median": _rank(answers, 50),
                "response_slow": _rank(answers, 90),
                "solution_median": _rank(solutions, 50),
                "solution_slow": _rank(solutions, 90),
                "in_time": _part(sum(not one["late"] for one in closed), len(closed)),
                "satisfaction": _part(sum(ratings), len(ratings)),
                "reopened": _part(again, len(closed)),
                "escalated": _part(len(notes["escalate"]), received),
                "letters": None,
            }
        return found


def _rank(ordered: list[int], percent: int) -> int | None:
    """The smallest that so many percent of all do not exceed."""
    for value in ordered:
        if sum(one <= value for one in ordered) * 100 >= percent * len(ordered):
            return value
    return None


def _part(part: int, whole: int) -> int | None:
    return round(part * 1_000_000 / whole) if whole else None


@pytest.fixture
def lives(making: Making) -> Iterator[Lives]:
    made = Lives(making)
    made.live()
    return made


@pytest.mark.parametrize("code", ["2026-02", "2026Q1", "2026"])
def test_every_number_is_what_counting_by_hand_gives(lives: Lives, code: str) -> None:
    period = Period.of(code)
    content = scoring.content_of(period)
    for name, group in (("counties", "county"), ("units", "unit")):
        wanted = lives.reckoned(period, group)
        assert wanted
        for row in content[name]:
            if row["code"] not in wanted:
                continue
            got = {of: score["value"] for of, score in row["scores"].items()}
            assert got == wanted[row["code"]], (code, row["code"])


def test_the_festival_is_no_working_time(making: Making) -> None:
    assert _working_days(date(2026, 2, 13), date(2026, 2, 24)) == 2  # a Saturday is worked for it
    lives = Lives(making)
    case = Case.objects.create(
        kind="problem",
        category="energy",
        title="停电",
        county=HERE,
        level="county",
        origin="desk",
        raised_at=_at(date(2026, 2, 13)),
    )
    lives._move(case, "open", "recorded", date(2026, 2, 13), None)
    lives._move(case, "close", "closed", date(2026, 2, 24), None)
    content = scoring.content_of(Period.of("2026-02"))
    row = next(one for one in content["counties"] if one["code"] == HERE)
    assert row["scores"]["solution_median"] == {"value": 2, "cases": 1}


def test_each_number_leads_to_as_many_cases_as_it_counts(lives: Lives) -> None:
    period = Period.of("2026")
    content = scoring.content_of(period)
    for name, group in (("counties", "county"), ("units", "unit")):
        for row in content[name]:
            for of in ("received", "closed"):
                score = row["scores"][of]
                indicator = scoring.indicator(of)
                assert indicator.behind is not None
                behind = indicator.behind(period, group, row["code"])
                assert behind.count() == len({one.pk for one in behind})
                assert behind.count() == score["cases"]


def test_equals_share_a_place_and_the_next_counts_on() -> None:
    values = {"a": 9, "b": 7, "c": 9, "d": 1}
    assert scoring.placed(values, scoring.HIGH) == {"a": 1, "c": 1, "b": 3, "d": 4}
    assert scoring.placed(values, scoring.LOW) == {"d": 1, "b": 2, "a": 3, "c": 3}


def test_every_county_is_named_and_who_closed_nothing_has_no_place(lives: Lives) -> None:
    content = scoring.content_of(Period.of("2026-02"))
    assert len(content["counties"]) > 2
    for row in content["counties"]:
        assert (row["place"] is not None) == (row["code"] in COUNTIES)


def test_other_parts_add_numbers_of_their_own(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scoring, "_declared", dict(scoring._declared))
    scoring.declare(
        "test_tasks",
        "任务",
        lambda _period, _group: {HERE: scoring.Score(3, 3)},
        how="亮红灯的任务数",
        form=scoring.COUNT,
    )
    content = scoring.content_of(Period.of("2026-02"))
    row = next(one for one in content["counties"] if one["code"] == HERE)
    assert row["scores"]["test_tasks"] == {"value": 3, "cases": 3}
    assert {"code": "test_tasks"}.items() <= content["indicators"][-1].items()


def test_periods_are_months_quarters_and_years() -> None:
    said = {code: (Period.of(code).first, Period.of(code).last) for code in ("2026-02", "2026Q4")}
    assert said == {
        "2026-02": (date(2026, 2, 1), date(2026, 2, 28)),
        "2026Q4": (date(2026, 10, 1), date(2026, 12, 31)),
    }
    assert Period.of("2026").end == date(2027, 1, 1)
    offered = [one.code for one in choices(date(2026, 1, 15))]
    assert offered[:3] == ["2026-01", "2025-12", "2025-11"]
    assert offered[6:8] == ["2026Q1", "2025Q4"]
    for wrong in ("2026-13", "2026Q5", "26", "2026-2"):
        with pytest.raises(ValueError, match="no period"):
            Period.of(wrong)


def test_numbers_are_shown_in_their_form() -> None:
    assert shown(None, scoring.DAYS) == "–"
    assert shown(875_000, scoring.SHARE) == "87.5%"
    assert shown(4_333_333, scoring.GRADE) == "4.33"
    assert shown(1_234, scoring.COUNT) == "1,234"
