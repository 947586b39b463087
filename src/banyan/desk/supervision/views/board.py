"""``/supervision/``: the board, the list behind each of its numbers, a unit's own page."""

from __future__ import annotations

from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from banyan.desk.obligations import kinds
from banyan.desk.obligations.colours import urgencies
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.todo_pages import holder_of
from banyan.desk.people import access
from banyan.desk.people.access import account_of
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.labels import language, word_label
from banyan.desk.supervision import scoring
from banyan.desk.supervision.actions.letters import addressee_of, late_since
from banyan.desk.supervision.board import Board, Line, asked_for, board_of, supervised
from banyan.desk.supervision.models import Accountability, Letter, Thing
from banyan.desk.supervision.periods import Period
from banyan.desk.supervision.report_words import shown
from banyan.desk.supervision.scope import READERS, sees_all, writes
from banyan.desk.ui.paging import page_of

SHOWN = 12
"""Holders in the picture."""

PROPOSED = 200
"""Overdue things that are proposed to be urged, at most."""


@access.roles(*READERS)
@require_safe
def board(request: HttpRequest) -> HttpResponse:
    """What is open by who holds it, by county, by kind."""
    account = account_of(request)
    found = board_of(account)
    proposed = _proposed(request) if writes(account) else []
    return render(
        request,
        "supervision/board.html",
        {
            "board": found,
            "tables": [
                ("holders", _("By who has it to do"), found.holders),
                ("counties", _("By county"), found.counties),
                ("kinds", _("By what is to be done"), found.kinds),
            ],
            "chart": _chart(found),
            "proposed": proposed,
            "overdue_days": adopted_count("supervision.urge_days"),
            "writes": writes(account),
            "sees_all": sees_all(account),
        },
    )


@access.roles(*READERS)
@require_safe
def open_list(request: HttpRequest) -> HttpResponse:
    """The obligations behind a number, the most urgent first."""
    account = account_of(request)
    found = asked_for(account, request.GET)
    page = page_of(found.select_related("account", "unit"), request.GET, ("due_on", "id"))
    return render(
        request,
        "supervision/open.html",
        {
            "page": page,
            "rows": _rows(page.rows),
            "about": _about(request.GET),
            "colours": _colours(request),
            "writes": writes(account),
        },
    )


@access.roles(*READERS)
@require_safe
def unit(request: HttpRequest, pk: int) -> HttpResponse:
    """What a unit has to do, the letters to it, and how it did this month."""
    account = account_of(request)
    rows = Unit.objects.all()
    if not sees_all(account):
        assert account is not None
        own = Q(pk=account.unit_id)
        if account.county:
            own |= Q(county=account.county)
        rows = rows.filter(own)
    found = get_object_or_404(rows, pk=pk)
    waiting = supervised(account).filter(unit=found)
    period = Period.month_of(timezone.localdate())
    content = scoring.scoreboard(period)
    row = next((one for one in content["units"] if one["code"] == str(pk)), None)
    line = _line_of(board_of(account), found)
    return render(
        request,
        "supervision/unit.html",
        {
            "unit": found,
            "line": line,
            "rows": _rows(
                list(waiting.select_related("account", "unit").order_by("due_on", "id")[:20])
            ),
            "letters": Letter.objects.visible_to(account)
            .filter(unit=found)
            .select_related("paper", "unit")[:10],
            "records": Accountability.objects.visible_to(account).filter(unit=found)[:10],
            "period": period,
            "scores": [
                {
                    "code": f"unit-{pk}-{one['code']}",
                    "name": one["name"][language()],
                    "how": one["how"][language()],
                    "text": shown(row["scores"][one["code"]]["value"], one["form"]),
                    "days": one["form"] == scoring.DAYS,
                }
                for one in content["indicators"]
            ]
            if row
            else [],
            "place": row["place"] if row else None,
            "writes": writes(account),
        },
    )


def _line_of(found: Board, unit: Unit) -> Line | None:
    return next((one for one in found.holders if one.asked == f"unit={unit.pk}"), None)


