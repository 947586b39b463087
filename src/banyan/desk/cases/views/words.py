"""``/cases/words/``: the words that come up most in a month, and those that are rising."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import MonthWord
from banyan.desk.cases.search.question import month_of
from banyan.desk.cases.search.words import Word, words_of
from banyan.desk.cases.views.ledger import WORD_READERS
from banyan.desk.people import access
from banyan.desk.people.actions.units import counties
from banyan.desk.records.labels import language

DRAWN, LISTED = 12, 40


@access.roles(*WORD_READERS)
@require_GET
def words(request: HttpRequest) -> HttpResponse:
    """Of a month (``month=2026-11``, else the last one that was counted), a county, a kind."""
    account = access.account_of(request)
    assert account is not None
    months = list(MonthWord.objects.order_by("-month").values_list("month", flat=True).distinct())
    asked = month_of(request.GET.get("month", ""))
    month = asked if asked in months else next(iter(months), timezone.localdate().replace(day=1))
    county = account.county or _one_of(request, "county", counties())
    kind = _one_of(request, "kind", declared_kinds())
    found = words_of(month, county, kind)
    rising = sorted(
        (one for one in found if one.rising),
        key=lambda one: (-(one.share - one.before), one.word),
    )
    kept = {"state": "any", "raised": f"{month:%Y-%m}", "county": county, "kind": kind}
    context = {
        "month": month,
        "months": months,
        "counties": []
        if account.county
        else [(code, said[language()]) for code, said in counties().items()],
        "kinds": [(one.code, one.name) for one in declared_kinds().values()],
        "county": county,
        "kind": kind,
        "chart": _chart(found[:DRAWN]),
        "most": [_row(one, kept) for one in found[:LISTED]],
        "rising": [_row(one, kept) for one in rising[:LISTED]],
    }
    return render(request, "cases/words.html", context)


def _one_of(request: HttpRequest, name: str, known: Any) -> str:
    value = request.GET.get(name, "")
    return value if value in known else ""


def _row(one: Word, kept: dict[str, str]) -> dict[str, Any]:
    query = QueryDict(mutable=True)
    query.update({name: value for name, value in kept.items() if value} | {"q": one.word})
    return {
        "word": one.word,
        "cases": one.cases,
        "share": _millionths(one.share),
        "before": _millionths(one.before),
        "times": one.times,
        "query": query.urlencode(),
    }


def _millionths(share: float) -> int:
    """To a tenth of a percent."""
    return 1_000 * round(1_000 * share)


def _chart(found: list[Word]) -> dict[str, Any] | None:
    if not found:
        return None
    drawn = found[::-1]
    return {
        "option": {
            "tooltip": {"trigger": "axis", "valueFormatter": "percent"},
            "legend": {"bottom": 0},
            "xAxis": {"type": "value", "axisLabel": {"formatter": "percent"}},
            "yAxis": {
                "type": "category",
                "data": [one.word for one in drawn],
                "axisLabel": {"interval": 0},
            },
            "series": [
                {
                    "type": "bar",
                    "name": name,
                    "data": [_millionths(getattr(one, field)) for one in drawn],
                }
                for name, field in (
                    (_("three months before"), "before"),
                    (_("this month"), "share"),
                )
            ],
        },
        "heads": [_("Word"), _("Cases")],
        "rows": [(one.word, one.cases) for one in found],
    }
