"""Tasks at a glance, their lists, and the responsibility list of a unit."""

from __future__ import annotations

from typing import Any

from django.db.models import F
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

from banyan.desk.obligations.models import Obligation
from banyan.desk.people import access
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.tasks import charts, exporting
from banyan.desk.tasks.counting import GROUPS, rows_by, totals
from banyan.desk.tasks.documents import document
from banyan.desk.tasks.holding import REPORT
from banyan.desk.tasks.lights import NAMES, Colour, limits
from banyan.desk.tasks.listing import ASKED, ask, filters, lines, list_asked, with_all
from banyan.desk.tasks.models import MonthAsked, Task, TaskList
from banyan.desk.tasks.scope import READERS
from banyan.desk.tasks.states import OPEN
from banyan.desk.ui.paging import page_of

MINE_SHOWN = 15
_TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@access.roles(*READERS)
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The tasks of one's own unit first, then how many of each light there are."""
    account = access.account_of(request)
    assert account is not None
    shown = list_asked(account, request.GET.get("year", ""))
    context: dict[str, Any] = {
        "shown": shown,
        "years": _years(account),
        "city": account.role == Role.CITY,
        "months": _months_to_report(account),
    }
    if shown is not None:
        today = timezone.localdate()
        seen = Task.objects.visible_to(account).filter(list=shown)
        by = request.GET.get("by", "")
        by = by if by in GROUPS else "unit"
        rows = rows_by(seen, by, today)
        heads = {"unit": _("Unit"), "article": _("Article"), "county": _("County")}
        mine = with_all(seen.filter(lead=account.unit_id, state__in=OPEN))
        mine = mine.order_by(F("red_on").asc(nulls_last=True), "due_on", "pk")
        context |= {
            "by": by,
            "head": heads[by],
            "rows": rows,
            "all": totals(rows),
            "picture": charts.by_light(rows, heads[by]) if len(rows) > 1 else None,
            "mine": lines(mine[:MINE_SHOWN], today),
            "mine_count": mine.count(),
            "unit": account.unit,
            "limits": limits(),
            "names": {one.value: NAMES[one] for one in Colour},
        }
    return render(request, "tasks/home.html", context)


@access.roles(*READERS)
@require_safe
def find(request: HttpRequest) -> HttpResponse:
    """The tasks that are asked for, by number."""
    account = access.account_of(request)
    today = timezone.localdate()
    given = request.GET.dict()
    shown = list_asked(account, given.get("year", ""))
    found = _found(account, shown, given)
    page = page_of(with_all(found), request.GET, ("place", "id"))
    kept = request.GET.copy()
    kept.pop("after", None)
    context = {
        "shown": shown,
        "page": page,
        "lines": lines(page.rows, today),
        "count": found.order_by().count(),
        "filters": filters(given),
        "filtered": any(given.get(name) for name in ASKED),
        "query": kept.urlencode(),
    }
    return render(request, "tasks/find.html", context)


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """What the list shows, all of it, as ``csv`` or ``xlsx``."""
    given = request.GET.dict()
    account = access.account_of(request)
    found = _found(account, list_asked(account, given.get("year", "")), given)
    return _file(found.order_by("place", "pk"), form, "tasks")


@access.roles(*READERS)
@require_safe
def responsibilities(request: HttpRequest, pk: int, year: int, form: str) -> HttpResponseBase:
    """What a unit leads in a year, as far as one sees it, as ``pdf``, ``docx``, ``xlsx``,
    ``csv``."""
    account = access.account_of(request)
    unit = get_object_or_404(Unit, pk=pk)
    lists = TaskList.objects.visible_to(account).filter(state=TaskList.State.PUBLISHED)
    shown = get_object_or_404(lists, year=year)
    tasks = Task.objects.visible_to(account).filter(list=shown, lead=unit).order_by("place", "pk")
    if not tasks.exists():
        raise Http404
    name = f"responsibilities-{unit.code}-{year}"
    if form not in _TYPES:
        return _file(tasks, form, name)
    rows = with_all(tasks).prefetch_related("help__unit")
    content = document(unit, shown, rows, form, language(), timezone.localdate())
    return attached(HttpResponse(content, content_type=_TYPES[form]), f"{name}.{form}")


def _file(tasks: Any, form: str, name: str) -> HttpResponseBase:
    if form == "csv":
        rows = StreamingHttpResponse(exporting.csv_of(tasks), content_type="text/csv")
        return attached(rows, f"{name}.csv")
    if form != "xlsx":
        raise Http404
    book = FileResponse(exporting.workbook_of(tasks), content_type=WORKBOOK_TYPE)
    return attached(book, f"{name}.xlsx")


def _found(account: Account | None, shown: TaskList | None, given: dict[str, str]) -> Any:
    seen = Task.objects.visible_to(account)
    seen = seen.filter(list=shown) if shown is not None else seen.none()
    return ask(seen, given, timezone.localdate())


def _years(account: Account) -> list[int]:
    seen = TaskList.objects.visible_to(account).filter(state=TaskList.State.PUBLISHED)
    return list(seen.order_by("-year").values_list("year", flat=True))


def _months_to_report(account: Account) -> list[Any]:
    """The months that the account's unit is asked for, with their last days."""
    held = Obligation.objects.held_by(account).open().filter(kind=REPORT)
    due = {int(one.key): one.due_on for one in held.order_by("due_on")}
    months = MonthAsked.objects.filter(pk__in=due).order_by("month")
    return [(one.month, due[one.pk]) for one in months]
