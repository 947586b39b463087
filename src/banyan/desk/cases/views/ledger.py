"""``/cases/``: the ledgers as a table, a board and a calendar; as files; the filters kept."""

from __future__ import annotations

import calendar as months
from collections import defaultdict
from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest, ValidationError
from django.db.models import Count, Window
from django.db.models.functions import RowNumber
from django.http import (
    FileResponse,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    QueryDict,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from banyan.desk.cases import exporting, listing
from banyan.desk.cases.listing import READERS, question_of
from banyan.desk.cases.models import Case, SavedFilter
from banyan.desk.cases.scope import CaseQuerySet
from banyan.desk.cases.search import Question, actions, ask
from banyan.desk.cases.search.question import OPEN, following, month_of, overdue
from banyan.desk.cases.states import State
from banyan.desk.cases.views.raising import MAY as MAY_RAISE
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.models import Organization
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.ui.paging import page_of

COUNTED = 1_000
"""So many are counted exactly; of more it is said that there are more."""

WORD_READERS = (Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR)
"""Who sees what is said in the cases of a whole county or of the city."""

ON_BOARD = 12
"""Cards of a column of the board."""

OPEN_STATES = [state for state in State if state != State.CLOSED]


@access.roles(*READERS)
@require_GET
@vary_on_headers("HX-Request")
def ledger(request: HttpRequest) -> HttpResponse:
    """The table, the newest first, or by deadline (``order=due``)."""
    question = question_of(request)
    found = ask(_account(request), question)
    by_deadline = request.GET.get("order") == "due" or bool(question.thing("overdue"))
    if by_deadline:
        found = found.filter(due_on__isnull=False).exclude(state=State.CLOSED)
    page = page_of(_with_names(found), request.GET, _order(question, by_deadline))
    context = {
        **_frame(request, question, "table"),
        "page": page,
        "lines": listing.lines(page.rows),
        "by_deadline": by_deadline,
        "count": None if len(page.rows) < 2 else _count(found),
    }
    template = "ledger_list" if by_htmx(request) else "ledger"
    return render(request, f"cases/{template}.html", context)


def _order(question: Question, by_deadline: bool) -> str | tuple[str, str]:
    """The newest first: of one month by the moment, which has an index of the month alone."""
    if by_deadline:
        return ("due_on", "id")
    return ("-raised_at", "-id") if question.thing("raised") else "-id"


def _account(request: HttpRequest) -> Account:
    account = account_of(request)
    assert account is not None
    return account


def _with_names(found: CaseQuerySet) -> CaseQuerySet:
    return found.select_related("organization", "lead")


def _count(found: CaseQuerySet) -> str:
    count = found.order_by().values("pk")[: COUNTED + 1].count()
    return f"{COUNTED:,}+" if count > COUNTED else f"{count:,}"


def _frame(request: HttpRequest, question: Question, form: str) -> dict[str, Any]:
    """What the three forms of the ledger have in common."""
    account = _account(request)
    query = QueryDict(mutable=True)
    query.update(question.said)
    if request.GET.get("order") == "due":
        query["order"] = "due"
    asked = query.urlencode()
    organization = question.thing("organization")
    visible = Organization.objects.visible_to(account)
    return {
        "form": form,
        "question": question,
        "asked": asked,
        "filters": listing.filters(account, question),
        "tabs": _tabs(account, question),
        "forms": [
            (name, label, icon, f"{reverse(route)}?{asked}")
            for name, label, icon, route in (
                ("table", _("As a table"), "list-details", "cases:ledger"),
                ("board", _("Board"), "layout-kanban", "cases:board"),
                ("calendar", _("Calendar"), "calendar", "cases:calendar"),
            )
        ],
        "filtered": len(question.said) > 1,
        "saved": SavedFilter.objects.visible_to(account).select_related("account"),
        "in_unit": account.unit_id is not None,
        "words": account.role in WORD_READERS,
        "imports": account.role in (Role.COUNTY, Role.CITY),
        "may_raise": account.role in MAY_RAISE,
        "of_organization": visible.filter(pk=organization).first() if organization else None,
    }


def _tabs(account: Account, question: Question) -> list[dict[str, Any]]:
    """Whose ledger: each with its address, the other filters kept."""
    if account.role == Role.ENTERPRISE:
        return []
    kept = {name: v for name, v in question.said.items() if name not in ("level", "whose")}
    tabs: list[tuple[str, dict[str, str]]] = [(_("All"), {})]
    if account.role in (Role.COUNTY, Role.CITY, Role.SUPERVISOR, Role.AUDITOR):
        tabs += [
            (
                _("County ledgers") if not account.county else _("County ledger"),
                {"level": "county"},
            ),
            (_("City ledger"), {"level": "city"}),
        ]
    if account.unit_id is not None:
        tabs.append((_("My unit's"), {"whose": "mine"}))
    chosen = {name: question.thing(name) for name in ("level", "whose") if question.thing(name)}
    found = []
    for label, asked in tabs:
        query = QueryDict(mutable=True)
        query.update({**kept, **asked})
        found.append({"label": label, "query": query.urlencode(), "current": asked == chosen})
    return found


@access.roles(*READERS)
@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """What is open by state, the most urgent first."""
    asked = question_of(request)
    question = Question(asked.text, {**asked.things, "state": OPEN})
    found = ask(_account(request), question).exclude(state=State.CLOSED)
    counts, urgent = _searched_board(found) if question.words else _board(found)
    columns = []
    for state in OPEN_STATES:
        some = listing.lines(urgent.get(state, []))
        query = QueryDict(mutable=True)
        query.update({**question.said, "state": state.value, "order": "due"})
        columns.append(
            {
                "label": state.label,
                "colour": listing.STATE_COLOURS[state],
                "count": counts.get(state, 0),
                "lines": some,
                "more": counts.get(state, 0) > len(some),
                "query": query.urlencode(),
            }
        )
    context = {**_frame(request, question, "board"), "columns": columns}
    return render(request, "cases/board.html", context)


def _board(found: CaseQuerySet) -> tuple[dict[str, int], dict[str, list[Case]]]:
    """How many cases there are of each state, and the most urgent of them; each state has an index
    by deadline."""
    counts = dict(found.order_by().values_list("state").annotate(Count("pk")))
    urgent = {
        state: list(_with_names(found.filter(state=state)).order_by("due_on", "id")[:ON_BOARD])
        for state in counts
    }
    return counts, urgent


def _searched_board(found: CaseQuerySet) -> tuple[dict[str, int], dict[str, list[Case]]]:
    """The same of what was searched for, which is searched for once."""
    placed = found.order_by().annotate(
        place=Window(RowNumber(), partition_by="state", order_by=["due_on", "id"]),
        together=Window(Count("pk"), partition_by="state"),
    )
    first = list(
        placed.filter(place__lte=ON_BOARD)
        .order_by("due_on", "id")
        .values_list("pk", "state", "together")
    )
    cases = _with_names(Case.objects.all()).in_bulk([pk for pk, *_ in first])
    urgent = defaultdict(list)
    for pk, state, _count in first:
        urgent[state].append(cases[pk])
    return {state: together for _, state, together in first}, urgent


@access.roles(*READERS)
@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """How much of what is open is due on each day of a month (``month=2026-11``)."""
    asked = question_of(request)
    question = Question(asked.text, {**asked.things, "state": OPEN, "due": ""})
    today = timezone.localdate()
    month = month_of(request.GET.get("month", "")) or today.replace(day=1)
    weeks = months.Calendar().monthdatescalendar(month.year, month.month)
    found = ask(_account(request), question).exclude(state=State.CLOSED).order_by()
    due = found.filter(due_on__range=(weeks[0][0], weeks[-1][-1]))
    counts = dict(due.values_list("due_on").annotate(Count("pk")))
    late = found.filter(overdue(today)).values("pk")[: COUNTED + 1].count()
    frame = _frame(request, question, "calendar")
    context = {
        **frame,
        "month": month,
        "weeks": [[_day(day, month, today, counts, question) for day in week] for week in weeks],
        "weekdays": [_("Mo"), _("Tu"), _("We"), _("Th"), _("Fr"), _("Sa"), _("Su")],
        "previous": _months_query(question, month - timedelta(days=1)),
        "next": _months_query(question, following(month)),
        "late": f"{COUNTED:,}+" if late > COUNTED else late,
        "late_query": _query(question, overdue="1"),
    }
    return render(request, "cases/calendar.html", context)


def _query(question: Question, **more: str) -> str:
    query = QueryDict(mutable=True)
    query.update({**question.said, **more})
    return query.urlencode()


def _months_query(question: Question, day: date) -> str:
    return _query(question, month=f"{day:%Y-%m}")


def _day(
    day: date, month: date, today: date, counts: dict[date, int], question: Question
) -> dict[str, Any]:
    return {
        "date": day,
        "within": day.month == month.month,
        "today": day == today,
        "count": counts.get(day, 0),
        "colour": "red" if day <= today else "blue",
        "query": _query(question, due=day.isoformat()),
    }


@access.roles(*READERS)
@require_GET
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What the table shows, all of it, as ``csv`` or ``xlsx``."""
    found = ask(_account(request), question_of(request)).order_by("-pk")
    name = f"cases-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        rows = StreamingHttpResponse(exporting.csv_of(found), content_type="text/csv")
        return attached(rows, name)
    if found.order_by().values("pk")[: MOST_IN_A_WORKBOOK + 1].count() > MOST_IN_A_WORKBOOK:
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    book = FileResponse(exporting.workbook_of(found), content_type=WORKBOOK_TYPE)
    return attached(book, name)


@access.roles(*READERS)
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps what is asked under a name."""
    question = Question.of(QueryDict(request.POST.get("asked", "")).dict())
    query = QueryDict(mutable=True)
    query.update(question.said)
    try:
        actions.save_filter(
            actor_of(request),
            request.POST.get("name", ""),
            query.urlencode(),
            shared="shared" in request.POST,
        )
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Saved; you find it above the ledger."))
    return redirect(f"{reverse('cases:ledger')}?{query.urlencode()}")


@access.roles(*READERS)
@require_POST
def forget_filter(request: HttpRequest, number: int) -> HttpResponse:
    kept = get_object_or_404(
        SavedFilter.objects.visible_to(account_of(request)).filter(account=_account(request)),
        pk=number,
    )
    actions.forget_filter(actor_of(request), kept)
    messages.success(request, _("The saved filter was removed."))
    return redirect("cases:ledger")
