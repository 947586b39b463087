"""Monitoring at a glance, thresholds tried out, and how often the rules are right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.contrib.humanize.templatetags.humanize import intcomma
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.listing import light_choices
from banyan.desk.cases.search.question import LIGHTS
from banyan.desk.monitoring import charts, figures
from banyan.desk.monitoring.evaluation import first_day
from banyan.desk.monitoring.reading import found_in
from banyan.desk.monitoring.rules import MISSING, WARNING, Rule, declared_rules, thresholds
from banyan.desk.monitoring.scope import READERS
from banyan.desk.monitoring.wording import sentence
from banyan.desk.people import access
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.rules.errors import PackError
from banyan.rules.parameters import parse_value, show_value
from banyan.rules.units import Unit

MONTHS = 12
LISTED = 100


@access.roles(*READERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The last months, and the open warnings by county."""
    account = access.account_of(request)
    categories = list(kind_of(WARNING).categories.values())
    lines = figures.month_lines(account, figures.months_back(MONTHS))
    lights = figures.lights(account)
    names = _counties(account)
    links = {code: _ledger(county=code) for code in names}
    rows = [
        [
            _leads_to(links[code], name),
            *(
                _leads_to(_ledger(county=code, light=light), intcomma(count)) if count else 0
                for light in LIGHTS
                for count in [lights.get(code, {}).get(light, 0)]
            ),
        ]
        for code, name in names.items()
    ]
    context = {
        "categories": categories,
        "lines": [
            (one, [(item.code, one.fell.get(item.code, 0)) for item in categories]) for one in lines
        ],
        "tiles": charts.of_counties(lights, names, links),
        "tile_headers": [_("County"), *(word for _light, word in light_choices())],
        "tile_rows": rows,
        "lights": [
            (word, light, sum(one.get(light, 0) for one in lights.values()), _ledger(light=light))
            for light, word in light_choices()
        ],
        "open": sum(sum(counts.values()) for counts in lights.values()),
        "officer": account is not None and account.role in (Role.CITY, Role.COUNTY),
    }
    return render(request, "monitoring/home.html", context)


def _ledger(**asked: str) -> str:
    """The address of the open warnings that answer this."""
    return f"{reverse('cases:ledger')}?{urlencode({'kind': WARNING, **asked})}"


def _leads_to(address: str, words: str) -> str:
    return format_html('<a href="{}">{}</a>', address, words)


def _counties(account: Any) -> dict[str, str]:
    table = Organization.table
    codes = [account.county] if account.county else labels.listed(table.column("county"))
    return {code: labels.word_label("county", code) for code in codes if code}


@access.roles(*READERS)
@require_safe
def try_threshold(request: HttpRequest) -> HttpResponse:
    """What a rule would have raised in the past with another threshold, beside the present one."""
    account = access.account_of(request)
    rules = declared_rules()
    rule = rules.get(request.GET.get("rule", ""), next(iter(rules.values())))
    back = 24 if request.GET.get("months") == "24" else 12
    unit = Unit.COUNT if rule.kind == MISSING else Unit.RATE
    limits = thresholds()
    present, fault = limits[rule.code], ""
    text = request.GET.get("threshold", "").strip() or show_value(present, unit)
    try:
        wanted = _threshold(text, unit, rule)
    except PackError:
        wanted, fault = present, _("Write a percentage above zero, as 25%, or a number of months.")
    months = figures.months_back(back)
    tried = [
        _counted(account, found_in(months, [rule], {rule.code: limit}).to_dicts())
        for limit in (present, wanted)
    ]
    now, then = tried
    names = labels.word_label
    context = {
        "rules": list(rules.values()),
        "rule": rule,
        "back": back,
        "text": text,
        "fault": fault,
        "present": show_value(present, unit),
        "totals": (now["total"], then["total"]),
        "by_month": [
            (f"{first_day(month):%Y-%m}", now["months"][month], then["months"][month])
            for month in reversed(months)
        ],
        "by_county": [
            (names("county", code), now["counties"][code], then["counties"][code])
            for code in sorted(now["counties"] | then["counties"])
        ],
        "rows": _listed(now["rows"], then["rows"]),
        "propose": account is not None and account.role == Role.ADMINISTRATOR,
    }
    return render(request, "monitoring/try.html", context, status=422 if fault else 200)


def _threshold(text: str, unit: Unit, rule: Rule) -> int:
    value = parse_value(text.replace("％", "%"), unit, rule.code)
    if not isinstance(value, int) or value <= 0:
        raise PackError(f"{rule.code}: {text} is no threshold")
    return value


def _counted(account: Any, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """Of what was found, that which the account sees: by month, by county, and the rows."""
    seen = Organization.objects.visible_to(account)
    if Role(account.role) not in SEE_WHOLE_CITY:
        codes = set(seen.values_list("pk", flat=True))
        rows = [row for row in rows if row["organization"] in codes]
    named = seen.in_bulk({row["organization"] for row in rows})
    for row in rows:
        row["one"] = named[row["organization"]]
    return {
        "rows": rows,
        "total": len(rows),
        "months": Counter(row["month"] for row in rows),
        "counties": Counter(row["one"].county for row in rows),
    }


def _listed(now: list[dict[str, Any]], then: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What only one of the thresholds finds, then what both do; the latest month first."""

    def key(row: Mapping[str, Any]) -> tuple[str, int]:
        return row["organization"], row["month"]

    both = {key(row) for row in now} & {key(row) for row in then}
    every = {key(row): row for row in [*now, *then]}
    before = {key(row) for row in now}
    found = [
        {
            "one": row["one"],
            "month": f"{first_day(row['month']):%Y-%m}",
            "words": sentence(row),
            "change": "" if mark in both else ("less" if mark in before else "more"),
        }
        for mark, row in every.items()
    ]
    return sorted(found, key=lambda row: (row["change"] == "", row["month"]), reverse=False)[
        :LISTED
    ]


@access.roles(*READERS)
@require_safe
def precision(request: HttpRequest) -> HttpResponse:
    """By rule and quarter: raised, handled in time, false."""
    quarters = _quarters()
    chosen = request.GET.get("quarter", "")
    if chosen not in quarters:
        chosen = next(iter(quarters))
    first, until = quarters[chosen]
    context = {
        "rows": figures.precision(access.account_of(request), first, until),
        "quarters": list(quarters),
        "chosen": chosen,
    }
    return render(request, "monitoring/precision.html", context)


def _quarters() -> dict[str, tuple[date, date]]:
    """The last eight quarters by their names, the present one first, with their bounds."""
    found = {}
    last = figures.months_back(0 + 1)[0] + 1
    start = last - last % 3
    for number in range(8):
        first = start - 3 * number
        name = f"{first // 12}-Q{first % 12 // 3 + 1}"
        found[name] = first_day(first), first_day(first + 3)
    return found
