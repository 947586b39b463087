"""The key enterprises: the list, a page each, their reports, and lists of figures in files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef, QuerySet
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
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import State
from banyan.desk.monitoring import actions, amounts, charts, exporting, importing
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.figures import months_back, reporting
from banyan.desk.monitoring.forms import ReportForm
from banyan.desk.monitoring.models import (
    Figures,
    FigureVersion,
    Finding,
    KeyEnterprise,
    MonthlyFigure,
)
from banyan.desk.monitoring.reading import beside_peers_of, division_of
from banyan.desk.monitoring.rules import WARNING
from banyan.desk.monitoring.scope import OFFICERS, READERS, REPORTERS
from banyan.desk.monitoring.wording import sentence
from banyan.desk.people import access
from banyan.desk.records import labels, search
from banyan.desk.records.importing import archive
from banyan.desk.records.models import Organization
from banyan.desk.records.views.downloads import attached, workbook
from banyan.desk.records.views.whole_lists import list_page
from banyan.desk.ui.paging import page_of

BACK = (12, 24, 36)


@access.roles(*READERS)
@require_safe
def enterprises(request: HttpRequest) -> HttpResponse:
    """Those that report, filtered; what each reported of the month before."""
    account = access.account_of(request)
    month = _month(request) or first_day(months_back(1)[0])
    question = _question(request)
    page = page_of(_found(request, question).select_related("organization"), request.GET, "id")
    codes = [one.organization_id for one in page.rows]
    reported = MonthlyFigure.objects.filter(organization__in=codes, month=month)
    held = {one.organization_id: one for one in reported}
    warned = set(
        Case.objects.filter(kind=WARNING, organization__in=codes)
        .exclude(state=State.CLOSED)
        .values_list("organization_id", flat=True)
    )
    column = Organization.table.column("county")
    context = {
        "page": page,
        "rows": [
            {
                "one": one.organization,
                "county": labels.word_label("county", one.organization.county),
                "reported": one.organization_id in held,
                "warned": one.organization_id in warned,
                "output": amounts.written("output", held[one.organization_id].output)
                if one.organization_id in held
                else "",
            }
            for one in page.rows
        ],
        "month": f"{month:%Y-%m}",
        "asked_month": request.GET.get("month", ""),
        "months": [f"{first_day(one):%Y-%m}" for one in reversed(months_back(max(BACK)))],
        "categories": list(kind_of(WARNING).categories.values()),
        "question": question,
        "show": request.GET.get("show", ""),
        "county": request.GET.get("county", ""),
        "counties": []
        if account is None or account.county
        else [(code, labels.word_label("county", code)) for code in labels.listed(column)],
        "query": request.GET.urlencode(),
        "officer": account is not None and account.role in OFFICERS,
    }
    return render(request, "monitoring/enterprises.html", context)


def _question(request: HttpRequest) -> search.Question:
    text = request.GET.get("q", "").replace("\x00", "")
    return search.Question(text[:100], dict.fromkeys(search.THINGS, ""))


def _month(request: HttpRequest) -> date | None:
    return importing.month_of(request.GET.get("month", "").replace("\x00", ""))


def _found(request: HttpRequest, question: search.Question) -> QuerySet[Any]:
    """Those that report now, or that had to report the month that is asked for."""
    account = access.account_of(request)
    asked = _month(request)
    month = asked or first_day(months_back(1)[0])
    found: QuerySet[Any] = reporting(account, asked or timezone.localdate())
    if question.text.strip():
        found = found.filter(organization__in=search.ask(account, question).values("pk"))
    county = request.GET.get("county", "").replace("\x00", "")
    if county:
        found = found.filter(organization__county=county)
    show = request.GET.get("show", "")
    reported = MonthlyFigure.objects.filter(organization=OuterRef("organization"), month=month)
    if show == "missing":
        found = found.filter(~Exists(reported), since__lte=month)
    elif show == "reported":
        found = found.filter(Exists(reported))
    elif show == "warned":
        warned = Case.objects.filter(kind=WARNING, organization=OuterRef("organization"))
        found = found.filter(Exists(warned.exclude(state=State.CLOSED)))
    elif show:
        fell = Finding.objects.filter(organization=OuterRef("organization"), month=month)
        found = found.filter(Exists(fell.filter(category=show.replace("\x00", ""))))
    return found


@access.roles(*READERS)
@require_safe
def export(request: HttpRequest, form: str) -> HttpResponseBase:
    """The figures of the last twelve months of the enterprises in the list, as it is filtered."""
    within = _found(request, _question(request)).values("organization_id")
    found = MonthlyFigure.objects.visible_to(access.account_of(request)).filter(
        organization__in=within, month__gte=first_day(months_back(12)[0])
    )
    found = found.order_by("organization_id", "month")
    name = f"monitoring-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        rows = StreamingHttpResponse(exporting.csv_of(found), content_type="text/csv")
        return attached(rows, name)
    if form != "xlsx":
        raise Http404
    file = FileResponse(exporting.workbook_of(found), content_type=archive.WORKBOOK_TYPE)
    return attached(file, name)


@access.roles(*READERS)
@require_safe
def enterprise(request: HttpRequest, uscc: str) -> HttpResponse:
    """An enterprise's months as charts and tables, what the rules found, its corrections."""
    account = access.account_of(request)
    organization = _organization(request, uscc)
    asked = request.GET.get("months", "")
    back = int(asked) if asked in map(str, BACK) else 24
    months = months_back(back)
    held = charts.figures_of(uscc, months[0] - 12, months[-1])
    findings = list(
        Finding.objects.visible_to(account)
        .filter(organization=uscc, month__gte=first_day(months[0]))
        .order_by("-month", "rule")
    )
    marked: dict[str, set[date]] = {}
    for one in findings:
        marked.setdefault(one.category, set()).add(one.month)
    division = division_of(organization.industry)
    cases = Case.objects.visible_to(account).filter(kind=WARNING, organization=uscc)
    corrected = FigureVersion.objects.visible_to(account).filter(
        figure__organization=uscc, figure__version__gt=1
    )
    key = KeyEnterprise.objects.filter(organization=uscc, until__isnull=True).first()
    context = {
        "organization": organization,
        "county": labels.word_label("county", organization.county),
        "charts": [
            charts.of_indicator(code, held, months, marked.get(code, set())) for code in amounts.ALL
        ],
        "peers": charts.beside_peers(beside_peers_of(uscc, division, months, "output"))
        if division and key is not None
        else None,
        "findings": [
            (f"{one.month:%Y-%m}", sentence(vars(one)), one.case_id) for one in findings[:50]
        ],
        "warnings": cases.order_by("-pk")[:20],
        "versions": [
            (
                one,
                f"{one.figure.month:%Y-%m}",
                [amounts.written(c, v) for c, v in one.values.items()],
            )
            for one in corrected.select_related("figure", "reported_by").order_by("-pk")[:50]
        ],
        "indicators": list(amounts.ALL.values()),
        "back": back,
        "offered": BACK,
        "key": key,
        "officer": account is not None and account.role in OFFICERS,
    }
    return render(request, "monitoring/enterprise.html", context)


