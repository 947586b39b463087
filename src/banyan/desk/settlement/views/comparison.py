"""``/runs/<before>/compare/<after>/``: what changed between two runs, and why."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.decorators.vary import vary_on_headers

from banyan.desk.people import access
from banyan.desk.people.roles import SEE_WHOLE_CITY
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.models import Organization
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.settlement.comparing import Kept, kept, want
from banyan.desk.settlement.views.runs import visible_run
from banyan.desk.settlement.wording import status_colour, status_words
from banyan.rules.wording import fen, yuan

A_PAGE = 50


@dataclass(frozen=True)
class RowsPage:
    """Rows by their place; ``next`` and ``first`` as those of every page."""

    rows: list[dict[str, Any]]
    next: str
    first: str


@access.roles(*SEE_WHOLE_CITY)
@require_safe
@vary_on_headers("HX-Request")
def compare(request: HttpRequest, number: int, other: int) -> HttpResponse:
    """The comparison; the page asks again while it is being made."""
    before, after = visible_run(request, number), visible_run(request, other)
    if before.computed_at is None or after.computed_at is None or before == after:
        raise Http404
    found = kept(before, after)
    context: dict[str, Any] = {"before": before, "after": after}
    if found is None:
        want(before, after)
        found = kept(before, after)  # without a worker of its own the task is done by now
    if found is None:
        template = "comparison_progress" if by_htmx(request) else "comparison"
        return render(request, f"settlement/{template}.html", context)
    if by_htmx(request) and request.GET.get("waiting"):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "settlement/comparison.html", context | _shown(request, found))


def _shown(request: HttpRequest, found: Kept) -> dict[str, Any]:
    said = request.GET.get("after", "")
    first = int(said) if said.isascii() and said.isdecimal() and len(said) < 10 else 0
    measure = request.GET.get("measure", "")
    rows = found.lines(first, A_PAGE + 1, measure)
    query = request.GET.copy()
    query.pop("after", None)
    start = query.urlencode()
    onward = ""
    if len(rows) > A_PAGE:
        query["after"] = str(first + A_PAGE)
        onward = query.urlencode()
    rows = rows[:A_PAGE]
    names = dict(
        Organization.objects.filter(pk__in={row["uscc"] for row in rows}).values_list("pk", "name")
    )
    page = RowsPage([_row(row, names) for row in rows], onward, (start or "x=") if first else "")
    pack = pack_in_force()
    return {
        "comparison": found,
        "page": page,
        "measures": [
            one
            | {
                "words": labels.word_label("measure", one["measure"]),
                "difference": one["after"] - one["before"],
                "chosen": one["measure"] == measure,
            }
            for one in found.measures
        ],
        "parameters": [
            (key, pack.parameters[key].words[labels.language()], *values)
            for key, values in found.parameters.items()
            if key in pack.parameters
        ],
        "tables": [labels.table_label(name) for name in found.tables],
    }


def _row(row: dict[str, Any], names: dict[str, str]) -> dict[str, Any]:
    changes = {"added": _("new line"), "removed": _("line gone"), "changed": _("changed")}
    return {
        "name": names.get(row["uscc"], ""),
        "uscc": row["uscc"],
        "measure": labels.word_label("measure", row["measure"]),
        "subject": row["subject"],
        "change": changes[row["change"]],
        "sides": [
            (
                status_words(row[f"status_{side}"]),
                status_colour(row[f"status_{side}"]),
                yuan(fen(row[f"amount_{side}"])),
            )
            if row[f"status_{side}"]
            else None
            for side in ("before", "after")
        ],
        "why": [_cause(*one) for one in row["why"]],
    }


def _cause(kind: str, name: str, before: str, after: str) -> str:
    match kind:
        case "parameter":
            said = {"figure": name, "before": before, "after": after}
            figure = pack_in_force().parameters.get(name)
            if figure is not None:
                said["figure"] = figure.words[labels.language()]
            return _("%(figure)s: %(before)s → %(after)s") % said
        case "facts":
            return _("its own records: %(table)s") % {"table": labels.table_label(name)}
    return _("through others (places, funds)")
