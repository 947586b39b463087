"""``/runs/``: start one, see how far it is, what it gives, and what is to be looked at; decide."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.views.parts import by_htmx
from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import decisions
from banyan.desk.settlement.actions import runs as actions
from banyan.desk.settlement.charts import by_measure
from banyan.desk.settlement.errors import Lack
from banyan.desk.settlement.exceptions import LABELS
from banyan.desk.settlement.models import Decision, Objection, Replay, Run
from banyan.desk.settlement.scope import OFFICERS
from banyan.desk.settlement.totals import Table, Totals, exceptions_of, table_of
from banyan.desk.ui.paging import page_of

COLOURS = {
    "computing": "azure",
    "failed": "red",
    "draft": "secondary",
    "noticed": "blue",
    "approved": "green",
    "withdrawn": "orange",
}

DONE = {
    Decision.Kind.NOTICE: gettext_lazy("The awards are before the public."),
    Decision.Kind.APPROVE: gettext_lazy("The run is approved; its awards can be paid."),
    Decision.Kind.WITHDRAW: gettext_lazy("The run is withdrawn."),
}


@access.roles(*OFFICERS)
@require_http_methods(["GET", "HEAD", "POST"])
def runs(request: HttpRequest) -> HttpResponse:
    """All runs, the newest first, and the form to start one."""
    account = account_of(request)
    may = account is not None and account.role == Role.CITY
    refused: dict[str, str] = {}
    if request.method == "POST":
        if not may:
            raise Http404
        try:
            made = actions.start_run(
                actor_of(request), _year(request), request.POST.get("note", "")
            )
        except RefusedError as error:
            refused = {"field": error.field, "message": str(error)}
        else:
            return redirect("settlement:run", made.pk)
    found = Run.objects.visible_to(account).select_related("made_by", "previous")
    page = page_of(found, request.GET, "-id", 20)
    county = account.county if account is not None else ""
    context = {
        "page": page,
        "rows": [
            (run, COLOURS[run.state], table_of(run.totals, county).whole) for run in page.rows
        ],
        "may": may,
        "years": pack_in_force().years,
        "chosen": _year(request),
        "note": request.POST.get("note", ""),
        "refused": refused,
    }
    return render(request, "settlement/runs.html", context, status=422 if refused else 200)


def _year(request: HttpRequest) -> int:
    years = pack_in_force().years
    said = request.POST.get("year", "")
    if said.isascii() and said.isdecimal() and len(said) == 4:
        return int(said)
    return min(max(timezone.localdate().year, years.start), years.stop - 1)


@access.roles(*OFFICERS)
@require_safe
@vary_on_headers("HX-Request")
def run(request: HttpRequest, number: int) -> HttpResponse:
    """One run: how far it is, or why it failed; its sums, exceptions, steps and neighbours."""
    account = account_of(request)
    found = visible_run(request, number)
    head = _head(found, account)
    if by_htmx(request) and head["waits"]:
        return render(request, "settlement/progress.html", head)
    if found.state == Run.State.COMPUTING:
        return render(request, "settlement/run.html", head)
    if by_htmx(request) and request.GET.get("waiting"):
        answer = HttpResponse()
        answer["HX-Refresh"] = "true"
        return answer
    return render(request, "settlement/run.html", head | _shown(found, account))


def visible_run(request: HttpRequest, number: int) -> Run:
    found = Run.objects.visible_to(account_of(request)).select_related(
        "made_by", "noticed_by", "decided_by", "previous"
    )
    run: Run = get_object_or_404(found, pk=number)
    return run


def _head(run: Run, account: Account | None) -> dict[str, Any]:
    decision = Decision.objects.filter(run=run).select_related("run", "asked_by").first()
    under_way = decision if decision is not None and decision.done_at is None else None
    computing = run.state == Run.State.COMPUTING
    return {
        "decision": decision,
        "under_way": under_way,
        "lacking": [Lack(**one) for one in decision.lacking] if decision else [],
        "waits": computing or under_way is not None,
        "percent": _percent(under_way) if under_way else run.progress,
        "silent": under_way is not None and tasks.is_silent(under_way),
        "run": run,
        "colour": COLOURS[run.state],
        "city": account is not None and account.role == Role.CITY,
        "whole": account is not None and account.role in SEE_WHOLE_CITY,
        "faults": run.fault.splitlines(),
    }


def _percent(decision: Decision) -> int:
    done, total, _at = decision.progress.said()
    return 100 * done // total if total else 0


def _shown(run: Run, account: Account | None) -> dict[str, Any]:
    county = account.county if account is not None else ""
    table = table_of(run.totals, county)
    replays = Replay.objects.visible_to(account).filter(run=run).select_related("asked_by")
    objections = Objection.objects.visible_to(account).filter(run=run)
    return {
        "table": table,
        "total": table.whole,
        "heads": [(one, labels.word_label("county", one)) for one in table.counties],
        "rows": list(_rows(table)),
        "sums": [table.county(one) for one in table.counties],
        "chart": by_measure(table) if table.whole.amount else None,
        "exceptions": [
            (mark, LABELS[mark], lines, amount)
            for mark, lines, amount in exceptions_of(run.totals, county)
        ],
        "left_out": [(labels.table_label(name), count) for name, count in run.left_out.items()],
        "latest": not _newer(run).exists(),
        "approvable": run.state == Run.State.NOTICED and run.notice_is_over,
        "own": account is not None and run.noticed_by_id == account.pk,
        "objections": list(objections),
        "waiting": sum(one.answered_at is None for one in objections),
        "upheld": sum(bool(one.upheld) for one in objections),
        "others": Run.objects.visible_to(account)
        .filter(year=run.year, computed_at__isnull=False)
        .exclude(pk=run.pk)[:20],
        "replays": replays[:5],
        "replaying": any(one.differences is None for one in replays[:1]),
    }


def _newer(run: Run) -> Any:
    states = Run.State
    return Run.objects.filter(year=run.year, pk__gt=run.pk).exclude(
        state__in=[states.FAILED, states.WITHDRAWN]
    )


def _rows(table: Table) -> Any:
    for measure in table.measures:
        cells = [table.cells.get((measure, county)) or Totals() for county in table.counties]
        yield measure, labels.word_label("measure", measure), cells, table.measure(measure)


@access.roles(*SEE_WHOLE_CITY)
@require_POST
def decide(request: HttpRequest, number: int) -> HttpResponse:
    """Opens the notice, approves, withdraws, has what was decided carried out, or has the run
    replayed, as the button says."""
    found = visible_run(request, number)
    actor = actor_of(request)
    wanted = request.POST.get("decision", "")
    try:
        if wanted == "replay":
            actions.replay_run(actor, found)
            messages.success(request, _("The run is computed again from its folder."))
        elif wanted == "again":
            _go_on(actor, found)
        elif wanted in Decision.Kind.values:
            kind, reason = Decision.Kind(wanted), request.POST.get("reason", "")
            decision = decisions.decide(actor, found, kind, reason)
            tasks.begin(decision)
            decision.refresh_from_db()
            if decision.done_at is not None and not decision.fault:
                messages.success(request, DONE[kind])
        else:
            raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("settlement:run", number)


def _go_on(actor: Actor, run: Run) -> None:
    """Has a decision carried out that was left undone; by whoever asks, as who decided."""
    access.require(actor, Role.CITY)
    decision = run.decisions.filter(done_at=None).select_related("run").first()
    if decision is not None and tasks.is_silent(decision):
        tasks.go_on(decision)
