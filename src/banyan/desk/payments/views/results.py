"""What the bank answers: files read in, and the list of what is left to work off."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from banyan.desk.audit import RefusedError
from banyan.desk.payments import actions, tasks
from banyan.desk.payments.actions.parts import to_work_off
from banyan.desk.payments.models import BankFile, BankResult
from banyan.desk.payments.references import is_reference
from banyan.desk.payments.result_file import HEADINGS, Fault, FaultyFileError
from banyan.desk.payments.unanswered import unanswered
from banyan.desk.payments.views.parts import READERS, attempt, may_act, named
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.records.views.sending import sent_file
from banyan.desk.ui.paging import page_of

MOST_FAULTS = 500


@access.roles(*READERS)
@require_http_methods(["GET", "POST"])
def files(request: HttpRequest) -> HttpResponse:
    """The files of the bank, and the form to send one."""
    faults: list[Fault] = []
    fault = ""
    may = may_act(request)
    if request.method == "POST" and may:
        try:
            made = _receive(request)
        except FaultyFileError as error:
            faults = error.faults
        except RefusedError as error:
            fault = str(error)
        else:
            tasks.begin(actor_of(request), made)
            return redirect("payments:bank_file", made.pk)
    found = BankFile.objects.visible_to(account_of(request))
    context = {
        "page": page_of(found.select_related("upload", "imported_by"), request.GET, "-id"),
        "may": may,
        "fault": fault,
        "faults": faults[:MOST_FAULTS],
        "fault_count": len(faults),
        "headings": [names[0] for names in HEADINGS.values()],
    }
    status = 422 if fault or faults else 200
    return render(request, "payments/bank_files.html", context, status=status)


def _receive(request: HttpRequest) -> BankFile:
    with sent_file(request) as (path, name):
        return actions.receive_file(actor_of(request), path, name)


@access.roles(*READERS)
@require_GET
def one(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: what was posted, what is left open."""
    seen = BankFile.objects.visible_to(account_of(request))
    of = get_object_or_404(seen.select_related("upload", "imported_by"), pk=pk)
    rows = of.results.select_related("order__award", "resolved_by")
    counts = Counter(rows.values_list("outcome", "doubt"))
    page = page_of(rows.filter(doubt=""), request.GET, "id", 100)
    context = {
        "file": of,
        "page": page,
        "posted": of.state == BankFile.State.POSTED,
        "counts": [
            (label, sum(n for (outcome, doubt), n in counts.items() if outcome == v and not doubt))
            for v, label in BankResult.Outcome.choices
        ],
        "doubtful": _hinted(list(rows.exclude(doubt=""))),
        "may": may_act(request),
    }
    return render(request, "payments/bank_file.html", context)


def _hinted(results: list[Any]) -> list[Any]:
    """Each with whether its reference could be one of ours, mistyped or not."""
    for result in results:
        result.mistyped = result.doubt == BankResult.Doubt.UNKNOWN and not is_reference(
            result.reference
        )
    return results


@access.roles(Role.FINANCE)
@require_POST
def post(request: HttpRequest, pk: int) -> HttpResponse:
    """Posts a file that a worker has left."""
    of = get_object_or_404(BankFile.objects.visible_to(account_of(request)), pk=pk)
    try:
        actions.post_file(actor_of(request), of)
    except actions.PostedError:
        messages.info(request, _("This file is posted."))
    return redirect("payments:bank_file", pk)


@access.roles(Role.FINANCE)
@require_POST
def resolve(request: HttpRequest, pk: int) -> HttpResponse:
    """Works off an answer by hand."""
    found = get_object_or_404(BankResult.objects.visible_to(account_of(request)), pk=pk)
    attempt(
        request,
        lambda: actions.resolve_result(
            actor_of(request),
            found,
            request.POST.get("reason", ""),
            request.POST.get("reference", ""),
        ),
        _("The answer is worked off."),
    )
    if request.POST.get("from") == "work":
        return redirect("payments:work")
    return redirect("payments:bank_file", found.file_id)


@access.roles(*READERS)
@require_GET
def work(request: HttpRequest) -> HttpResponse:
    """What is left to do: payments that did not arrive, or of which the bank says nothing, answers
    that fit nothing."""
    page = page_of(to_work_off().select_related("award", "batch", "account"), request.GET, "id")
    named(page.rows)
    late = unanswered()
    seen = BankResult.objects.visible_to(account_of(request))
    unmatched = seen.filter(resolved_at=None).exclude(doubt="").order_by("pk")
    context = {
        "page": page,
        "doubtful": _hinted(list(unmatched.select_related("file__upload", "order")[:200])),
        "unanswered": named(list(late.select_related("award", "batch").order_by("pk")[:200])),
        "unanswered_count": late.count(),
        "may": may_act(request),
    }
    return render(request, "payments/work.html", context)
