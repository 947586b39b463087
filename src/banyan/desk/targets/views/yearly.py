"""The yearly reports: drafts, what is published, and their files."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.bulletins.actions import fonts_missing
from banyan.desk.bulletins.views import IN_ITSELF, TYPES
from banyan.desk.obligations.proposal_pages import decide as decide_on
from banyan.desk.people import access
from banyan.desk.records.labels import language as shown_language
from banyan.desk.targets.actions import yearly as actions
from banyan.desk.targets.forms import YearlyForm
from banyan.desk.targets.models import YearlyDocument, YearlyReport
from banyan.desk.targets.scope import READERS, WRITERS
from banyan.desk.targets.yearly import as_file, said
from banyan.desk.ui.typesetting import FontsMissingError


def _writes(request: HttpRequest) -> bool:
    account = access.account_of(request)
    return account is not None and account.role in WRITERS


@access.roles(*READERS)
def yearly(request: HttpRequest) -> HttpResponse:
    """What was published, and for who writes the drafts and the form of a new one."""
    writes = _writes(request)
    posted = request.method == "POST"
    if posted and not writes:
        raise Http404
    form = YearlyForm(*((request.POST,) if posted else ()))
    if posted and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.draft_report(
                access.actor_of(request),
                given["year"],
                remarks_zh=given["remarks_zh"],
                remarks_en=given["remarks_en"],
            )
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(made)
    found = YearlyReport.objects.visible_to(access.account_of(request)).defer("content")
    context = {
        "reports": found.select_related("proposed_by", "decided_by").order_by("-year", "-id"),
        "writes": writes,
        "form": form,
    }
    return render(request, "targets/yearly.html", context, status=422 if form.errors else 200)


def _visible(request: HttpRequest, pk: int) -> YearlyReport:
    found = YearlyReport.objects.visible_to(access.account_of(request))
    one: YearlyReport = get_object_or_404(found.select_related("proposed_by", "decided_by"), pk=pk)
    return one


@access.roles(*READERS)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A report in words, with its files."""
    one = _visible(request, pk)
    context = {
        "report": one,
        "said": said(one, shown_language()),
        "documents": [(file, IN_ITSELF[file.language]) for file in one.documents.defer("file")],
        "writes": _writes(request),
    }
    return render(request, "targets/yearly_report.html", context)


@access.roles(*WRITERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes, refuses or withdraws."""
    return decide_on(
        request,
        _visible(request, pk),
        confirm=actions.publish_report,
        refuse=actions.refuse_report,
        withdraw=actions.withdraw_report,
        confirmed=_("The report is published."),
    )


@access.roles(*WRITERS)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a draft, in the reader's language."""
    one = _visible(request, pk)
    try:
        made = as_file(said(one, shown_language()), "pdf", timezone.localdate())
    except FontsMissingError:
        messages.error(request, fonts_missing())
        return redirect(one)
    return HttpResponse(made, content_type=TYPES["pdf"])


@access.roles(*READERS)
@require_safe
def document(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """A file of a published report, as it was kept."""
    one = _visible(request, pk)
    kept = get_object_or_404(YearlyDocument, report=one, language=language, form=form)
    name = f"targets-{one.year}-{language}.{form}"
    return HttpResponse(
        bytes(kept.file),
        content_type=TYPES[form],
        headers={"Content-Disposition": f'inline; filename="{name}"'},
    )
