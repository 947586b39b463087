"""``/dashboard/``: how far the money of a year has come, on one screen."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.dashboards import charts, stages
from banyan.desk.dashboards.durations import durations
from banyan.desk.dashboards.stages import Stages
from banyan.desk.funds.budgets import measure_label, years_seen
from banyan.desk.funds.entries import ELSEWHERE
from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.funds.stages import Stage
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import labels
from banyan.desk.ui.templatetags.ui import percent, yuan

KEPT = 600
"""Seconds for which the days from match to bank are kept."""


@access.roles(*SEE_MONEY)
@require_safe
def dashboard(request: HttpRequest) -> HttpResponse:
    """The year's budget against committed, approved and paid, by month, measure and county, and
    the time from match to bank."""
    account = access.account_of(request)
    assert account is not None
    years = years_seen(account)
    year = _year(request, years)
    totals = stages.totals_of(account, year)
    months = stages.by_month(totals)
    measures = stages.by_measure(totals)
    counties = stages.by_county(totals)
    whole = next(reversed(months.values()), Stages())
    return render(
        request,
        "dashboards/dashboard.html",
        {
            "year": year,
            "years": sorted({*years, year}, reverse=True),
            "whole": whole,
            "figures": _figures(year, whole),
            "durations": _durations(account, year),
            "months": _months(year, months),
            "measures": _measures(year, measures),
            "counties": None if account.role == Role.COUNTY else _counties(year, counties),
            "empty": not months,
        },
    )


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year asked for, else this one where it has budgets, else the latest that has."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    this = timezone.localdate().year
    return this if this in years or not years else years[0]


def _ledger(year: int, **asked: str) -> str:
    """The entries of which a figure is the sum."""
    return f"{reverse('funds:ledger')}?{urlencode({'year': year, **asked})}"


def _last_day(month: date) -> str:
    return month.replace(day=monthrange(month.year, month.month)[1]).isoformat()


def _link(address: str, words: str) -> SafeString:
    return format_html('<a href="{}">{}</a>', address, words)


def _figures(year: int, whole: Stages) -> list[dict[str, Any]]:
    words = {
        Stage.BUDGET: _("Budget (yuan)"),
        Stage.COMMITTED: _("Committed in all"),
        Stage.APPROVED: _("Approved in all"),
        Stage.PAID: _("Paid in all"),
    }
    return [
        {
            "label": words[stage],
            "fen": whole.of(stage),
            "link": _ledger(year, stage=stage.value),
            "share": None if stage is Stage.BUDGET else whole.share(whole.of(stage)),
        }
        for stage in Stage
    ]


def _durations(account: Account, year: int) -> dict[str, Any]:
    """The legs in words; counted anew every ten minutes, as they go over every payment."""
    words = {
        "whole": _("From the match to the bank"),
        "enterprise": _("match → confirmed by the enterprise"),
        "approval": _("confirmed → approved for payment"),
        "order": _("approved → with the bank"),
        "bank": _("with the bank → paid"),
    }
    seen = account.county if account.role == Role.COUNTY else "all"
    key = f"dashboards.durations-{year}-{seen}"
    kept = cache.get(key)
    if kept is None:
        kept = (timezone.now(), durations(account, year))
        cache.set(key, kept, KEPT)
    at, counted = kept
    return {
        "at": at,
        "payments": counted[0].payments,
        "legs": [{"words": words[one.leg], "duration": one} for one in counted],
    }


def _headers(first: str) -> list[str]:
    return [first, _("committed in all"), _("approved in all"), _("paid in all")]


def _amounts(one: Stages, year: int, **asked: str) -> list[SafeString]:
    """Each leads to the entries that it is the sum of."""
    return [_amount(one, stage, year, **asked) for stage in Stage if stage is not Stage.BUDGET]


def _amount(one: Stages, stage: Stage, year: int, **asked: str) -> SafeString:
    return _link(_ledger(year, stage=stage.value, **asked), yuan(one.of(stage)))


def _months(year: int, found: Mapping[date, Stages]) -> dict[str, Any]:
    return {
        "option": charts.months(found),
        "headers": [*_headers(_("end of month")), _("budget")],
        "rows": [
            [
                f"{month:%Y-%m}",
                *_amounts(one, year, until=_last_day(month)),
                _amount(one, Stage.BUDGET, year, until=_last_day(month)),
            ]
            for month, one in found.items()
        ],
    }


def _measures(year: int, found: Mapping[str, Stages]) -> dict[str, Any]:
    names = {code: measure_label(code) for code in found}
    return {
        "option": charts.measures(found, names),
        "headers": [*_headers(_("measure")), _("paid of committed")],
        "rows": [
            [
                names[code],
                *_amounts(one, year, measure=code),
                percent(one.paid_share),
            ]
            for code, one in found.items()
        ],
    }


def _counties(year: int, found: Mapping[str, Stages]) -> dict[str, Any]:
    """The policy's counties, and what goes to organizations elsewhere together."""
    named = declared_pack().words["words"]["county"]
    names = {code: labels.word_label("county", code) for code in named}
    shown = {code: found.get(code, Stages()) for code in named}
    elsewhere = sum((one for code, one in found.items() if code not in named), Stages())
    if elsewhere != Stages():
        names[ELSEWHERE], shown[ELSEWHERE] = _("elsewhere"), elsewhere
    links = {code: _ledger(year, stage=Stage.PAID.value, county=code) for code in shown}
    return {
        "option": charts.counties(shown, names, links),
        "headers": [*_headers(_("county")), _("paid of committed")],
        "rows": [
            [
                names[code],
                *_amounts(one, year, county=code),
                percent(one.paid_share),
            ]
            for code, one in shown.items()
        ],
    }
