"""``/applications/scoring/``: what an expert is asked to score, without who applies."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from banyan.desk.applications.actions import scoring
from banyan.desk.applications.blind import blind_rows
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.models import Assignment
from banyan.desk.applications.states import State
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.ui.paging import page_of


@access.roles(Role.EXPERT)
@require_GET
def assignments(request: HttpRequest) -> HttpResponse:
    """What the expert is asked to score, and has scored."""
    found = Assignment.objects.visible_to(account_of(request)).select_related("application")
    page = page_of(found, request.GET, "-id")
    context = {
        "page": page,
        "lines": [
            {
                "one": one,
                "measure": labels.word_label("measure", one.application.measure),
                "open": _is_open(one),
            }
            for one in page.rows
        ],
    }
    return render(request, "applications/assignments.html", context)


def _is_open(one: Assignment) -> bool:
    return one.application.state == State.SCORING and one.state in (
        Assignment.State.ASKED,
        Assignment.State.ACCEPTED,
    )


@access.roles(Role.EXPERT)
@require_http_methods(["GET", "POST"])
def score(request: HttpRequest, number: int) -> HttpResponse:
    """First the declaration, then the application without names, then the points."""
    found = Assignment.objects.visible_to(account_of(request))
    one = get_object_or_404(found.select_related("application__organization"), pk=number)
    fault = False
    if request.method == "POST":
        try:
            _carry_out(request, one)
        except MovedError:
            messages.warning(request, _("This is no longer yours to score."))
            return redirect("applications:assignments")
        except RefusedError as error:
            messages.error(request, str(error))
            fault = True
        else:
            return redirect("applications:score", number)
    context: dict[str, Any] = {
        "assignment": one,
        "reference": one.application.reference,
        "measure": labels.word_label("measure", one.application.measure),
        "year": one.application.year,
        "open": _is_open(one),
        "rows": [],
    }
    if one.state in (Assignment.State.ACCEPTED, Assignment.State.SCORED):
        context["rows"] = _rows(request, one)
    return render(request, "applications/score.html", context, status=422 if fault else 200)


def _rows(request: HttpRequest, one: Assignment) -> list[dict[str, Any]]:
    given = {score.row_id: score for score in one.scores.all()}
    to_score = {row.pk for row in scoring.scored_rows(one.application)}
    return [
        {
            "blind": blind,
            "to_score": blind.row.pk in to_score,
            "score": given.get(blind.row.pk),
            "points": request.POST.get(f"points-{blind.row.pk}", ""),
            "reasons": request.POST.get(f"reasons-{blind.row.pk}", ""),
        }
        for blind in blind_rows(one.application)
    ]


def _carry_out(request: HttpRequest, one: Assignment) -> None:
    actor = actor_of(request)
    what = request.POST.get("what")
    if what == "none":
        scoring.declare_interest(actor, one, "")
    elif what == "conflict":
        conflict = request.POST.get("conflict", "").strip()
        if not conflict:
            raise RefusedError(_("Say what the conflict is."))
        scoring.declare_interest(actor, one, conflict)
        messages.success(request, _("You are recused; somebody else will be asked."))
    else:
        points = {}
        for row in scoring.scored_rows(one.application):
            text = request.POST.get(f"points-{row.pk}", "").strip()
            number = int(text) if text.isdecimal() and len(text) < 4 else -1
            points[row.pk] = (number, request.POST.get(f"reasons-{row.pk}", ""))
        scoring.score(actor, one, points)
        messages.success(request, _("Your points are given. Thank you."))
