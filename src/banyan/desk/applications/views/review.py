"""One application: where it is, what it proposes against what is known, and what one may do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.applications.actions import evidence, moving, scoring
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.models import Application, Assignment, Evidence
from banyan.desk.applications.needs import by_experts
from banyan.desk.applications.preview import preview_of
from banyan.desk.applications.proposing import placed
from banyan.desk.applications.rendering import Holders, left_out, review_rows
from banyan.desk.applications.requirements import (
    Lack,
    Saying,
    lacking,
    measure_of,
    needed_of,
    part_of,
    scorers,
)
from banyan.desk.applications.states import TRANSITIONS, Requirement, State, open_to
from banyan.desk.applications.views.lists import colour_of
from banyan.desk.applications.views.parts import (
    READERS,
    has_role,
    moved_on,
    text_of,
    visible,
    visible_row,
)
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records import labels
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError

SAID_WITH_IT = (Requirement.REASON, Requirement.MISSING)
"""What the one who moves an application says in the form that moves it."""


@access.roles(*READERS)
@require_GET
def application(request: HttpRequest, number: int) -> HttpResponse:
    return _page(request, visible(request, number))


def _page(request: HttpRequest, one: Application, lacks: list[Lack] | None = None) -> HttpResponse:
    city = has_role(request, Role.CITY)
    official = not has_role(request, Role.ENTERPRISE)
    experts = by_experts(pack_in_force(), measure_of(one))
    assessing = city and one.state == State.CITY_REVIEW
    context: dict[str, Any] = {
        "application": one,
        "measure": labels.word_label("measure", one.measure),
        "articles": measure_of(one).articles,
        "county": labels.word_label("county", one.organization.county),
        "colour": colour_of(one.state),
        "holder": Holders().of(one),
        "late": one.due_on is not None and one.due_on < timezone.localdate(),
        "steps": one.steps.select_related("by", "by__unit"),
        "rows": review_rows(one, assessing=assessing),
        "assessing": assessing,
        "marking": city and experts and one.state in (State.CITY_REVIEW, State.SCORING),
        "official": official,
        "own": not official,
        "preview": preview_of(one) if not one.ended else None,
        "left_out": left_out(one) if not one.ended else [],
        "actions": _actions(request, one),
        "lacks": lacks or [],
        "experts": experts,
    }
    if experts and official:
        context |= _scoring(request, one, city=city)
    return render(request, "applications/application.html", context, status=422 if lacks else 200)


def _actions(request: HttpRequest, one: Application) -> dict[str, list[Lack]]:
    """What the account may do, by its name, with what keeps it from being done."""
    account = account_of(request)
    if account is None:
        return {}
    found = {}
    for step in open_to(Role(account.role), one.state):
        lacks = lacking(one, step, Saying(reason="-", missing="-"))
        hidden = {
            Requirement.RANKED,
            Requirement.FIRST_RETURN,
            Requirement.UNSCORED,
            Requirement.OVERDUE,
        }
        if any(req in hidden and _fails(one, step, req) for req in step.requires):
            continue
        found[step.action] = lacks
    if "to_experts" in found and not _fails_scored(one):
        found.pop("to_experts")
    elif "to_experts" in found:
        found.pop("forward", None)
    return found


def _fails(one: Application, step: Any, requirement: Requirement) -> bool:
    return bool(lacking(one, replace(step, requires=(requirement,)), Saying()))


def _fails_scored(one: Application) -> bool:
    wanted = adopted_count("application.experts")
    done = [a for a in scorers(one) if a.state == Assignment.State.SCORED]
    return len(done) < wanted


def _scoring(request: HttpRequest, one: Application, *, city: bool) -> dict[str, Any]:
    """The experts, for whoever may know them."""
    if has_role(request, Role.COUNTY):
        return {}
    seen = Assignment.objects.visible_to(account_of(request)).filter(application=one)
    assignments = list(seen.select_related("expert", "expert__unit").prefetch_related("scores"))
    active = [a for a in assignments if a.state not in Assignment.GONE]
    asked = {a.expert_id for a in assignments}
    wanted = adopted_count("application.experts")
    free: list[Account] = []
    if city and one.state == State.SCORING:
        free = list(
            Account.objects.with_role(Role.EXPERT)
            .exclude(pk__in=asked)
            .select_related("unit")
            .order_by("name")[:500]
        )
    return {
        "assignments": assignments,
        "experts_wanted": wanted,
        "releasing": city and one.state == State.SCORING,
        "experts_missing": max(0, wanted - len(active)),
        "free_experts": free,
    }


MOVES: dict[str, Callable[[Any, Application, str], Application]] = {
    "return": moving.give_back,
    "forward": moving.forward,
    "to_experts": lambda actor, one, said: moving.to_experts(actor, one),
    "conclude": lambda actor, one, said: moving.conclude(actor, one),
    "hand_back": moving.hand_back,
    "approve": lambda actor, one, said: moving.approve(actor, one),
    "refuse": moving.refuse,
    "withdraw": moving.withdraw,
}


@access.roles(*READERS)
@require_POST
def move(request: HttpRequest, number: int, name: str) -> HttpResponse:
    """Moves the application that the page showed."""
    one = visible(request, number)
    act = MOVES.get(name)
    if act is None or not has_role(request, *_roles_of(name)):
        raise Http404
    given = request.POST.get("version", "")
    if not given.isdecimal() or int(given) != one.version:
        return moved_on(request, one)
    try:
        moved = act(actor_of(request), one, text_of(request, "said"))
    except MovedError as error:
        return moved_on(request, error.application)
    except RefusedError as error:
        messages.error(request, str(error))
        return _page(request, visible(request, number), error.lacks)
    except ConflictError:
        messages.error(
            request,
            _("A record that the application changes has become another since; nothing is done."),
        )
        return _page(request, visible(request, number))
    except FactsError as error:
        messages.error(request, _("The facts do not hold together; nothing is done."))
        return _page(request, visible(request, number), _faults(one, error))
    messages.success(
        request,
        _("Done. The application is now: %(state)s.") % {"state": moved.get_state_display()},
    )
    if has_role(request, Role.ENTERPRISE) and moved.submitted_at is None:
        return redirect("applications:applications")
    return redirect("applications:application", number)


def _roles_of(name: str) -> set[Role]:
    return {one.role for one in TRANSITIONS if one.action == name}


def _faults(one: Application, error: FactsError) -> list[Lack]:
    rows = list(one.rows.all())
    found = []
    for fault in error.faults:
        where = placed(fault, rows)
        table = labels.table_label(fault.table)
        column = labels.column_label(fault.table, fault.column) if fault.column else ""
        words = " · ".join(filter(None, (table, column, fault.value or "", where.words)))
        found.append(Lack(words, where.row, where.column))
    return found


@access.roles(Role.CITY)
@require_POST
def assess(request: HttpRequest, number: int) -> HttpResponse:
    """An officer judges the columns of a row that are officers' to judge."""
    row = visible_row(request, number)
    for column in part_of(row, needed_of(row.application)).assessed:
        value = request.POST.get(column.name)
        if column.assessor != "city" or value is None:
            continue
        try:
            scoring.assess(actor_of(request), row, column.name, value)
        except MovedError as error:
            return moved_on(request, error.application)
        except RefusedError as error:
            label = labels.column_label(row.table, column.name)
            messages.error(request, f"{label}: {error}")
    return redirect("applications:application", row.application_id)


