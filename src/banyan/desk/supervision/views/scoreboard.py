"""``/supervision/scoreboard/``: how counties and units do in a period, and the cases behind."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from banyan.desk.cases import listing
from banyan.desk.cases.models import Case
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Unit
from banyan.desk.records.labels import language
from banyan.desk.supervision import scoring
from banyan.desk.supervision.periods import Period, choices
from banyan.desk.supervision.report_words import shown, split_code
from banyan.desk.supervision.scope import READERS, writes
from banyan.desk.ui.paging import page_of


@access.roles(*READERS)
@require_safe
def scoreboard(request: HttpRequest) -> HttpResponse:
    """The scoreboard of a month, a quarter or a year (``period``)."""
    offered = choices(timezone.localdate())
    period = _period(request.GET.get("period", ""), offered[0])
    content = scoring.scoreboard(period)
    return render(
        request,
        "supervision/scoreboard.html",
        {
            "period": period,
            "offered": offered,
            "tables": tables(content),
            "methods": methods(content),
            "chart": chart(content),
            "reckoned_at": content["reckoned_at"],
            "writes": writes(account_of(request)),
        },
    )


@access.roles(*READERS)
@require_safe
def behind(request: HttpRequest, period: str, code: str) -> HttpResponse:
    """The cases behind a number of the scoreboard, as far as the reader may see them."""
    try:
        of = Period.of(period)
    except ValueError:
        raise Http404 from None
    return shown_behind(request, of, code)


def shown_behind(
    request: HttpRequest, period: Period, code: str, value: str = "", back: str = ""
) -> HttpResponse:
    """The page of the cases behind a figure; ``value`` where it is frozen."""
    try:
        group, key, of = split_code(code)
        indicator = scoring.indicator(of)
    except (ValueError, KeyError):
        raise Http404 from None
    if group == scoring.UNIT and not (key.isascii() and key.isdecimal() and len(key) < 10):
        raise Http404
    if indicator.behind is None:
        raise Http404
    rows = indicator.behind(period, group, key)
    if isinstance(rows, str):
        return redirect(rows)
    account = account_of(request)
    seen = Case.objects.visible_to(account).filter(pk__in=rows.values("pk"))
    hidden = rows.count() - seen.count()
    page = page_of(seen.select_related("organization", "lead"), request.GET, "-id")
    return render(
        request,
        "supervision/behind.html",
        {
            "period": period,
            "name": indicator.name,
            "how": indicator.how,
            "of": _name(group, key),
            "value": value,
            "page": page,
            "lines": listing.lines(page.rows),
            "hidden": hidden,
            "back": back,
        },
    )


def tables(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The tables of counties and of units, each cell as text with the code of its figure."""
    forms = {one["code"]: one["form"] for one in content["indicators"]}
    heads = [one["name"][language()] for one in content["indicators"]]
    return [
        {
            "id": name,
            "title": title,
            "first": first,
            "heads": heads,
            "rows": [
                {
                    "place": row["place"],
                    "name": row["name"][language()],
                    "key": row["code"],
                    "lags": row["lags"],
                    "cells": [
                        {
                            "text": shown(row["scores"][of]["value"], form),
                            "code": f"{group}-{row['code']}-{of}"
                            if row["scores"][of]["cases"]
                            else "",
                        }
                        for of, form in forms.items()
                    ],
                }
                for row in content[name]
            ],
        }
        for name, group, title, first in (
            ("counties", scoring.COUNTY, _("Counties"), _("County")),
            ("units", scoring.UNIT, pgettext("of the government", "Units"), _("Unit")),
        )
    ]


def methods(content: dict[str, Any]) -> list[tuple[str, str]]:
    """How each number is reckoned."""
    return [(one["name"][language()], one["how"][language()]) for one in content["indicators"]]


def chart(content: dict[str, Any]) -> dict[str, Any] | None:
    """The share in time of each county, the first first."""
    rows = [row for row in content["counties"] if row["place"]]
    if not rows:
        return None
    names = [row["name"][language()] for row in rows]
    shares = [row["scores"]["in_time"]["value"] for row in rows]
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
        "grid": {"left": 8, "right": 40, "top": 24, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "max": 1_000_000, "axisLabel": {"formatter": "percent"}},
        "yAxis": {"type": "category", "data": names, "inverse": True},
        "series": [
            {
                "name": _("In time"),
                "type": "bar",
                "barMaxWidth": 22,
                "data": shares,
                "markLine": {
                    "silent": True,
                    "symbol": "none",
                    "label": {
                        "formatter": shown(content["limit"], scoring.SHARE),
                        "position": "start",
                    },
                    "data": [{"xAxis": content["limit"]}],
                },
            }
        ],
    }
    return {
        "option": option,
        "headers": [_("County"), _("In time")],
        "rows": [
            [name, shown(share, scoring.SHARE)] for name, share in zip(names, shares, strict=True)
        ],
    }


def _period(code: str, otherwise: Period) -> Period:
    try:
        return Period.of(code)
    except ValueError:
        return otherwise


def _name(group: str, key: str) -> str:
    if not key:
        return _("the whole city")
    if group == scoring.COUNTY:
        return listing.county_name(key) if key in counties() else key
    unit = Unit.objects.filter(pk=int(key)).first()
    return unit.name if unit is not None else key
