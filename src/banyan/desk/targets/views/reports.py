"""Actual values that people report: the form, lists in files, and how they are confirmed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.contrib import messages
from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.obligations.proposal_pages import decide as decide_on
from banyan.desk.people import access
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.importing import archive
from banyan.desk.records.views.downloads import attached, workbook
from banyan.desk.records.views.sending import sent_file, sent_files
from banyan.desk.records.views.whole_lists import shown_faults
from banyan.desk.targets import importing
from banyan.desk.targets.actions import reporting
from banyan.desk.targets.actions.reporting import Stated
from banyan.desk.targets.amounts import written
from banyan.desk.targets.forms import ReportForm
from banyan.desk.targets.models import Report, Value
from banyan.desk.targets.periods import period_name
from banyan.desk.targets.scope import DECIDERS, READERS, REPORTERS, may_report
from banyan.desk.targets.views.indicator import declared
from banyan.desk.targets.views.overview import bar
from banyan.desk.ui.paging import page_of

SEE_REPORTS = tuple(role for role in READERS if role != Role.COUNTY)


@access.roles(*REPORTERS)
def report_value(request: HttpRequest, code: str) -> HttpResponse:
    """The form of one value."""
    indicator = declared(code)
    if not may_report(access.account_of(request), indicator):
        raise Http404
    posted = request.method == "POST"
    form = ReportForm(indicator, *((request.POST, request.FILES) if posted else ()))
    if posted and form.is_valid():
        given = form.cleaned_data
        stated = Stated(code, given.get("county", ""), given["period"], given["value"])
        try:
            with sent_files(request, "evidence") as files:
                made = reporting.report_values(
                    access.actor_of(request), [stated], *files[0], note=given["note"]
                )
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Reported. Another person confirms it."))
            return redirect(made)
    context = {"indicator": indicator, "form": form, "within": True}
    return render(request, "targets/report_value.html", context, status=422 if form.errors else 200)


@access.roles(*SEE_REPORTS)
@require_safe
def reports(request: HttpRequest) -> HttpResponse:
    """What was reported, the newest first."""
    account = access.account_of(request)
    found = Report.objects.visible_to(account).select_related("proposed_by", "decided_by")
    page = page_of(found.prefetch_related("values"), request.GET, "-id")
    context = bar(request) | {
        "page": page,
        "rows": [
            {"report": one, "values": _values(one)[:3], "more": _more(one)} for one in page.rows
        ],
    }
    return render(request, "targets/reports.html", context)


def _more(report: Report) -> int:
    return max(0, len(report.values.all()) - 3)


def _values(report: Report) -> list[dict[str, Any]]:
    rows = []
    for one in report.values.all():
        indicator = one.declared
        if indicator is not None:
            rows.append(
                {
                    "indicator": indicator,
                    "county": labels.word_label("county", one.county) if one.county else "",
                    "period": period_name(indicator, one.period),
                    "value": written(indicator, one.value),
                    "key": (one.indicator, one.county, one.period),
                }
            )
    return rows


def _visible(request: HttpRequest, pk: int) -> Report:
    found = Report.objects.visible_to(access.account_of(request)).select_related(
        "evidence", "proposed_by", "decided_by"
    )
    one: Report = get_object_or_404(found, pk=pk)
    return one


@access.roles(*SEE_REPORTS)
@require_safe
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """What is reported beside what stands, with the evidence; who confirms does it here."""
    one = _visible(request, pk)
    rows = _values(one)
    codes = {row["indicator"].code for row in rows}
    standing = {
        (row.indicator, row.county, row.period): row
        for row in Value.objects.filter(indicator__in=codes)
    }
    for row in rows:
        before = standing.get(row["key"])
        row["before"] = written(row["indicator"], None if before is None else before.value)
    account = access.account_of(request)
    own = account is not None and one.proposed_by_id == account.pk
    context = bar(request) | {
        "report": one,
        "rows": rows,
        "decides": account is not None and (account.role in DECIDERS or own),
    }
    return render(request, "targets/report.html", context)


@access.roles(*REPORTERS)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, refuses or withdraws."""
    return decide_on(
        request,
        _visible(request, pk),
        confirm=reporting.confirm,
        refuse=reporting.refuse,
        withdraw=reporting.withdraw,
        confirmed=_("Confirmed: the values count from now on."),
    )


@access.roles(*SEE_REPORTS)
@require_safe
def evidence(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The file that shows the values."""
    kept = _visible(request, pk).evidence
    return attached(FileResponse(kept.file.open(), content_type=kept.content_type), kept.name)


@access.roles(*REPORTERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Takes a list of values: one report, whose evidence is the list itself; its faults by row."""
    context: dict[str, Any] = {"faults": [], "fault": ""}
    if request.method == "POST":
        try:
            with sent_file(request) as (path, name):
                made = _imported(request, path, name, context)
        except RefusedError as error:
            context["fault"] = str(error)
        else:
            if made is not None:
                messages.success(request, _("Reported. Another person confirms it."))
                return redirect(made)
    refused = context["fault"] or context["faults"]
    return render(request, "targets/import.html", context, status=422 if refused else 200)


def _imported(
    request: HttpRequest, path: Path, name: str, context: dict[str, Any]
) -> Report | None:
    read = importing.read_values(path, name, access.account_of(request))
    if read.faults:
        context |= shown_faults(read.faults)
        return None
    return reporting.report_values(
        access.actor_of(request), read.stated, path, name, origin=Report.Origin.LIST
    )


@access.roles(*REPORTERS)
@require_safe
def template(request: HttpRequest) -> HttpResponseBase:
    return workbook(importing.template(access.account_of(request)), "indicators.xlsx")


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """All values that the account sees."""
    found = Value.objects.visible_to(access.account_of(request))
    found = found.order_by("indicator", "county", "period")
    name = f"targets-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        rows = StreamingHttpResponse(importing.csv_of(found), content_type="text/csv")
        return attached(rows, name)
    if form != "xlsx":
        raise Http404
    file = FileResponse(importing.workbook_of(found), content_type=archive.WORKBOOK_TYPE)
    return attached(file, name)