@access.roles(Role.CITY)
@require_POST
def assign(request: HttpRequest, number: int) -> HttpResponse:
    """Asks an expert to score."""
    one = visible(request, number)
    chosen = request.POST.get("expert", "")
    expert = Account.objects.filter(pk=int(chosen) if chosen.isdecimal() else 0).first()
    try:
        if expert is None:
            raise RefusedError(_("Choose an expert."))
        scoring.assign_expert(actor_of(request), one, expert)
    except MovedError as error:
        return moved_on(request, error.application)
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("applications:application", number)


@access.roles(Role.CITY)
@require_POST
def release(request: HttpRequest, number: int) -> HttpResponse:
    """No longer waits for an expert."""
    one = get_object_or_404(Assignment.objects.visible_to(account_of(request)), pk=number)
    try:
        scoring.release_expert(actor_of(request), one)
    except MovedError as error:
        return moved_on(request, error.application)
    messages.success(request, _("%(expert)s is released.") % {"expert": one.expert})
    return redirect("applications:application", one.application_id)


EVERYBODY = (*READERS, Role.EXPERT)


@access.roles(*EVERYBODY)
@require_GET
def evidence_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file, to whoever sees the application; to an expert who scores it only what names
    nobody, under a name that tells nothing."""
    found = get_object_or_404(Evidence.objects.select_related("upload", "row"), pk=number)
    account = account_of(request)
    name = found.upload.name
    if account is not None and account.role == Role.EXPERT:
        seen = Assignment.objects.visible_to(account).filter(
            application=found.row.application_id,
            state__in=[Assignment.State.ACCEPTED, Assignment.State.SCORED],
        )
        if not found.anonymous or found.removed_at is not None or not seen.exists():
            raise Http404
        name = f"{found.pk}.{name.rpartition('.')[2].lower()}"
    elif not Application.objects.visible_to(account).filter(pk=found.row.application_id).exists():
        raise Http404
    return attached(
        FileResponse(found.upload.file.open("rb"), content_type=found.upload.content_type), name
    )


@access.roles(Role.ENTERPRISE)
@require_POST
def remove_evidence(request: HttpRequest, number: int) -> HttpResponse:
    """Takes a file out of the application."""
    found = _evidence(request, number)
    try:
        evidence.remove_evidence(actor_of(request), found)
    except MovedError as error:
        return moved_on(request, error.application)
    return redirect("applications:form", found.row.application_id)


@access.roles(Role.CITY)
@require_POST
def mark_anonymous(request: HttpRequest, number: int) -> HttpResponse:
    """Says that a file names nobody, or takes that back."""
    found = _evidence(request, number)
    try:
        evidence.mark_anonymous(actor_of(request), found, bool(request.POST.get("anonymous")))
    except MovedError as error:
        return moved_on(request, error.application)
    return redirect("applications:application", found.row.application_id)


def _evidence(request: HttpRequest, number: int) -> Evidence:
    seen = Application.objects.visible_to(account_of(request))
    found = Evidence.objects.select_related("row__application", "upload")
    return get_object_or_404(found, pk=number, row__application__in=seen, removed_at=None)
