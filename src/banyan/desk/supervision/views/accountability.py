"""Accountability records: proposed, seen by those concerned, consented to, decided, withdrawn."""

from __future__ import annotations

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.cases.views.parts import text_of
from banyan.desk.obligations.proposal_pages import decide as decide_proposal
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import sent_files
from banyan.desk.supervision.actions import accountability as actions
from banyan.desk.supervision.forms import AccountabilityForm, ConsentForm
from banyan.desk.supervision.models import Accountability, Letter, Revocation
from banyan.desk.supervision.proposing import unanswered
from banyan.desk.supervision.scope import READERS, WRITERS, writes
from banyan.desk.ui.paging import page_of

COLOURS = {
    "proposed": "yellow",
    "confirmed": "red",
    "refused": "secondary",
    "withdrawn": "secondary",
}


@access.roles(*READERS)
@require_safe
def records(request: HttpRequest) -> HttpResponse:
    """The records, the latest first, and whom the rule proposes."""
    account = account_of(request)
    found = Accountability.objects.visible_to(account).select_related("unit", "proposed_by")
    page = page_of(found, request.GET, "-id", 30)
    return render(
        request,
        "supervision/accountabilities.html",
        {
            "page": page,
            "rows": [(one, COLOURS[one.state]) for one in page.rows],
            "unanswered": unanswered(account) if writes(account) else [],
            "writes": writes(account),
        },
    )


@access.roles(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a proposal; filled in from the rule where its address says for whom."""
    posted = request.method == "POST"
    account = account_of(request)
    initial = {name: request.GET.get(name, "") for name in ("unit", "county")}
    form = AccountabilityForm(request.POST if posted else None, account=account, initial=initial)
    if posted and form.is_valid():
        try:
            made = actions.propose_accountability(actor_of(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            messages.success(request, _("Those concerned may state their view now."))
            return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "supervision/new_accountability.html", {"form": form}, status=status)


@access.roles(*READERS)
@require_safe
def record(request: HttpRequest, pk: int) -> HttpResponse:
    """One record."""
    return _shown(request, _seen(request, pk), ConsentForm())


@access.roles(*WRITERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws the proposal."""
    return decide_proposal(
        request,
        _seen(request, pk),
        confirm=actions.confirm_accountability,
        refuse=actions.refuse_accountability,
        withdraw=actions.withdraw_accountability,
        confirmed=_("It is in force, and those concerned are told."),
    )


@access.roles(*READERS)
@require_POST
def state_view(request: HttpRequest, pk: int) -> HttpResponse:
    """Those concerned state their view."""
    found = _seen(request, pk)
    try:
        actions.state_view(actor_of(request), found, text_of(request, "text"))
    except RefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your view is recorded."))
    return redirect(found)


@access.roles(*WRITERS)
@require_POST
def consent(request: HttpRequest, pk: int) -> HttpResponse:
    """Records the city government's consent."""
    found = _seen(request, pk)
    form = ConsentForm(request.POST)
    if not form.is_valid():
        return _shown(request, found, form)
    try:
        with sent_files(request, "file") as files:
            if not files:
                raise RefusedError(_("Choose the document."), "file")
            path, name = files[0]
            actions.record_consent(
                actor_of(request),
                found,
                form.cleaned_data["number"],
                form.cleaned_data["day"],
                path,
                name,
            )
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*READERS)
@require_safe
def consent_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The document by which the city government consented."""
    kept = _seen(request, pk).consent_file
    if kept is None:
        raise Http404
    return attached(FileResponse(kept.file.open("rb"), content_type=kept.content_type), kept.name)


@access.roles(*WRITERS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Proposes that a record be withdrawn, or decides on it."""
    found = _seen(request, pk)
    waiting = found.revocations.filter(state=Revocation.State.PROPOSED).first()
    if waiting is not None and request.POST.get("decision"):
        return decide_proposal(
            request,
            waiting,
            confirm=actions.confirm_revocation,
            refuse=actions.refuse_revocation,
            withdraw=actions.withdraw_revocation,
            confirmed=_("It is withdrawn; the record stays."),
        )
    try:
        actions.propose_revocation(actor_of(request), found, text_of(request, "reason"))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


def _shown(request: HttpRequest, found: Accountability, form: ConsentForm) -> HttpResponse:
    account = account_of(request)
    grounds = list(found.grounds.select_related("letter__paper", "case"))
    seen = set(
        Case.objects.visible_to(account)
        .filter(pk__in=[one.case_id for one in grounds if one.case_id])
        .values_list("pk", flat=True)
    )
    letters = set(
        Letter.objects.visible_to(account)
        .filter(pk__in=[one.letter_id for one in grounds if one.letter_id])
        .values_list("pk", flat=True)
    )
    revocations = list(found.revocations.select_related("proposed_by", "decided_by"))
    return render(
        request,
        "supervision/accountability.html",
        {
            "record": found,
            "colour": COLOURS[found.state],
            "grounds": [
                {"one": one, "seen": one.case_id in seen or one.letter_id in letters}
                for one in grounds
            ],
            "form": form,
            "writes": writes(account),
            "may_state": actions.may_state_view(account, found) and not found.view,
            "revocation": next((one for one in revocations if one.is_waiting), None),
            "revocations": [one for one in revocations if not one.is_waiting],
            "over": found.view_due_on < timezone.localdate(),
        },
        status=422 if form.errors else 200,
    )


def _seen(request: HttpRequest, pk: int) -> Accountability:
    found: Accountability = get_object_or_404(
        Accountability.objects.visible_to(account_of(request)).select_related(
            "unit", "proposed_by", "decided_by", "viewed_by"
        ),
        pk=pk,
    )
    return found
