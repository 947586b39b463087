"""An indicator and how it stands, in words, as lists and cards show it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from banyan.desk.people.models import Account
from banyan.desk.targets.amounts import aim, brief, parts, written
from banyan.desk.targets.indicators import LAST, Indicator, declared_indicators
from banyan.desk.targets.judging import ORDER, Light, Why
from banyan.desk.targets.models import Standing
from banyan.desk.targets.wording import why

WIDTH, HEIGHT = 100, 28
COLOURS = {
    Light.MISSED.value: "red",
    Light.AT_RISK.value: "yellow",
    Light.ON_PATH.value: "green",
    Light.UNKNOWN.value: "secondary",
}


@dataclass(frozen=True)
class Line:
    """``number`` and ``unit`` are the value in two parts; ``aim`` is the target with its direction
    and when, ``forecast`` that of 2030, both without the unit; ``path`` is empty where it is the
    target; ``spark`` are the points of an SVG polyline of ``WIDTH`` by ``HEIGHT``."""

    indicator: Indicator
    standing: Standing
    light: str
    colour: str
    value: str
    number: str
    unit: str
    path: str
    target: str
    aim: str
    forecast: str
    why: str
    spark: str


def line_of(indicator: Indicator, standing: Standing | None) -> Line:
    held = standing or Standing(
        indicator=indicator.code, light=Light.UNKNOWN, why=Why.NOTHING, missing=3
    )
    large, unit = parts(indicator, held.value)
    return Line(
        indicator=indicator,
        standing=held,
        light=str(Light(held.light).label),
        colour=COLOURS[held.light],
        value=written(indicator, held.value),
        number=large,
        unit=unit,
        path="" if held.path in (None, held.target) else brief(indicator, held.path),
        target=written(indicator, held.target),
        aim=_aim(indicator, held),
        forecast="" if held.last_middle is None else brief(indicator, held.last_middle),
        why=why(indicator, held) if indicator.has_target else "",
        spark=spark(held.recent),
    )


def _aim(indicator: Indicator, held: Standing) -> str:
    if not indicator.has_target:
        return ""
    target = aim(indicator, brief(indicator, held.target))
    if indicator.yearly:
        return _("every year %(target)s") % {"target": target}
    return _("%(year)s: %(target)s") % {"year": LAST, "target": target}


def lines_of(account: Account | None, county: str = "") -> list[Line]:
    """All indicators of the whole city, or of a county those that counties share: what will be
    missed first, then as the pack has them."""
    standings = Standing.objects.visible_to(account).filter(county=county)
    held: dict[str, Any] = {one.indicator: one for one in standings}
    lines = [
        line_of(one, held.get(one.code))
        for one in declared_indicators().values()
        if not county or one.counties
    ]
    return sorted(lines, key=lambda line: (not line.indicator.has_target, _place(line)))


def _place(line: Line) -> int:
    return ORDER[line.standing.light] if line.indicator.has_target else 0


def spark(values: list[int]) -> str:
    """The values as a line from left to right, the lowest below."""
    if len(values) < 2:
        return ""
    low, high = min(values), max(values)
    step = WIDTH / (len(values) - 1)
    span = high - low or 1
    return " ".join(
        f"{number * step:.1f},{HEIGHT - 2 - (value - low) * (HEIGHT - 4) / span:.1f}"
        for number, value in enumerate(values)
    )
