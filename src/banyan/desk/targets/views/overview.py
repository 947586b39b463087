"""All targets on one screen, and by county."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.targets import path, tasks
from banyan.desk.targets.amounts import brief
from banyan.desk.targets.indicators import LAST, with_targets
from banyan.desk.targets.judging import Light
from banyan.desk.targets.lines import COLOURS, Line, lines_of
from banyan.desk.targets.models import Standing
from banyan.desk.targets.scope import READERS, REPORTERS


def bar(request: HttpRequest) -> dict[str, Any]:
    """What the buttons above the pages need to know."""
    account = access.account_of(request)
    return {
        "city_officer": account is not None and account.role == Role.CITY,
        "reporter": account is not None and account.role in REPORTERS,
        "sees_reports": account is not None and account.role != Role.COUNTY,
        "last": LAST,
    }


@access.roles(*READERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The leader's screen: what will be missed first, and why."""
    account = access.account_of(request)
    codes = counties_seen(account)
    county = request.GET.get("county", "")
    county = county if county in codes else ""
    lines = lines_of(account, county)
    aimed = [one for one in lines if one.indicator.has_target]
    context = bar(request) | {
        "lines": aimed,
        "beside": [one for one in lines if not one.indicator.has_target],
        "counts": _counts(aimed),
        "county": county,
        "counties": [(code, labels.word_label("county", code)) for code in codes],
        "computed_at": max(
            (one.standing.computed_at for one in lines if one.standing.pk), default=None
        ),
    }
    return render(request, "targets/home.html", context)


def counties_seen(account: Any) -> list[str]:
    """The counties of which the account sees how they stand."""
    codes = path.counties()
    if account is not None and account.role == Role.COUNTY:
        return [code for code in codes if code == account.county]
    return codes


def _counts(lines: list[Line]) -> list[dict[str, Any]]:
    return [
        {
            "light": light.value,
            "word": light.label,
            "colour": COLOURS[light.value],
            "count": sum(one.standing.light == light for one in lines),
        }
        for light in Light
    ]


@access.roles(*READERS)
@require_safe
def by_county(request: HttpRequest) -> HttpResponse:
    """The counties beside each other: a light for each target that they share."""
    account = access.account_of(request)
    shared = [one for one in with_targets() if one.counties]
    standings = Standing.objects.visible_to(account).filter(
        indicator__in=[one.code for one in shared]
    )
    held = {(one.county, one.indicator): one for one in standings}
    rows = []
    for code in counties_seen(account):
        cells = [_cell(one, held.get((code, one.code)), code) for one in shared]
        reds = sum(cell["light"] == Light.MISSED for cell in cells)
        yellows = sum(cell["light"] == Light.AT_RISK for cell in cells)
        name = labels.word_label("county", code)
        rows.append(((-reds, -yellows, code), {"code": code, "name": name, "cells": cells}))
    whole = [_cell(one, held.get(("", one.code)), "") for one in shared]
    context = bar(request) | {
        "indicators": shared,
        "rows": [row for _place, row in sorted(rows, key=lambda row: row[0])],
        "whole": whole,
    }
    return render(request, "targets/counties.html", context)


def _cell(indicator: Any, standing: Standing | None, county: str) -> dict[str, Any]:
    light = Light.UNKNOWN if standing is None else Light(standing.light)
    return {
        "indicator": indicator,
        "light": light,
        "word": light.label,
        "colour": COLOURS[light.value],
        "value": brief(indicator, None if standing is None else standing.value),
        "target": brief(indicator, None if standing is None else standing.target),
        "county": county,
    }


@access.roles(Role.CITY)
@require_POST
def compute(request: HttpRequest) -> HttpResponse:
    """Has all values computed now."""
    tasks.compute_now.enqueue()
    messages.success(request, _("The values are being computed: look again in a minute."))
    return redirect("targets:home")
