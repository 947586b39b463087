"""The auditors' pages: ``/audit/…``. They stand here because audit itself lies below accounts and
knows nothing of roles."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from banyan.desk.audit.action_words import words_of
from banyan.desk.audit.changes import changes_of, subject_of
from banyan.desk.audit.export import lines
from banyan.desk.audit.filters import EntryFilter
from banyan.desk.audit.models import Entry, Head
from banyan.desk.audit.words import VIA_WORDS
from banyan.desk.people.access import account_of, actor_of, roles
from banyan.desk.people.actions.auditing import export_audit
from banyan.desk.people.roles import Role
from banyan.desk.people.tasks import verify_chain
from banyan.desk.ui.paging import page_of


def shown(entry: Entry) -> dict[str, Any]:
    """An entry as pages show it."""
    return {"entry": entry, "words": words_of(entry.action), "subject": subject_of(entry)}


@roles(Role.AUDITOR, Role.SUPERVISOR)
@require_GET
def entries(request: HttpRequest) -> HttpResponse:
    form = EntryFilter(request.GET)
    page = page_of(form.chosen(), request.GET, "-number")
    context = {
        "form": form,
        "page": page,
        "rows": [shown(entry) for entry in page.rows],
        "query": request.GET.urlencode(),
        "verified": _last_verification(),
    }
    return render(request, "audit/entries.html", context)


@roles(Role.AUDITOR, Role.SUPERVISOR)
@require_GET
def entry(request: HttpRequest, number: int) -> HttpResponse:
    one = get_object_or_404(Entry.objects.select_related("actor__unit"), pk=number)
    head = Head.objects.get(pk=1)
    context = {
        **shown(one),
        "via": VIA_WORDS.get(one.via, one.via),
        "changes": changes_of(one),
        "holds": one.hash == one.digest(),
        "earlier": number - 1,
        "later": number + 1 if number < head.number else None,
    }
    return render(request, "audit/entry.html", context)


@roles(Role.AUDITOR, Role.SUPERVISOR)
@require_POST
def export(request: HttpRequest) -> HttpResponseBase:
    """The chosen entries as a file; that somebody took them is an entry of its own, and is not in
    the file."""
    form = EntryFilter(request.POST)
    if not form.is_valid():
        return redirect("audit:entries")
    last = Head.objects.get(pk=1).number
    export_audit(actor_of(request), form.said())
    chosen = form.chosen().filter(number__lte=last).order_by("-number")
    name = f"audit-{timezone.localdate():%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        lines(chosen.iterator(chunk_size=2000)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@roles(Role.AUDITOR, Role.SUPERVISOR)
@require_GET
def chain(request: HttpRequest) -> HttpResponse:
    context = {"head": Head.objects.get(pk=1), "verified": _last_verification()}
    return render(request, "audit/chain.html", context)


@roles(Role.AUDITOR)
@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    account = account_of(request)
    assert account is not None
    verify_chain.enqueue(account.pk)
    messages.info(request, _("The chain is being verified; its result appears on this page."))
    return redirect("audit:chain")


def _last_verification() -> Entry | None:
    verifications = Entry.objects.filter(action="audit.verify").select_related("actor__unit")
    return verifications.order_by("-number").first()
