"""A case's page: what it is, where it is, who has it, and what it went through."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.cases.actions import (
    agreeing,
    closing,
    dispatching,
    extending,
    handling,
    helping,
)
from banyan.desk.cases.asking import shown_fields
from banyan.desk.cases.deeds import Deed, deeds_of
from banyan.desk.cases.errors import MovedError
from banyan.desk.cases.evidence import evidence_of
from banyan.desk.cases.holding import capacities
from banyan.desk.cases.models import Case, CaseFile, Closing, Extension, Help, Stage
from banyan.desk.cases.printing import printed_life
from banyan.desk.cases.sections import sections_of
from banyan.desk.cases.states import By, State
from banyan.desk.cases.views.parts import text_of
from banyan.desk.cases.words import move_words
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.proposal_pages import decide
from banyan.desk.obligations.todo_pages import holder_of
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import sent_files

COLOURS = {
    State.RECORDED: "yellow",
    State.DISPATCHED: "azure",
    State.DISPUTED: "orange",
    State.UNDER_WAY: "blue",
    State.PAUSED: "secondary",
    State.ANSWERED: "purple",
    State.CLOSED: "green",
}


def visible(request: HttpRequest, pk: int) -> Case:
    """The case, if the account may see it; else there is none."""
    found = Case.objects.visible_to(account_of(request)).select_related(
        "organization", "lead", "raised_by", "same_as"
    )
    one: Case = get_object_or_404(found, pk=pk)
    return one


@access.signed_in
@require_GET
def case(request: HttpRequest, pk: int) -> HttpResponse:
    return _shown(request, visible(request, pk))


def _shown(request: HttpRequest, one: Case, refused: str = "") -> HttpResponse:
    """The page; where the deed of this name was ``refused``, with what its form said."""
    account = account_of(request)
    official = account is not None and account.role != Role.ENTERPRISE
    having = capacities(account, one)
    steps = {step.code: step.name for step in one.declared_kind.steps}
    moves = one.moves.all().visible_to(account).select_related("by", "by__unit", "unit")
    decides = By.LEDGER in having
    files = one.files.all().visible_to(account).select_related("added_by")
    proving = evidence_of(one) if one.answer else CaseFile.objects.none()
    evidence = list(files.filter(pk__in=proving))
    context: dict[str, Any] = {
        "case": one,
        "kind": one.declared_kind,
        "category": one.declared_category,
        "fields": shown_fields(one.declared_category, one.fields),
        "colour": COLOURS[State(one.state)],
        "county": labels.word_label("county", one.county) if one.county else "",
        "now_with": _now_with(one),
        "today": timezone.localdate(),
        "deeds": _kept(deeds_of(account, one), refused, request.POST),
        "moves": [(move_words(move.action), move) for move in moves],
        "stages": [
            (steps.get(stage.code, stage.code), stage)
            for stage in one.stages.order_by("round", "id")
        ],
        "helps": one.help.all().visible_to(account).select_related("unit", "answered_by"),
        "evidence": evidence,
        "files": files.exclude(pk__in=[file.pk for file in evidence]),
        "official": official,
        "sections": sections_of(request, one),
        "decides": decides,
        "closings": _proposals(one.closings, account, official=official),
        "extensions": _proposals(one.extensions, account, official=official),
    }
    return render(request, "cases/case.html", context, status=422 if refused else 200)


def _now_with(one: Case) -> list[str]:
    """Who has it now, by the obligations that are open on it and its steps."""
    steps = one.stages.filter(round=one.round, done_at=None).values_list("pk", flat=True)
    found = Obligation.objects.open().filter(
        Q(subject=Case._meta.label_lower, key=str(one.pk))
        | Q(subject=Stage._meta.label_lower, key__in=[str(pk) for pk in steps])
    )
    rows = found.select_related("account", "unit").order_by("due_on", "pk")
    return list(dict.fromkeys(holder_of(each) for each in rows))


def _kept(deeds: list[Deed], refused: str, given: Any) -> list[Deed]:
    """The deeds, the refused one first and with what was typed."""
    if not refused:
        return deeds
    hidden = [deed for deed in deeds if deed.name == refused and _is_of(deed, given)]
    others = [deed for deed in deeds if deed not in hidden]
    return [
        replace(
            deed,
            main=True,
            asked=tuple(
                replace(asked, chosen=str(given.get(asked.name, ""))) for asked in deed.asked
            ),
        )
        for deed in hidden
    ] + others


def _is_of(deed: Deed, given: Any) -> bool:
    return all(given.get(name) == value for name, value in deed.hidden)


def _proposals(rows: Any, account: Any, *, official: bool) -> Any:
    if not official:
        return rows.none()
    return rows.all().visible_to(account).select_related("proposed_by", "decided_by")


@access.signed_in
@require_POST
def act(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """Does with the case that the page showed what the form says."""
    one = visible(request, pk)
    deed = DEEDS.get(name)
    if deed is None:
        raise Http404
    given = request.POST.get("version", "")
    if not given.isdecimal() or int(given) != one.version:
        messages.warning(request, str(MovedError(one)))
        return redirect("cases:case", pk)
    try:
        deed(request, one)
    except MovedError as error:
        messages.warning(request, str(error))
    except RefusedError as error:
        messages.error(request, str(error))
        return _shown(request, visible(request, pk), name)
    else:
        messages.success(request, _done(one))
    seen = Case.objects.visible_to(account_of(request)).filter(pk=pk).exists()
    return redirect("cases:case", pk) if seen else redirect("obligations:todo")


def _done(read: Case) -> str:
    """That it is done, and where the case is now if it has moved."""
    now = Case.objects.get(pk=read.pk)
    if now.state == read.state:
        return _("Done.")
    return _("Done. The case is now: %(state)s.") % {"state": now.get_state_display()}


def _unit(request: HttpRequest, name: str) -> Unit | None:
    given = request.POST.get(name, "")
    return Unit.objects.filter(pk=int(given)).first() if given.isdecimal() else None


def _dispatch(request: HttpRequest, one: Case) -> None:
    numbers = [int(pk) for pk in request.POST.getlist("helping") if pk.isdecimal()]
    dispatching.dispatch(
        actor_of(request),
        one,
        _unit(request, "lead"),
        helping=list(Unit.objects.filter(pk__in=numbers)),
        gravity=request.POST.get("gravity", ""),
        note=text_of(request, "note"),
    )


def _transfer(request: HttpRequest, one: Case) -> None:
    reason = text_of(request, "note")
    dispatching.transfer(actor_of(request), one, _unit(request, "lead"), reason)


def _agree(request: HttpRequest, one: Case) -> None:
    given = request.POST.get("rating", "")
    rating = int(given) if given.isdecimal() else 0
    agreeing.agree(actor_of(request), one, rating, text_of(request, "note"))


def _ask_help(request: HttpRequest, one: Case) -> None:
    what = text_of(request, "note")
    helping.ask_help(actor_of(request), one, _unit(request, "unit"), what)


def _answer_help(request: HttpRequest, one: Case) -> None:
    given = request.POST.get("help", "")
    rows = Help.objects.visible_to(account_of(request)).filter(case=one)
    asked = get_object_or_404(rows, pk=int(given) if given.isdecimal() else 0)
    helping.answer_help(actor_of(request), asked, text_of(request, "note"))


def _note(request: HttpRequest, one: Case) -> None:
    inside = not request.POST.get("shown")
    handling.add_note(actor_of(request), one, text_of(request, "note"), inside=inside)


def _file(request: HttpRequest, one: Case) -> None:
    with sent_files(request, "file") as files:
        if not files:
            raise RefusedError(_("Choose a file."), "file")
        for path, name in files:
            handling.add_file(
                actor_of(request),
                one,
                path,
                name,
                evidence=bool(request.POST.get("evidence")),
                inside=not request.POST.get("shown"),
            )


def _report_solved(request: HttpRequest, one: Case) -> None:
    with sent_files(request, "file") as files:
        handling.report_solved(
            actor_of(request),
            one,
            text_of(request, "note"),
            evidence=files,
            no_evidence=text_of(request, "no_evidence"),
        )


def _finish_step(request: HttpRequest, one: Case) -> None:
    code = request.POST.get("step", "")
    handling.finish_step(actor_of(request), one, code, text_of(request, "note"))


def _ask_closing(request: HttpRequest, one: Case) -> None:
    given = request.POST.get("same_as", "").strip().rpartition("-")[2]
    same = None
    if given.isdecimal() and request.POST.get("outcome") == "duplicate":
        same = Case.objects.visible_to(account_of(request)).filter(pk=int(given)).first()
    closing.ask_closing(
        actor_of(request),
        one,
        request.POST.get("outcome", ""),
        text_of(request, "note"),
        same_as=same,
    )


def _ask_extension(request: HttpRequest, one: Case) -> None:
    given = request.POST.get("stage", "")
    stages = Stage.objects.filter(case=one)
    stage = get_object_or_404(stages, pk=int(given) if given.isdecimal() else 0)
    try:
        until = date.fromisoformat(request.POST.get("until", ""))
    except ValueError:
        until = None
    extending.ask_extension(actor_of(request), stage, until, text_of(request, "note"))


def _said(action: Callable[..., object]) -> Callable[[HttpRequest, Case], None]:
    """An action that takes words alone."""

    def deed(request: HttpRequest, one: Case) -> None:
        action(actor_of(request), one, text_of(request, "note"))

    return deed


DEEDS: dict[str, Callable[[HttpRequest, Case], None]] = {
    "dispatch": _dispatch,
    "transfer": _transfer,
    "agree": _agree,
    "ask_help": _ask_help,
    "answer_help": _answer_help,
    "note": _note,
    "file": _file,
    "finish_step": _finish_step,
    "ask_closing": _ask_closing,
    "ask_extension": _ask_extension,
    "accept": _said(dispatching.accept),
    "refuse": _said(dispatching.refuse),
    "uphold": _said(dispatching.uphold),
    "escalate": _said(dispatching.escalate),
    "pause": _said(handling.pause),
    "resume": _said(handling.resume),
    "report_solved": _report_solved,
    "disagree": _said(agreeing.disagree),
    "reopen": _said(agreeing.reopen),
    "revisit": _said(agreeing.revisit),
}


@access.signed_in
@require_POST
def decide_closing(request: HttpRequest, number: int) -> HttpResponse:
    """Confirms, refuses or withdraws that a case be closed."""
    rows = Closing.objects.visible_to(account_of(request)).select_related("case")
    return decide(
        request,
        get_object_or_404(rows, pk=number),
        confirm=closing.confirm_closing,
        refuse=closing.refuse_closing,
        withdraw=closing.withdraw_closing,
        confirmed=_("The case is closed."),
    )


@access.signed_in
@require_POST
def decide_extension(request: HttpRequest, number: int) -> HttpResponse:
    """Confirms, refuses or withdraws that a step has longer."""
    rows = Extension.objects.visible_to(account_of(request)).select_related("case")
    return decide(
        request,
        get_object_or_404(rows, pk=number),
        confirm=extending.confirm_extension,
        refuse=extending.refuse_extension,
        withdraw=extending.withdraw_extension,
        confirmed=_("The step has longer."),
    )


@access.signed_in
@require_GET
def case_file(request: HttpRequest, number: int) -> HttpResponseBase:
    """A file of a case, to whoever sees the case and the file."""
    found = get_object_or_404(CaseFile.objects.visible_to(account_of(request)), pk=number)
    return attached(
        FileResponse(found.file.open("rb"), content_type=found.content_type), found.name
    )


@access.signed_in
@require_GET
def life(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The whole life of a case as a PDF."""
    one = visible(request, pk)
    content = printed_life(one, account_of(request), labels.language())
    return attached(HttpResponse(content, content_type="application/pdf"), f"{one.reference}.pdf")
