"""``/funds/``: the budgets of a year, one of them with its entries, and whether they add up."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from banyan.desk.funds import budgets as reading
from banyan.desk.funds import checking, entries
from banyan.desk.funds.models import Budget, BudgetChange, DailyTotal, Entry
from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.funds.stages import Stage
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import labels
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of


@access.roles(*SEE_MONEY)
@require_safe
def budgets(request: HttpRequest) -> HttpResponse:
    """The budgets of a year."""
    account = access.account_of(request)
    assert account is not None
    years = reading.years_seen(account)
    year = _year(request, years)
    found = reading.standings(Budget.objects.visible_to(account).filter(year=year))
    whole = Role(account.role) in SEE_WHOLE_CITY
    waiting = BudgetChange.objects.visible_to(account).filter(state="proposed")
    return render(
        request,
        "funds/budgets.html",
        {
            "year": year,
            "years": sorted({*years, year}, reverse=True),
            "standings": found,
            "together": reading.together(found),
            "recorded": reading.recorded(year) if whole else [],
            "whole": whole,
            "waiting": waiting.select_related("budget", "proposed_by"),
            "proposes": account.role == Role.FINANCE,
        },
    )


def _year(request: HttpRequest, years: list[int]) -> int:
    """The year asked for, else this one where it has budgets, else the latest that has."""
    asked = request.GET.get("year", "")
    if asked.isdecimal() and len(asked) == 4:
        return int(asked)
    this = timezone.localdate().year
    return this if this in years or not years else years[0]


@access.roles(*SEE_MONEY)
@require_safe
@vary_on_headers("HX-Request")
def budget(request: HttpRequest, pk: int) -> HttpResponse:
    """One budget: its pots, its changes, its entries."""
    account = access.account_of(request)
    found = _visible(account, pk)
    totals = DailyTotal.objects.visible_to(account).filter(budget=found)
    context = _page(request, _seen(request).filter(budget=found), totals)
    if by_htmx(request):
        return render(request, "funds/entries.html", context)
    (standing,) = reading.standings(Budget.objects.filter(pk=found.pk))
    changes = BudgetChange.objects.visible_to(account).filter(budget=found)
    context |= {
        "budget": found,
        "standing": standing,
        "title": reading.title_of(found),
        "changes": changes.select_related("proposed_by", "decided_by"),
        "filters": _filters(request, reading.measures_of(found, account)),
        "proposes": account is not None and account.role == Role.FINANCE,
    }
    return render(request, "funds/budget.html", context)


@access.roles(*SEE_MONEY)
@require_safe
@vary_on_headers("HX-Request")
def ledger(request: HttpRequest) -> HttpResponse:
    """The entries of all budgets that one may see."""
    account = access.account_of(request)
    context = _page(request, _seen(request), DailyTotal.objects.visible_to(account))
    if by_htmx(request):
        return render(request, "funds/entries.html", context)
    years = [(str(year), str(year)) for year in reading.years_seen(account)]
    year = {
        "name": "year",
        "label": _("Year"),
        "choices": years,
        "chosen": request.GET.get("year", ""),
    }
    context["filters"] = [year, *_filters(request, list(declared_pack().measures))]
    return render(request, "funds/ledger.html", context)


def _visible(account: Account | None, pk: int) -> Budget:
    return get_object_or_404(Budget.objects.visible_to(account), pk=pk)


def _seen(request: HttpRequest) -> QuerySet[Entry]:
    """The entries that one may see, filtered as the address says."""
    seen = Entry.objects.visible_to(access.account_of(request))
    return entries.filtered(seen, _asked(request))


def _asked(request: HttpRequest) -> dict[str, str]:
    return {name: request.GET.get(name, "") for name in entries.FILTERS}


def _page(
    request: HttpRequest, found: QuerySet[Entry], totals: QuerySet[DailyTotal]
) -> dict[str, Any]:
    page = page_of(found.select_related("made_by"), request.GET, "-id")
    asked = _asked(request)
    return {
        "page": page,
        "rows": entries.rows_of(page.rows, entries.stage_of(asked)),
        "together": entries.together(totals, asked),
        "query": request.GET.urlencode(),
        "asked": asked,
    }


def _filters(request: HttpRequest, measures: list[str]) -> list[dict[str, Any]]:
    counties = declared_pack().words["words"]["county"]
    elsewhere = [(entries.ELSEWHERE, _("elsewhere"))]
    choices = {
        "stage": (_("Counts as"), Stage.choices),
        "kind": (_("Movement"), [(kind.value, kind.label) for kind in Entry.Kind]),
        "measure": (_("Measure"), [(one, reading.measure_label(one)) for one in measures]),
        "county": (
            _("County"),
            [(one, labels.word_label("county", one)) for one in counties] + elsewhere,
        ),
    }
    return [
        {"name": name, "label": label, "choices": given, "chosen": request.GET.get(name, "")}
        for name, (label, given) in choices.items()
    ]


@access.roles(*SEE_MONEY)
@require_safe
def export(request: HttpRequest, pk: int, form: str) -> HttpResponseBase:
    """The entries of a budget as ``csv`` or ``xlsx``, filtered as the list is."""
    found = _visible(access.account_of(request), pk)
    rows = _seen(request).filter(budget=found)
    return _exported(request, rows, f"ledger-{found.year}-{found.pk}", form)


@access.roles(*SEE_MONEY)
@require_safe
def export_ledger(request: HttpRequest, form: str) -> HttpResponseBase:
    """The entries of all budgets, the same way."""
    return _exported(request, _seen(request), "ledger", form)


def _exported(
    request: HttpRequest, found: QuerySet[Entry], name: str, form: str
) -> HttpResponseBase:
    if form not in ("csv", "xlsx"):
        raise Http404
    rows, stage = found.order_by("id"), entries.stage_of(_asked(request))
    name = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        lines = StreamingHttpResponse(entries.csv_of(rows, stage), content_type="text/csv")
        return attached(lines, name)
    if rows[: MOST_IN_A_WORKBOOK + 1].count() > MOST_IN_A_WORKBOOK:
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    return attached(
        FileResponse(entries.workbook_of(rows, stage), content_type=WORKBOOK_TYPE), name
    )


@access.roles(*SEE_WHOLE_CITY)
@require_safe
def check(request: HttpRequest) -> HttpResponse:
    """Adds up every entry of the ledger, and says whether the balances are the sums."""
    return render(request, "funds/check.html", {"check": checking.check()})