def _rows(obligations: list[Obligation]) -> list[dict[str, Any]]:
    today = timezone.localdate()
    urged = dict(
        Thing.objects.filter(open=True, obligation__in=[one.pk for one in obligations]).values_list(
            "obligation", "letter"
        )
    )
    return [
        {
            "one": one,
            "title": kinds.title_of(one),
            "holder": holder_of(one),
            "colour": urgency.colour,
            "left": urgency.left,
            "overdue": -urgency.left,
            "letter": urged.get(one.pk),
            "may_be_urged": one.due_on < today
            and one.pk not in urged
            and addressee_of(one) is not None,
        }
        for one, urgency in zip(obligations, urgencies(obligations), strict=True)
    ]


def _proposed(request: HttpRequest) -> list[dict[str, Any]]:
    """Whom the rule proposes to urge, and about how many things, the most first."""
    account = account_of(request)
    late = late_since(timezone.localdate(), adopted_count("supervision.urge_days"))
    urged = Thing.objects.filter(open=True).values_list("obligation", flat=True)
    found = supervised(account).filter(due_on__lte=late).exclude(pk__in=list(urged))
    groups: dict[tuple[int | None, str], list[Obligation]] = {}
    for one in found.select_related("unit").order_by("due_on", "id")[:PROPOSED]:
        to = addressee_of(one)
        if to is not None:
            groups.setdefault(to, []).append(one)
    made = [
        {
            "name": group[0].unit.name if group[0].unit else word_label("county", county),
            "count": len(group),
            "oldest": group[0].due_on,
            "keys": [one.pk for one in group],
        }
        for (_unit, county), group in groups.items()
    ]
    return sorted(made, key=lambda one: -int(str(one["count"])))


def _about(given: Any) -> str:
    """What is asked for, in words."""
    said = []
    unit = str(given.get("unit", ""))
    if unit.isascii() and unit.isdecimal() and len(unit) < 10:
        found = Unit.objects.filter(pk=int(unit)).first()
        said += [found.name] if found else []
    county = given.get("county", "")
    if county == "city":
        said.append(_("the whole city"))
    elif county:
        said.append(word_label("county", county))
    role = given.get("role", "")
    if role == "person":
        said.append(_("named persons"))
    elif role in Role.values:
        said.append(str(Role(role).label))
    if given.get("kind"):
        said.append(kinds.name_of(given["kind"]))
    return " · ".join(said)


def _colours(request: HttpRequest) -> list[dict[str, Any]]:
    chosen = request.GET.get("colour", "")
    found = []
    for value, label in (("", _("All")), *Obligation.Colour.choices):
        query = request.GET.copy()
        query.pop("colour", None)
        query.pop("after", None)
        if value:
            query["colour"] = value
        found.append({"label": label, "query": query.urlencode(), "current": value == chosen})
    return found


def _chart(found: Board) -> dict[str, Any] | None:
    """The worst of those who have something to do, as bars of three colours."""
    worst = found.holders[:SHOWN]
    if not worst:
        return None
    colours = (
        ("red", Obligation.Colour.RED, "#d63939"),
        ("yellow", Obligation.Colour.YELLOW, "#f59f00"),
        ("blue", Obligation.Colour.BLUE, "#4299e1"),
    )
    option = {
        "tooltip": {"trigger": "axis", "valueFormatter": "count"},
        "legend": {"top": 0},
        "grid": {"left": 8, "right": 32, "top": 32, "bottom": 8, "containLabel": True},
        "xAxis": {"type": "value", "minInterval": 1},
        "yAxis": {
            "type": "category",
            "data": [one.name for one in worst],
            "inverse": True,
            "axisLabel": {"width": 120, "overflow": "break"},
        },
        "series": [
            {
                "name": str(colour.label),
                "type": "bar",
                "stack": "all",
                "barMaxWidth": 22,
                "itemStyle": {"color": shade},
                "data": [getattr(one, name) for one in worst],
            }
            for name, colour, shade in colours
        ],
    }
    return {
        "option": option,
        "headers": [_("Who has it to do"), *(str(colour.label) for _name, colour, _s in colours)],
        "rows": [[one.name, one.red, one.yellow, one.blue] for one in worst],
    }
