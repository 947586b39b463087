"""``/runs/<run>/lines/``: a million lines, filtered; each with how it came about."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import F, QuerySet
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels, search
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.models import Organization
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.settlement.exceptions import LABELS
from banyan.desk.settlement.explaining import explain, names_of
from banyan.desk.settlement.exporting import csv_of, workbook_of
from banyan.desk.settlement.folder import FolderLostError
from banyan.desk.settlement.models import Award, Line, Run
from banyan.desk.settlement.scope import OFFICERS
from banyan.desk.settlement.views.runs import COLOURS, visible_run
from banyan.desk.settlement.wording import marks_of, reason_words, status_colour, status_words
from banyan.desk.ui.paging import page_of
from banyan.rules.errors import FactsError, UsageError
from banyan.rules.settlement import Status
from banyan.rules.wording import fen

READERS = (*OFFICERS, Role.ENTERPRISE)

MOST_NAMED = 2_000
"""Organizations that a name may mean in a filter; of one that means more the first ones count."""


@access.roles(*READERS)
@require_safe
@vary_on_headers("HX-Request")
def lines(request: HttpRequest, number: int) -> HttpResponse:
    """The lines, filtered, a page at a time."""
    run = visible_run(request, number)
    account = account_of(request)
    asked = Asked.of(request)
    page = page_of(asked.lines(run, account), request.GET, "number")
    names = names_of(page.rows)
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "run": run,
        "colour": COLOURS[run.state],
        "page": page,
        "rows": [
            {
                "line": line,
                "name": names.get(line.uscc, ""),
                "measure": labels.word_label("measure", line.measure),
                "county": labels.word_label("county", line.county),
                "status": status_words(line.status),
                "colour": status_colour(line.status),
                "marks": marks_of(line, run),
            }
            for line in page.rows
        ],
        "asked": asked,
        "filters": _filters(account, asked),
        "query": kept.urlencode(),
        "officer": account is not None and account.role in OFFICERS,
    }
    template = "lines_list" if by_htmx(request) else "lines"
    return render(request, f"settlement/{template}.html", context)


@dataclass(frozen=True)
class Asked:
    """What the list is filtered by; empty texts for nothing. ``low`` and ``high`` are yuan."""

    measure: str
    county: str
    status: str
    exception: str
    text: str
    low: str
    high: str

    @classmethod
    def of(cls, request: HttpRequest) -> Asked:
        given = {name: str(value).replace("\x00", "") for name, value in request.GET.items()}
        return cls(
            given.get("measure", ""),
            given.get("county", ""),
            given.get("status", ""),
            given.get("exception", ""),
            given.get("q", "")[:100].strip(),
            given.get("low", "")[:20].strip(),
            given.get("high", "")[:20].strip(),
        )

    @property
    def anything(self) -> bool:
        return any(vars(self).values())

    def lines(self, run: Run, account: Account | None) -> QuerySet[Line]:
        """The lines of the run that the account sees and that were asked for."""
        found = Line.objects.visible_to(account).filter(run=run)
        exact = {"measure": self.measure, "county": self.county, "status": self.status}
        found = found.filter(**{name: value for name, value in exact.items() if value})
        if self.status == DIFFERENT:
            found = found.exclude(amount=F("before"))
        if self.exception in LABELS:
            found = found.filter(exceptions__contains=self.exception)
        low, high = _fen(self.low), _fen(self.high)
        if low:
            found = found.filter(amount__gt=0, amount__gte=low)
        if high is not None:
            found = found.filter(amount__lte=high)
        if self.text:
            found = found.filter(uscc__in=_named(self.text, account))
        return found


DIFFERENT = "different"
"""In place of a status: lines that give something else than was awarded before."""


def _named(text: str, account: Account | None) -> list[str]:
    """The codes of the organizations that a text means. One that is on record no more is found by
    its whole code."""
    question = search.Question(text)
    found = list(search.ask(account, question).values_list("pk", flat=True)[:MOST_NAMED])
    whole = text.upper()
    return [*found, whole] if len(whole) == 18 and whole not in found else found


def _fen(yuan: str) -> int | None:
    try:
        return fen(f"{float(yuan.replace(',', '')):.2f}") if yuan else None
    except (ValueError, OverflowError):
        return None


def _filters(account: Account | None, asked: Asked) -> list[dict[str, Any]]:
    statuses = [*(status.word for status in Status), Line.GONE]
    counties = Organization.table.column("county")
    choices: list[tuple[str, Any, str, list[tuple[str, Any]]]] = [
        (
            "measure",
            _("Measure"),
            asked.measure,
            [(code, labels.word_label("measure", code)) for code in pack_in_force().measures],
        ),
        (
            "status",
            _("Result"),
            asked.status,
            [
                *((word, status_words(word)) for word in statuses),
                (DIFFERENT, _("differs from what was awarded")),
            ],
        ),
        ("exception", _("To look at"), asked.exception, list(LABELS.items())),
    ]
    if account is not None and not account.county and account.role in OFFICERS:
        words = [(code, labels.word_label("county", code)) for code in labels.listed(counties)]
        choices.insert(1, ("county", _("County"), asked.county, words))
    return [
        {"name": name, "label": label, "chosen": chosen, "choices": given}
        for name, label, chosen, given in choices
    ]


@access.roles(*READERS)
@require_safe
def as_csv(request: HttpRequest, number: int) -> HttpResponseBase:
    """The lines as they are filtered, streamed."""
    run = visible_run(request, number)
    found = Asked.of(request).lines(run, account_of(request)).order_by("number")
    rows = StreamingHttpResponse(csv_of(found), content_type="text/csv")
    return attached(rows, f"run-{run.year}-{run.pk}.csv")


@access.roles(*READERS)
@require_safe
def as_workbook(request: HttpRequest, number: int) -> HttpResponseBase:
    """The lines as they are filtered, as a workbook."""
    run = visible_run(request, number)
    found = Asked.of(request).lines(run, account_of(request)).order_by("number")
    if found[MOST_IN_A_WORKBOOK : MOST_IN_A_WORKBOOK + 1].exists():
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    file = workbook_of(found)
    return attached(FileResponse(file, content_type=WORKBOOK_TYPE), f"run-{run.year}-{run.pk}.xlsx")


@access.roles(*READERS)
@require_safe
def line(request: HttpRequest, number: int, line: int) -> HttpResponse:
    """One line: how it came about, the records behind it, what was awarded of it."""
    run = visible_run(request, number)
    account = account_of(request)
    found = get_object_or_404(Line.objects.visible_to(account), run=run, number=line)
    of = run.previous if found.status == Line.GONE and run.previous is not None else run
    lost = ""
    explained = None
    try:
        explained = explain(of, found, account)
    except (FolderLostError, FactsError, UsageError) as error:
        lost = str(error)
    organization = Organization.objects.visible_to(account).filter(pk=found.uscc).first()
    awards = Award.objects.visible_to(account).filter(line=found).select_related("budget")
    pack = pack_in_force()
    context = {
        "run": run,
        "colour": COLOURS[run.state],
        "of": of,
        "line": found,
        "organization": organization,
        "measure": labels.word_label("measure", found.measure),
        "county": labels.word_label("county", found.county),
        "status": status_words(found.status),
        "status_colour": status_colour(found.status),
        "reasons": reason_words(found),
        "route": labels.wording().word("routes", found.route) if found.route else "",
        "marks": marks_of(found, run),
        "explained": explained,
        "lost": lost,
        "articles": [
            (one, pack.articles[one].title[labels.language()])
            for one in pack.measure(found.measure).articles
        ],
        "awards": list(awards),
        "reductions": list(found.reductions.select_related("award")),
        "earlier": _earlier(found, account),
        "officer": account is not None and account.role in OFFICERS,
    }
    return render(request, "settlement/line.html", context)


def _earlier(line: Line, account: Account | None) -> Iterator[Mapping[str, Any]]:
    """The lines of other runs of the year about the same, the newest first."""
    same = Line.objects.visible_to(account).filter(
        run__year=line.run.year,
        measure=line.measure,
        uscc=line.uscc,
        subject=line.subject,
    )
    for one in same.exclude(pk=line.pk).select_related("run").order_by("-run_id")[:20]:
        yield {"line": one, "status": status_words(one.status), "colour": COLOURS[one.run.state]}
