"""Reports of months and investments of years: given, looked at, decided on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.obligations.proposal_pages import decide
from banyan.desk.people import access
from banyan.desk.people.access import account_of, actor_of
from banyan.desk.people.roles import Role
from banyan.desk.projects.actions import reporting, years
from banyan.desk.projects.actions.reporting import Progress
from banyan.desk.projects.actions.years import Invested
from banyan.desk.projects.forms import ReportForm, YearForm
from banyan.desk.projects.lighting import confirmed_reports
from banyan.desk.projects.models import PlanMonth, Project, Report, YearInvestment
from banyan.desk.projects.months import month_of, moved, read_month
from banyan.desk.projects.scope import READERS, REPORTERS
from banyan.desk.projects.views.parts import may_report, visible
from banyan.desk.records.labels import column_label
from banyan.desk.records.views.sending import sent_files


@access.roles(*REPORTERS)
@require_http_methods(["GET", "POST"])
def give_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a month's report; what is confirmed can be corrected."""
    one = visible(request, pk)
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            try:
                with sent_files(request, "files") as files:
                    made = reporting.give_report(
                        actor_of(request), one, Progress(**form.cleaned_data), files
                    )
            except RefusedError as error:
                form.add_error(error.field if error.field in form.fields else None, str(error))
            else:
                messages.success(request, _("Reported; the county confirms it."))
                return redirect(made)
    else:
        form = ReportForm(initial=_initial(request, one))
    confirmed = confirmed_reports([one.pk]).get(one.pk, {})
    planned = {plan.month: plan for plan in PlanMonth.objects.filter(project=one)}
    context = {
        "project": one,
        "form": form,
        "may": may_report(request, one) and one.declared_stage.reported,
        "rows": [
            (month, planned.get(month), confirmed.get(month))
            for month in sorted({*planned, *confirmed}, reverse=True)
            if month < month_of(timezone.localdate())
        ][:12],
    }
    status = 422 if form.errors else 200
    return render(request, "projects/give_report.html", context, status=status)


def _initial(request: HttpRequest, one: Project) -> dict[str, Any]:
    month = read_month(request.GET.get("month", ""))
    if month is None:
        month = moved(month_of(timezone.localdate()), -1)
    known = confirmed_reports([one.pk]).get(one.pk, {}).get(month)
    given: dict[str, Any] = {"month": f"{month:%Y-%m}"}
    if known is not None:
        for name in ("percent", "invested", "words", "hindrance"):
            given[name] = getattr(known, name)
    return given


@access.roles(*READERS)
@require_safe
def report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A month's report, beside what was planned and what was confirmed before."""
    one = visible(request, pk)
    found = _report(one, number)
    account = account_of(request)
    plan = PlanMonth.objects.filter(project=one, month__lte=found.month).order_by("-month").first()
    earlier = (
        Report.objects.filter(project=one, state="confirmed", month__lte=found.month)
        .exclude(pk=found.pk)
        .order_by("-month", "-version")
        .first()
    )
    officers = (Role.COUNTY, Role.CITY)
    context = {
        "project": one,
        "report": found,
        "plan": plan,
        "earlier": earlier,
        "files": found.files.select_related("upload"),
        "decides": account is not None
        and (account.role in officers or found.proposed_by_id == account.pk),
    }
    return render(request, "projects/report.html", context)


def _report(one: Project, number: int) -> Report:
    rows = Report.objects.filter(project=one).select_related("project", "proposed_by", "decided_by")
    found: Report = get_object_or_404(rows, pk=number)
    return found


@access.roles(*REPORTERS)
@require_POST
def decide_report(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Confirms, refuses or withdraws a report."""
    return decide(
        request,
        _report(visible(request, pk), number),
        confirm=reporting.confirm_report,
        refuse=reporting.refuse_report,
        withdraw=reporting.withdraw_report,
        confirmed=_("Confirmed; the light of the project follows."),
    )


@access.roles(*REPORTERS)
@require_http_methods(["GET", "POST"])
def propose_year(request: HttpRequest, pk: int) -> HttpResponse:
    """The form of a year's investment."""
    one = visible(request, pk)
    form = YearForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = dict(form.cleaned_data)
        reason = given.pop("reason")
        try:
            with sent_files(request, "files") as files:
                made = years.propose_year(actor_of(request), one, Invested(**given), reason, files)
        except RefusedError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("Sent; a city officer verifies it."))
            return redirect(made)
    context = {"project": one, "form": form, "may": may_report(request, one)}
    status = 422 if form.errors else 200
    return render(request, "projects/propose_year.html", context, status=status)


@access.roles(*READERS)
@require_safe
def year(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """A year's investment with its evidence."""
    one = visible(request, pk)
    found = _year(one, number)
    account = account_of(request)
    context = {
        "project": one,
        "year": found,
        "figures": [
            (column_label("project_years", name), getattr(found, name)) for name in years.MONEY
        ],
        "key": years.is_municipal_key(one, found.year),
        "files": found.files.select_related("upload"),
        "decides": account is not None
        and (account.role == Role.CITY or found.proposed_by_id == account.pk),
    }
    return render(request, "projects/year.html", context)


def _year(one: Project, number: int) -> YearInvestment:
    rows = YearInvestment.objects.filter(project=one).select_related(
        "project", "proposed_by", "decided_by"
    )
    found: YearInvestment = get_object_or_404(rows, pk=number)
    return found


@access.roles(*REPORTERS)
@require_POST
def decide_year(request: HttpRequest, pk: int, number: int) -> HttpResponse:
    """Verifies, refuses or withdraws a year's investment."""
    return decide(
        request,
        _year(visible(request, pk), number),
        confirm=years.verify_year,
        refuse=years.refuse_year,
        withdraw=years.withdraw_year,
        confirmed=_("Verified: it is on record, and the settlement of the year counts with it."),
    )