def _written(one: Figures) -> list[str]:
    return [amounts.written(code, value) for code, value in one.values.items()]


def _organization(request: HttpRequest, uscc: str) -> Any:
    seen = Organization.objects.visible_to(access.account_of(request))
    return get_object_or_404(seen, pk=uscc)


@access.roles(*OFFICERS)
@require_POST
def watch(request: HttpRequest, uscc: str) -> HttpResponse:
    """Begins or ends that the enterprise reports."""
    organization = _organization(request, uscc)
    actor = access.actor_of(request)
    today = timezone.localdate()
    key = KeyEnterprise.objects.filter(organization=organization, until__isnull=True).first()
    try:
        if "end" in request.POST and key is not None:
            actions.unwatch(actor, key, today)
        else:
            actions.watch(actor, organization, first_day(month_number(today) - 1))
    except RefusedError as error:
        messages.error(request, str(error))
    return redirect("monitoring:enterprise", uscc)


@access.roles(*REPORTERS)
def report(request: HttpRequest, uscc: str) -> HttpResponse:
    """The form of a month's figures; what is there already can be corrected."""
    organization = _organization(request, uscc)
    given = MonthlyFigure.objects.filter(organization=organization)
    if request.method == "POST":
        form = ReportForm(request.POST)
        if form.is_valid():
            try:
                actions.report_figures(
                    access.actor_of(request),
                    organization,
                    form.month,
                    form.values,
                    MonthlyFigure.Source.FORM,
                )
            except RefusedError as error:
                form.add_error(error.field or None, str(error))
            else:
                messages.success(request, _("The figures are reported. Thank you."))
                return redirect("monitoring:report", uscc)
    else:
        month = importing.month_of(request.GET.get("month", "")) or first_day(months_back(1)[0])
        form = ReportForm(initial=_initial(given.filter(month=month).first(), month))
    last = given.order_by("-month")[:6]
    context = {
        "form": form,
        "organization": organization,
        "indicators": list(amounts.ALL.values()),
        "last": [(f"{one.month:%Y-%m}", _written(one)) for one in last],
    }
    return render(request, "monitoring/report.html", context, status=422 if form.errors else 200)


def _initial(figure: MonthlyFigure | None, month: date) -> dict[str, Any]:
    given: dict[str, Any] = {"month": f"{month:%Y-%m}"}
    if figure is not None:
        for code, value in figure.values.items():
            given[code] = "" if value is None else f"{amounts.plain(code, value):f}"
    return given


@access.roles(*OFFICERS)
def import_list(request: HttpRequest) -> HttpResponse:
    """Takes a list of figures, all of it or nothing; its faults by row."""
    return list_page(
        request,
        "monitoring/import.html",
        {},
        lambda path, name: importing.read_figures(path, name, access.account_of(request)),
        lambda rows, name: actions.import_figures(access.actor_of(request), rows, name),
    )


@access.roles(*OFFICERS)
@require_safe
def import_template(request: HttpRequest) -> HttpResponseBase:
    return workbook(importing.template(), "monthly-figures.xlsx")
