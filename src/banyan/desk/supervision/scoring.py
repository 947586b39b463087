"""How units and counties do with cases in a period.

Each number is declared with the words that say how it is reckoned; other parts of the desk add
their own when they are loaded::

    scoring.declare("tasks_red", _("Tasks on red"), reckon, how=_("…"), form=COUNT)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import override

from banyan.desk.bulletins.composing import LANGUAGES
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.policy_pack import adopted_count
from banyan.desk.supervision.periods import Period

COUNTY, UNIT = "county", "unit"
GROUPS = (COUNTY, UNIT)

DAYS, SHARE, GRADE, COUNT = "days", "share", "grade", "count"
"""The forms of a number: working days; millionths; millionths of a grade from one to five; how
many."""

LOW, HIGH = "low", "high"

MANY, SECONDS = 5_000, 600
"""Of more cases than so many, what was reckoned is kept for so many seconds."""


@dataclass(frozen=True)
class Score:
    """``value`` in the form of its number, over ``cases``; ``None`` where there is nothing to
    reckon it from."""

    value: int | None
    cases: int


Reckon = Callable[[Period, str], Mapping[str, Score]]
"""Of a period and ``COUNTY`` or ``UNIT``: the scores by the county's code or the unit's key as
text; of the whole city under an empty one."""

Behind = Callable[[Period, str, str], "QuerySet[Any] | str"]
"""The cases behind a score, whoever sees them, or the address of their list."""


@dataclass(frozen=True)
class Indicator:
    """``better`` is ``LOW`` or ``HIGH`` where places are given for it, else empty."""

    code: str
    name: Any
    how: Any
    form: str
    better: str
    reckon: Reckon
    behind: Behind | None


_declared: dict[str, Indicator] = {}


def declare(
    code: str,
    name: Any,
    reckon: Reckon,
    *,
    how: Any,
    form: str,
    better: str = "",
    behind: Behind | None = None,
) -> None:
    """Adds a number to the scoreboard; ``name`` and ``how`` are lazily translated."""
    _declared[code] = Indicator(code, name, how, form, better, reckon, behind)


def indicators() -> list[Indicator]:
    return list(_declared.values())


def indicator(code: str) -> Indicator:
    """Raises KeyError for one that nobody declares."""
    return _declared[code]


def scoreboard(period: Period) -> dict[str, Any]:
    """``content_of`` for a page: of many cases it may be some minutes old."""
    key = f"supervision.scoreboard:{period.code}:{timezone.localdate()}"
    kept: dict[str, Any] | None = cache.get(key)
    if kept is not None:
        return kept
    content = content_of(period)
    if content["cases"] > MANY:
        cache.set(key, content, SECONDS)
    return content


def content_of(period: Period) -> dict[str, Any]:
    """Everything that a scoreboard says, as plain values: how each number is reckoned, in both
    languages, and for counties and units the scores and places, the first first."""
    now = timezone.now()
    scores = {
        (group, one.code): one.reckon(period, group) for group in GROUPS for one in indicators()
    }
    groups = {group: _rows(group, scores) for group in GROUPS}
    total = {
        one.code: _plain(scores[COUNTY, one.code].get("", Score(None, 0))) for one in indicators()
    }
    return {
        "period": period.code,
        "first": period.first.isoformat(),
        "last": period.last.isoformat(),
        "reckoned_at": now.isoformat(),
        "limit": adopted_count("supervision.in_time_share"),
        "indicators": [
            {
                "code": one.code,
                "form": one.form,
                "better": one.better,
                "name": _in_both(one.name),
                "how": _in_both(one.how),
            }
            for one in indicators()
        ],
        "counties": groups[COUNTY],
        "units": groups[UNIT],
        "total": total,
        "cases": max((one["cases"] or 0 for one in total.values()), default=0),
    }


def _rows(
    group: str, scores: Mapping[tuple[str, str], Mapping[str, Score]]
) -> list[dict[str, Any]]:
    names = _names(group)
    codes = [one.code for one in indicators()]
    known = {code for of in codes for code in scores[group, of] if code}
    if group == COUNTY:
        known |= set(counties())  # every county is named, also one where nothing happened
    places = {
        one.code: placed(
            {
                code: score.value
                for code, score in scores[group, one.code].items()
                if code and score.value is not None
            },
            one.better,
        )
        for one in indicators()
        if one.better
    }
    limit = adopted_count("supervision.in_time_share")
    rows: list[dict[str, Any]] = []
    for code in known:
        own = [of[code] for of in places.values() if code in of]
        in_time = scores[group, "in_time"].get(code, Score(None, 0)).value
        rows.append(
            {
                "code": code,
                "name": names.get(code, {"zh": code, "en": code}),
                "points": sum(own) * 1_000 // len(own) if in_time is not None and own else None,
                "lags": in_time is not None and in_time < limit,
                "scores": {of: _plain(scores[group, of].get(code, Score(None, 0))) for of in codes},
            }
        )
    place = placed({row["code"]: row["points"] for row in rows if row["points"] is not None}, LOW)
    for row in rows:
        row["place"] = place.get(row["code"])
    return sorted(rows, key=lambda row: (row["place"] or len(rows) + 1, row["code"]))


def placed(values: Mapping[str, int], better: str) -> dict[str, int]:
    """Places from one; equals share a place, and those after them count on: 1, 2, 2, 4."""
    ordered = sorted(values.values(), reverse=better == HIGH)
    return {code: ordered.index(value) + 1 for code, value in values.items()}


def _names(group: str) -> dict[str, dict[str, str]]:
    if group == COUNTY:
        return {code: {"zh": one["zh"], "en": one["en"]} for code, one in counties().items()}
    return {str(one.pk): {"zh": one.name_zh, "en": one.name_en} for one in Unit.objects.all()}


def _plain(score: Score) -> dict[str, int | None]:
    return {"value": score.value, "cases": score.cases}


def _in_both(words: Any) -> dict[str, str]:
    found = {}
    for ours, django in LANGUAGES.items():
        with override(django):
            found[ours] = str(words)
    return found


def laggards(rows: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in rows if row["lags"]]
