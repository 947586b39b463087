"""What values say of their targets: the light, the gap, and what would close it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from banyan.desk.targets.forecast import Point
from banyan.desk.targets.judging import Light, Why, judged, looking_back
from banyan.desk.targets.keeping import judgement_of
from banyan.desk.targets.models import Standing
from banyan.desk.targets.periods import last_day
from banyan.desk.targets.wording import what_would_close_it, why
from desk.targets.showing import TODAY, indicator, months, shown

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_: TODAY)


def series(first: date, *values: int, every: int = 1) -> list[Point]:
    return [
        Point(last_day(day), value) for day, value in months(first, *values, every=every).items()
    ]


def test_without_a_value_there_is_no_light() -> None:
    found = judged(indicator("srdi"), [])
    assert (found.light, found.why, found.target) == (Light.UNKNOWN, Why.NOTHING, 1000)


def test_what_goes_too_slowly_will_be_missed_and_by_how_much() -> None:
    found = judged(indicator("srdi"), series(date(2026, 1, 1), *range(600, 610)))
    assert (found.light, found.why) == (Light.MISSED, Why.LAST_MISSED)
    assert found.of_last is not None
    assert found.short == 1000 - found.of_last.middle
    assert found.gap == 391
    assert found.needed is not None
    assert found.pace is not None
    assert found.needed > found.pace > 10


def test_what_goes_fast_enough_is_on_path() -> None:
    found = judged(indicator("srdi"), series(date(2026, 1, 1), *range(620, 720, 10)))
    assert (found.light, found.why) == (Light.ON_PATH, Why.AHEAD)


def test_what_only_just_falls_short_is_at_risk() -> None:
    slow = [600, 606, 609, 620, 622, 632, 634, 646, 650, 660, 667, 672]
    found = judged(indicator("srdi"), series(date(2025, 12, 1), *slow))
    assert found.of_last is not None
    assert found.of_last.middle < 1000 < found.of_last.high
    assert found.light == Light.AT_RISK


def test_with_fewer_than_three_values_it_is_at_most_at_risk() -> None:
    found = judged(indicator("srdi"), series(date(2026, 9, 1), 100, 100))
    assert (found.light, found.why, found.missing) == (Light.AT_RISK, Why.BEHIND, 1)
    assert found.of_last is None


def test_a_place_is_better_the_lower_it_is() -> None:
    good = judged(indicator("fixed_investment_rank"), series(date(2026, 3, 1), 2, 2, 2, every=3))
    poor = judged(indicator("fixed_investment_rank"), series(date(2026, 3, 1), 5, 5, 5, every=3))
    assert (good.light, poor.light) == (Light.ON_PATH, Light.MISSED)
    assert (good.gap, poor.gap) == (0, 2)


def test_growing_as_fast_as_gdp_is_not_faster() -> None:
    found = judged(indicator("value_added_margin"), series(date(2026, 9, 1), 0))
    assert (found.light, found.gap) == (Light.AT_RISK, 1)


def test_what_adds_up_in_a_year_is_foretold_from_january_on() -> None:
    found = judged(indicator("upgrade_projects"), series(date(2026, 3, 1), 25, 50, 75, every=3))
    assert (found.light, found.why) == (Light.MISSED, Why.YEAR_MISSED)
    assert found.of_year is not None
    assert found.of_year.middle == pytest.approx(100, abs=2)
    assert found.of_last is None
    enough = judged(indicator("upgrade_projects"), series(date(2026, 3, 1), 60, 120, 180, every=3))
    assert enough.light == Light.ON_PATH


def test_value_added_is_foretold_from_whole_years() -> None:
    years = {2022: 270, 2023: 280, 2024: 291, 2025: 302}
    points = [Point(date(year, 12, 31), value * 10**11) for year, value in years.items()]
    found = judged(indicator("industrial_value_added"), points)
    assert found.of_last is not None
    assert found.of_last.middle == pytest.approx(364 * 10**11, rel=0.01)
    assert found.light == Light.MISSED
    assert found.pace == pytest.approx(38_000, abs=1500)


def test_what_was_newly_recognised_is_never_foretold_below_what_it_is() -> None:
    found = judged(indicator("technology_centres"), series(date(2026, 6, 1), 9, 12, 6, 9))
    assert found.of_last is not None
    assert found.of_last.low >= 9


def test_looking_back_says_what_would_have_been_said_a_year_ago() -> None:
    found: Any = looking_back(indicator("srdi"), series(date(2024, 1, 1), *range(500, 535)))
    assert found["said"].middle == pytest.approx(found["came"].value, abs=1)
    assert found["within"] or found["said"].middle != found["came"].value
    assert looking_back(indicator("srdi"), series(date(2026, 6, 1), 1, 2, 3)) is None


def test_a_county_is_judged_by_its_share() -> None:
    shown("srdi", months(date(2026, 1, 1), *range(620, 720, 10)))
    shown("srdi", months(date(2026, 1, 1), *[10] * 10), county="350181")
    whole, county = (Standing.objects.get(indicator="srdi", county=code) for code in ("", "350181"))
    assert whole.light == Light.ON_PATH
    assert (county.light, county.target) == (Light.MISSED, 190)


def test_what_is_kept_is_what_would_be_judged_now() -> None:
    shown("srdi", months(date(2026, 1, 1), *range(600, 610)))
    held = Standing.objects.get(indicator="srdi", county="")
    now, points = judgement_of(indicator("srdi"))
    assert (held.light, held.gap, held.needed) == (now.light, now.gap, now.needed)
    assert held.recent == [one.value for one in points]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_why_is_said_in_a_sentence(language: str) -> None:
    from django.utils import translation

    shown("srdi", months(date(2026, 1, 1), *range(600, 610)))
    held = Standing.objects.get(indicator="srdi", county="")
    with translation.override(language):
        said = why(indicator("srdi"), held)
        closing = what_would_close_it(indicator("srdi"), held)
    assert "2030" in said
    assert "391" in closing
