"""``/lists/<code>/``: who is in a list, as a table, a board and tiles of counties; as a file; who
moved between its tiers; how those in it grow."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET
from django.views.decorators.vary import vary_on_headers

from banyan.desk.cases.asking import field_in_words
from banyan.desk.lists import charts, counting, listing
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.exporting import entries_sheet
from banyan.desk.lists.listing import Question, ask, entries_of, has_office, lines
from banyan.desk.lists.models import Entry, YearFigures
from banyan.desk.lists.scope import ListedQuerySet
from banyan.desk.lists.views.parts import OFFICIALS, declared, file_of, frame, require_office
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.actions.units import counties
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK
from banyan.desk.records.labels import language
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of
from banyan.desk.ui.templatetags.ui import percent

COUNTED = 10_000
"""So many are counted exactly; of more it is said that there are more."""

ON_BOARD = 12
"""Cards of a column of the board."""

FIRST_YEAR = 2020


@access.visitors
@require_GET
@vary_on_headers("HX-Request")
def table(request: HttpRequest, code: str) -> HttpResponse:
    """The newest first. With an office all that the account looks after, with every filter; for
    everybody else who stands in a public list."""
    of = declared(code)
    account = account_of(request)
    question = Question.of(request.GET.dict())
    entries = _entries(request, of)
    found = ask(entries, question, account)
    page = page_of(found.select_related("organization"), request.GET, "-id")
    context = {
        **frame(request, of, "table"),
        "page": page,
        "lines": lines(page.rows),
        "question": question,
        "filters": listing.filters(of, question, account),
        "count": _count(found),
        "query": request.GET.urlencode(),
        "searchable": has_office(account, of),
    }
    if by_htmx(request):
        return render(request, "lists/table_rows.html", context)
    return render(request, "lists/table.html", context | _county_picture(of, entries, question))


def _entries(request: HttpRequest, of: DeclaredList) -> ListedQuerySet:
    found = entries_of(account_of(request), of)
    if found is None:
        raise Http404
    return found


def _count(found: ListedQuerySet) -> str:
    count = found.order_by().values("pk")[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def _county_picture(
    of: DeclaredList, entries: ListedQuerySet, question: Question
) -> dict[str, Any]:
    """The tiles of the counties, where more than one has somebody in the list."""
    standing = entries.standing()
    if question.things.get("tier"):
        standing = standing.filter(tier=question.things["tier"])
    found = dict(standing.order_by().values_list("county").annotate(Count("pk")))
    if len(found) < 2:
        return {}
    names = {code: said[language()] for code, said in counties().items()}
    address = reverse("lists:list", args=[of.code])
    links = {county: f"{address}?county={county}" for county in names}
    return {
        "tiles": {
            "option": charts.county_tiles(found, names, links),
            "heads": [_("County"), _("In the list")],
            "rows": [(name, f"{found.get(county, 0):,}") for county, name in names.items()],
        }
    }


@access.visitors
@require_GET
def board(request: HttpRequest, code: str) -> HttpResponse:
    """Columns of the tiers, of the stages where the list has such, else of the batches."""
    of = declared(code)
    by, columns = _columns(of)
    standing = _entries(request, of).standing()
    counts = dict(standing.order_by().values_list(by).annotate(Count("pk")))
    shown = []
    for value, name in columns:
        rows = standing.filter(**{by: value}).select_related("organization").order_by("-id")
        shown.append(
            {
                "value": value,
                "name": name or of.name,
                "count": counts.get(value, 0),
                "lines": lines(rows[:ON_BOARD]),
                "more": counts.get(value, 0) > ON_BOARD,
            }
        )
    context = {**frame(request, of, "board"), "by": by, "columns": shown}
    return render(request, "lists/board.html", context)


def _columns(of: DeclaredList) -> tuple[str, list[tuple[str, str]]]:
    if of.stages:
        return "stage", [(code, one.name) for code, one in of.stages.items()]
    if of.batches:
        return "batch", [(code, one.name) for code, one in of.batches.items()]
    return "tier", [(code, of.tier_name(code)) for code in of.tiers]


@access.roles(*OFFICIALS)
@require_GET
def flow(request: HttpRequest, code: str) -> HttpResponse:
    """Who moved from which tier to which between the beginning and the end of a year (``year``)."""
    of = declared(code)
    require_office(request, of)
    if not of.ladder:
        raise Http404
    today = timezone.localdate()
    given = request.GET.get("year", "")
    year = (
        int(given) if given.isdecimal() and FIRST_YEAR <= int(given) <= today.year else today.year
    )
    first = date(year - 1, 12, 31)
    last = min(date(year, 12, 31), today)
    entries = Entry.objects.visible_to(account_of(request))
    found = counting.movements(of, first, last, entries)
    context = {
        **frame(request, of, "flow"),
        "year": year,
        "years": range(today.year, today.year - 5, -1),
        "first": first,
        "last": last,
    }
    if found:
        context["chart"] = {
            "option": charts.flow(of, found),
            "heads": [_("From tier"), _("To tier"), _("Organizations")],
            "rows": [
                (
                    charts.tier_name(of, before, came=True),
                    charts.tier_name(of, after),
                    f"{count:,}",
                )
                for (before, after), count in found.items()
            ],
        }
        context["moves"] = _moves(of, found)
    return render(request, "lists/flow.html", context)


def _moves(of: DeclaredList, found: dict[tuple[str, str], int]) -> list[tuple[str, int]]:
    """How many rose, fell, came and went."""
    order = {tier: place for place, tier in enumerate([counting.OUTSIDE, *of.tiers])}
    sums: dict[str, int] = defaultdict(int)
    for (before, after), count in found.items():
        if before == counting.OUTSIDE:
            sums["came"] += count
        elif after == counting.OUTSIDE:
            sums["went"] += count
        elif order[after] > order[before]:
            sums["rose"] += count
        elif order[after] < order[before]:
            sums["fell"] += count
        else:
            sums["stayed"] += count
    words = {
        "came": _("came into the library"),
        "rose": _("rose to a higher tier"),
        "stayed": _("stayed in their tier"),
        "fell": _("fell to a lower tier"),
        "went": _("left the library"),
    }
    return [(words[name], sums[name]) for name in words]


@access.roles(*OFFICIALS)
@require_GET
def progress(request: HttpRequest, code: str) -> HttpResponse:
    """Of the list of a year (``year``): who has grown above designated size, and how far the others
    are by the figures that they report; the others alone with ``grown=no``."""
    of = declared(code)
    require_office(request, of)
    if not (of.converts or of.yearly):
        raise Http404
    account = account_of(request)
    today = timezone.localdate()
    given = request.GET.get("year", "")
    year = int(given) if given.isdecimal() and len(given) == 4 else today.year
    entries = Entry.objects.visible_to(account).filter(list=of.code, year=year)
    waiting = of.converts and request.GET.get("grown") == "no"
    if waiting:
        entries = counting.not_grown(entries, of.code, year)
    page = page_of(entries.select_related("organization"), request.GET, "-id")
    context = {
        **frame(request, of, "progress"),
        "waiting": _count(entries) if waiting else "",
        "year": year,
        "years": range(today.year, today.year - 5, -1),
        "page": page,
        "rows": _progress_rows(page.rows),
        "columns": [one.field.name for one in of.yearly],
    }
    if of.converts:
        context |= _conversion(of, year, account.county if account is not None else "")
    return render(request, "lists/progress.html", context)


def _conversion(of: DeclaredList, year: int, county: str) -> dict[str, Any]:
    names = {code: said[language()] for code, said in counties().items()}
    by_county = counting.conversions(of.code, year)
    if county:
        by_county = {code: one for code, one in by_county.items() if code == county}
    shown = {code: by_county[code] for code in names if code in by_county}
    listed = sum(one.listed for one in shown.values())
    converted = sum(one.converted for one in shown.values())
    whole = counting.Conversion(listed, converted)
    found: dict[str, Any] = {"conversion": whole}
    if not county:
        batches = counting.conversions(of.code, year, "batch")
        found["batches"] = [(of.batch_name(code), one) for code, one in batches.items()]
    if shown:
        found["chart"] = {
            "option": charts.conversion_bars(shown, names),
            "heads": [
                _("County"),
                pgettext("conversion", "Listed"),
                _("Grown above designated size"),
                _("Rate"),
            ],
            "rows": [
                (names[code], f"{one.listed:,}", f"{one.converted:,}", percent(one.rate))
                for code, one in shown.items()
            ],
        }
    return found


def _progress_rows(entries: list[Entry]) -> list[dict[str, Any]]:
    figures: dict[int, YearFigures] = {}
    for one in YearFigures.objects.filter(entry__in=[entry.pk for entry in entries]):
        figures[one.entry_id] = one  # the last year's, they are in order
    rows = []
    for line in lines(entries):
        entry = line.entry
        last = figures.get(entry.pk)
        scaled = entry.organization.scaled_on
        rows.append(
            {
                "line": line,
                "scaled_on": scaled if scaled and scaled >= entry.entered_on else None,
                "figures": last,
                "values": [
                    field_in_words(one.field, last.fields) if last else "–"
                    for one in entry.declared.yearly
                ],
                "width": min(100, last.progress // 10_000)
                if last is not None and last.progress is not None
                else None,
            }
        )
    return rows


@access.roles(*OFFICIALS)
@require_GET
def export(request: HttpRequest, code: str, form: str) -> HttpResponseBase:
    """What the table shows, all of it, as ``csv`` or ``xlsx``."""
    of = declared(code)
    require_office(request, of)
    question = Question.of(request.GET.dict())
    found = ask(_entries(request, of), question, account_of(request)).order_by("-id")
    if form == "xlsx":
        found = found[:MOST_IN_A_WORKBOOK]
    return file_of(entries_sheet(of, found), of, of.code, form)
