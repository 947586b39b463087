"""Urging letters: the list, a letter, its answer, its files."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.bulletins.views import IN_ITSELF
from banyan.desk.cases.models import Case
from banyan.desk.cases.views.parts import text_of
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import sent_files
from banyan.desk.supervision.actions import letters as actions
from banyan.desk.supervision.board import supervised
from banyan.desk.supervision.letter_words import say
from banyan.desk.supervision.models import Letter, LetterFile, Paper, PaperFile
from banyan.desk.supervision.scope import READERS, WRITERS, writes
from banyan.desk.ui.paging import page_of

TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}

COLOURS = {
    "drafted": "secondary",
    "sent": "yellow",
    "answered": "blue",
    "accepted": "green",
    "urged": "red",
    "discarded": "secondary",
}

MOST_CHOSEN = 200


@access.roles(*READERS)
@require_safe
def letters(request: HttpRequest) -> HttpResponse:
    """The letters, the latest first; ``state`` those of one."""
    account = account_of(request)
    state = request.GET.get("state", "")
    found = Letter.objects.visible_to(account).exclude(state=Letter.State.DISCARDED)
    if state in Letter.State.values:
        found = found.filter(state=state)
    page = page_of(found.select_related("unit", "paper"), request.GET, "-id", 30)
    return render(
        request,
        "supervision/letters.html",
        {
            "page": page,
            "rows": [(one, COLOURS[one.state], actions.is_late(one)) for one in page.rows],
            "states": [("", _("All"))]
            + [
                (value, label)
                for value, label in Letter.State.choices
                if value != "discarded" and (writes(account) or value != "drafted")
            ],
            "state": state,
            "writes": writes(account),
        },
    )


@access.roles(*WRITERS)
@require_POST
def draft(request: HttpRequest) -> HttpResponse:
    """Drafts letters about the obligations that are ticked."""
    keys = [one for one in request.POST.getlist("chosen") if one.isascii() and one.isdecimal()]
    chosen = supervised(account_of(request)).filter(pk__in=keys[:MOST_CHOSEN])
    try:
        made = actions.draft_letters(actor_of(request), chosen.select_related("unit"))
    except RefusedError as error:
        messages.error(request, str(error))
        return redirect("supervision:board")
    if len(made) == 1:
        return redirect(made[0])
    messages.success(request, _("%(count)s letters are drafted.") % {"count": len(made)})
    return redirect("supervision:letters")


@access.roles(*READERS)
@require_safe
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter, as it is or will be sent, with its answer."""
    return _shown(request, _seen(request, pk))


@access.roles(*WRITERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Saves, sends, discards a draft; accepts an answer or urges again, as the button says."""
    found = _seen(request, pk)
    actor = actor_of(request)
    try:
        match request.POST.get("decision"):
            case "save" | "send" as decision:
                _save(request, found)
                if decision == "send":
                    sent = actions.send_letter(actor, found)
                    messages.success(
                        request, _("Letter %(number)s is sent.") % {"number": str(sent)}
                    )
            case "discard":
                actions.discard_letter(actor, found)
                return redirect("supervision:letters")
            case "accept":
                actions.accept_answer(actor, found, text_of(request, "judgement"))
            case "again":
                return redirect(actions.urge_again(actor, found, text_of(request, "judgement")))
            case _other:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*READERS)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit answers."""
    found = _seen(request, pk)
    try:
        with sent_files(request, "files") as files:
            actions.answer_letter(actor_of(request), found, text_of(request, "text"), files)
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your answer is handed in."))
    return redirect(found)


@access.roles(*READERS)
@require_safe
def evidence(request: HttpRequest, pk: int, number: int) -> HttpResponseBase:
    """A file of an answer."""
    kept = get_object_or_404(
        LetterFile.objects.visible_to(account_of(request)).select_related("upload"),
        letter=pk,
        pk=number,
    ).upload
    return attached(FileResponse(kept.file.open("rb"), content_type=kept.content_type), kept.name)


@access.roles(*READERS)
@require_safe
def document(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """A sent letter as a file, as it was kept."""
    found = _seen(request, pk)
    return paper_file(found.paper, language, form)


def paper_file(paper: Paper | None, language: str, form: str) -> HttpResponse:
    """A file of something issued."""
    kept = get_object_or_404(PaperFile, paper=paper, language=language, form=form)
    name = f"{kept.paper.kind}-{kept.paper.code}-{language}.{form}"
    return HttpResponse(
        bytes(kept.file),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )


def files_of(paper: Paper | None) -> list[tuple[PaperFile, str]]:
    """The files of something issued, each with its language as it calls itself."""
    if paper is None:
        return []
    return [(one, IN_ITSELF[one.language]) for one in paper.files.defer("file")]


def _save(request: HttpRequest, found: Letter) -> None:
    days = request.POST.get("days", "")
    keep = {int(one) for one in request.POST.getlist("keep") if one.isascii() and one.isdecimal()}
    actions.edit_letter(
        actor_of(request),
        found,
        title=text_of(request, "title"),
        text=text_of(request, "text"),
        days=int(days) if days.isascii() and days.isdecimal() and len(days) < 5 else 0,
        leave_out=[pk for pk in found.things.values_list("pk", flat=True) if pk not in keep],
    )


def _shown(request: HttpRequest, found: Letter) -> HttpResponse:
    account = account_of(request)
    things = list(found.things.select_related("case", "obligation"))
    seen = set(
        Case.objects.visible_to(account)
        .filter(pk__in=[one.case_id for one in things if one.case_id])
        .values_list("pk", flat=True)
    )
    today = timezone.localdate()
    calendar = read_calendar(min([today, *(one.due_on for one in things)]), today)
    said: dict[str, Any] | None = None
    if found.paper is not None:
        said = say(found.paper.content, language())
    return render(
        request,
        "supervision/letter.html",
        {
            "letter": found,
            "colour": COLOURS[found.state],
            "late": actions.is_late(found),
            "said": said,
            "things": [
                {
                    "one": one,
                    "title": one.title.get(language(), ""),
                    "overdue": calendar.working_days_between(one.due_on, today),
                    "done": one.obligation.state not in ("open", "paused"),
                    "link": one.link if one.case_id is None or one.case_id in seen else "",
                }
                for one in things
            ],
            "files": found.files.select_related("upload"),
            "papers": files_of(found.paper),
            "addressed": actions.is_addressed(account, found),
            "writes": writes(account),
            "highest": found.level >= adopted_count("supervision.levels"),
            "following": getattr(found, "followed_by", None),
        },
    )


def _seen(request: HttpRequest, pk: int) -> Letter:
    found: Letter = get_object_or_404(
        Letter.objects.visible_to(account_of(request)).select_related("unit", "paper", "follows"),
        pk=pk,
    )
    return found
