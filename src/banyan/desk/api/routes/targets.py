"""The targets of the plan, read by programs: how each stands, and its values month by month."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from django.http import Http404, HttpRequest
from django.utils import translation
from ninja import Router, Schema
from pydantic import Field

from banyan.desk.api.auth import READ, actor
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.schemas import Language
from banyan.desk.people.access import account_of, require
from banyan.desk.targets.amounts import plain
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.lines import line_of
from banyan.desk.targets.models import Standing, Value
from banyan.desk.targets.scope import READERS
from banyan.desk.targets.views.overview import counties_seen

router = Router()

TAGS: dict[Language, str] = {"zh": "zh-hans", "en": "en"}
County = Annotated[str, Field(max_length=6, pattern=r"^[0-9]*$")]


class ForecastOut(Schema):
    """Four of five futures lie between ``low`` and ``high``."""

    middle: str
    low: str
    high: str


class TargetOut(Schema):
    """``measure`` says what the numbers, which are text, are: counted, yuan, percent, percentage
    points or a place. ``direction`` and ``horizon`` are empty where there is no target. ``path`` is
    what the day ``as_of`` should show, ``gap`` what is lacking to the target. Null for what is not
    known yet."""

    code: str
    words: str
    article: str
    units: list[str]
    measure: Literal["count", "money", "percent", "points", "rank"]
    direction: Literal["at_least", "more_than", "at_most", ""]
    horizon: Literal["2030", "yearly", ""]
    county: str
    light: Literal["red", "yellow", "green", "grey"]
    why: str
    as_of: date | None
    value: str | None
    path: str | None
    target: str | None
    gap: str | None
    this_year: ForecastOut | None
    by_2030: ForecastOut | None


class ValueOut(Schema):
    """What a month ended with; of the running one what the day ``as_of`` shows."""

    month: str
    as_of: date
    value: str
    source: Literal["computed", "reported"]
    version: int


class TargetWhole(TargetOut):
    values: list[ValueOut]


@router.get(
    "/targets", response={200: list[TargetOut], **PROBLEMS}, auth=READ, operation_id="targets"
)
def targets(request: HttpRequest, county: County = "", language: Language = "zh") -> object:
    """All indicators of the whole city, or those that counties share, of a county."""
    held = {one.indicator: one for one in _standings(request, county)}
    with translation.override(TAGS[language]):
        return [
            _said(one, held.get(code), county)
            for code, one in declared_indicators().items()
            if not county or one.counties
        ]


@router.get(
    "/targets/{code}", response={200: TargetWhole, **PROBLEMS}, auth=READ, operation_id="target"
)
def target(
    request: HttpRequest, code: str, county: County = "", language: Language = "zh"
) -> object:
    """One indicator with all its values, the newest last."""
    one = declared_indicators().get(code)
    standing = _standings(request, county).filter(indicator=code).first()
    if one is None or (county and not one.counties):
        raise Http404
    values = Value.objects.visible_to(account_of(request)).filter(indicator=code, county=county)
    with translation.override(TAGS[language]):
        return _said(one, standing, county) | {
            "values": [
                {
                    "month": f"{row.period:%Y-%m}",
                    "as_of": row.as_of,
                    "value": _text(one, row.value),
                    "source": row.source,
                    "version": row.version,
                }
                for row in values.order_by("period")
            ]
        }


def _standings(request: HttpRequest, county: str) -> Any:
    """Of the whole city or of a county that the account sees. Raises Http404 for any other."""
    require(actor(request), *READERS)
    account = account_of(request)
    if county and county not in counties_seen(account):
        raise Http404
    return Standing.objects.visible_to(account).filter(county=county)


def _said(one: Indicator, standing: Standing | None, county: str) -> dict[str, Any]:
    line = line_of(one, standing)
    held = line.standing
    numbers = ("value", "path", "target", "gap")
    return {
        "code": one.code,
        "words": one.name,
        "article": one.article,
        "units": list(one.units),
        "measure": one.measure,
        "direction": one.direction,
        "horizon": one.horizon,
        "county": county,
        "light": held.light,
        "why": line.why,
        "as_of": held.as_of,
        **{name: _text(one, getattr(held, name)) for name in numbers},
        "this_year": _forecast(one, held, "year"),
        "by_2030": _forecast(one, held, "last"),
    }


def _forecast(one: Indicator, held: Standing, end: str) -> dict[str, str | None] | None:
    if getattr(held, f"{end}_middle") is None:
        return None
    return {edge: _text(one, getattr(held, f"{end}_{edge}")) for edge in ("middle", "low", "high")}


def _text(one: Indicator, value: int | None) -> str | None:
    return None if value is None else f"{plain(one, value):f}"
