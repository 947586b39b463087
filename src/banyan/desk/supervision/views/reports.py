"""Bulletins of problem solving and scoreboards: drafts, what was published, the public page."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.bulletins.actions import fonts_missing
from banyan.desk.bulletins.documents import as_pdf, linked
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.models import Account
from banyan.desk.people.roles import OFFICIALS
from banyan.desk.records.labels import language
from banyan.desk.supervision.actions import reports as actions
from banyan.desk.supervision.forms import NewReportForm, ReportWordsForm
from banyan.desk.supervision.issuing import frame
from banyan.desk.supervision.models import Report
from banyan.desk.supervision.report_words import say, shown, split_code
from banyan.desk.supervision.scope import WHOLE_CITY, WRITERS, sees_all, writes
from banyan.desk.supervision.views.letters import TYPES, files_of, paper_file
from banyan.desk.supervision.views.scoreboard import chart, methods, shown_behind, tables
from banyan.desk.ui.paging import page_of
from banyan.desk.ui.typesetting import FontsMissingError


@access.visitors
@require_safe
def published(request: HttpRequest) -> HttpResponse:
    """The published scoreboards, for anybody."""
    found = Report.objects.visible_to(account_of(request)).filter(
        kind=Report.Kind.SCOREBOARD, state=Report.State.PUBLISHED
    )
    page = page_of(found.select_related("paper").defer("content"), request.GET, "-id", 30)
    return render(request, "supervision/published.html", {"page": page, "language": language()})


@access.visitors
@require_safe
def public(request: HttpRequest, number: str) -> HttpResponse:
    """A published scoreboard, for anybody: figures alone, nothing that leads to a case."""
    said = re.fullmatch(r"(20[0-9]{2})-([1-9][0-9]{0,3})", number)
    if said is None:
        raise Http404
    found = get_object_or_404(
        Report.objects.visible_to(account_of(request)).select_related("paper"),
        kind=Report.Kind.SCOREBOARD,
        paper__year=int(said[1]),
        paper__number=int(said[2]),
    )
    content = found.paper.content
    return render(
        request,
        "supervision/public.html",
        {
            "report": found,
            "title": content["words"][f"title_{language()}"],
            "remarks": content["words"][f"remarks_{language()}"] or content["words"]["remarks_zh"],
            "period": found.of,
            "tables": tables(content),
            "methods": methods(content),
            "chart": chart(content),
        },
    )


@access.roles(*OFFICIALS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What was published, and for those who see them the drafts."""
    account = account_of(request)
    seen = Report.objects.visible_to(account).select_related("paper", "made_by").defer("content")
    return render(
        request,
        "supervision/reports.html",
        {
            "page": page_of(seen.filter(state=Report.State.PUBLISHED), request.GET, "-id", 30),
            "drafts": list(seen.filter(state=Report.State.OPEN)[:30]) if sees_all(account) else [],
            "writes": writes(account),
            "language": language(),
        },
    )


@access.roles(*WRITERS)
def new(request: HttpRequest) -> HttpResponse:
    """The form of a new draft."""
    posted = request.method == "POST"
    form = NewReportForm(
        request.POST if posted else None,
        initial={name: request.GET.get(name) for name in ("kind", "period")},
    )
    if posted and form.is_valid():
        try:
            made = actions.draft_report(actor_of(request), **form.cleaned_data)
        except RefusedError as error:
            form.add_error(error.field or None, str(error))
        else:
            return redirect(made)
    status = 422 if form.errors else 200
    return render(request, "supervision/new_report.html", {"form": form}, status=status)


@access.roles(*OFFICIALS)
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft as it would be published, or what was; who writes changes a draft's words here."""
    account = account_of(request)
    found = _seen(account, pk)
    edits = writes(account) and found.state == Report.State.OPEN
    posted = request.method == "POST"
    if posted and not edits:
        raise Http404
    # of a copy, which the form fills before anybody has checked it
    form = ReportWordsForm(request.POST if posted else None, instance=Report.objects.get(pk=pk))
    if posted and form.is_valid():
        try:
            actions.edit_report(actor_of(request), found, form.cleaned_data)
        except RefusedError as error:
            messages.error(request, str(error))
        else:
            messages.success(request, _("Saved."))
        return redirect(found)
    context = {
        "report": found,
        "form": form,
        "edits": edits,
        "own": account is not None and found.changed_by_id == account.pk,
        "said": _said(found, lambda code: reverse("supervision:figure", args=[found.pk, code])),
        "papers": files_of(found.paper),
        "chart": chart(found.frozen),
    }
    status = 422 if form.errors else 200
    return render(request, "supervision/report.html", context, status=status)


@access.roles(*WRITERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Publishes, reckons again, or discards, as the button says."""
    found = _seen(account_of(request), pk)
    actor = actor_of(request)
    try:
        match request.POST.get("decision"):
            case "publish":
                made = actions.publish_report(actor, found, request.build_absolute_uri("/"))
                messages.success(request, _("Published as %(number)s.") % {"number": made.paper})
            case "refresh":
                actions.refresh_report(actor, found)
                messages.success(request, _("The figures have been reckoned again."))
            case "discard":
                actions.discard_report(actor, found)
                return redirect("supervision:reports")
            case _other:
                raise Http404
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*WHOLE_CITY)
@require_safe
def preview(request: HttpRequest, pk: int) -> HttpResponse:
    """The PDF of a draft, in the reader's language."""
    found = _seen(account_of(request), pk)
    address = request.build_absolute_uri
    said = _said(found, lambda code: address(reverse("supervision:figure", args=[found.pk, code])))
    try:
        made = as_pdf(said, timezone.localdate())
    except FontsMissingError:
        messages.error(request, fonts_missing())
        return redirect(found)
    return HttpResponse(made, content_type=TYPES["pdf"])


@access.roles(*OFFICIALS)
@require_safe
def figure(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """The cases behind a figure, with the figure as it was frozen."""
    found = _seen(account_of(request), pk)
    try:
        group, key, of = split_code(code)
    except ValueError:
        raise Http404 from None
    content = found.content
    rows = {
        row["code"]: row["scores"] for row in content["counties" if group == "county" else "units"]
    }
    scores = rows.get(key) if key else content["total"]
    forms = {one["code"]: one["form"] for one in content["indicators"]}
    if scores is None or of not in scores:
        raise Http404
    value = shown(scores[of]["value"], forms[of])
    return shown_behind(request, found.of, code, value, found.get_absolute_url())


@access.visitors
@require_safe
def document(request: HttpRequest, pk: int, language: str, form: str) -> HttpResponse:
    """A file of what was published, as it was kept; of a scoreboard for anybody."""
    return paper_file(_seen(account_of(request), pk).paper, language, form)


def _said(found: Report, address_of: Callable[[str], str]) -> dict[str, Any]:
    """The report in words; of what was published as it is frozen."""
    paper = found.paper
    content = (
        paper.content
        if paper is not None
        else found.content
        | {
            "kind": found.kind,
            "words": {name: getattr(found, name) for name in actions.TITLES_AND_REMARKS},
        }
    )
    said = frame(
        say(content, language()),
        language(),
        year=paper.year if paper is not None else timezone.localdate().year,
        number=paper.number if paper is not None else None,
        day=paper.issued_on if paper is not None else None,
    )
    made: dict[str, Any] = linked(said, address_of)
    return made


def _seen(account: Account | None, pk: int) -> Report:
    found: Report = get_object_or_404(
        Report.objects.visible_to(account).select_related(
            "paper", "made_by", "changed_by", "published_by"
        ),
        pk=pk,
    )
    return found
