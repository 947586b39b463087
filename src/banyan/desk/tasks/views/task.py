"""A task: how far it is, what is in its way, how it ends; and a unit's month."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from banyan.desk.audit import RefusedError
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.views.parts import text_of
from banyan.desk.obligations.proposal_pages import decide as decide_proposal
from banyan.desk.people import access
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.labels import language
from banyan.desk.records.views.downloads import attached
from banyan.desk.records.views.sending import sent_files
from banyan.desk.tasks import actions
from banyan.desk.tasks.actions.reporting import PROBLEM
from banyan.desk.tasks.forms import MONTHS_OFFERED, ReportForm, UnitsForm
from banyan.desk.tasks.holding import lacking, leads, takes_part
from banyan.desk.tasks.lights import limits, planned
from banyan.desk.tasks.listing import line_of
from banyan.desk.tasks.models import Ending, Evidence, Milestone, Task, waiting
from banyan.desk.tasks.scope import READERS, WORKING

_SHOWN = 24


@access.roles(*READERS)
@require_safe
def task(request: HttpRequest, pk: int) -> HttpResponse:
    """One task."""
    return _shown(request, _seen(request, pk))


@access.roles(*WORKING)
@require_POST
def change(request: HttpRequest, pk: int) -> HttpResponse:
    """Does with the task what the button says."""
    found = _seen(request, pk)
    form = None
    try:
        if request.POST.get("do") == "report":
            form = _report_form(request, found)
            if not form.is_valid():
                return _shown(request, found, form)
            with sent_files(request, "files") as files:
                actions.report(access.actor_of(request), form.given(), files)
            messages.success(request, _("The report stands with the task."))
        else:
            _change(request, found)
    except RefusedError as error:
        if form is not None:
            form.add_error(error.field if error.field in form.fields else None, str(error))
            return _shown(request, found, form)
        messages.error(request, str(error))
    return redirect(found)


@access.roles(*WORKING)
@require_POST
def decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Confirms, returns or takes back what was said of the end of a task."""
    found = _seen(request, pk)
    ending = waiting(found)
    if ending is None:
        messages.error(request, _("Nothing of this task waits to be decided any more."))
        return redirect(found)
    done = ending.outcome == Ending.Outcome.DONE
    return decide_proposal(
        request,
        ending,
        confirm=actions.confirm_done if done else actions.confirm_dropping,
        refuse=actions.return_task if done else actions.refuse_dropping,
        withdraw=actions.take_back,
        confirmed=_("The task is done.") if done else _("The task is dropped."),
    )


@access.roles(*READERS)
@require_safe
def file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A file of a report, to whoever sees the task."""
    seen = Task.objects.visible_to(access.account_of(request))
    rows = Evidence.objects.filter(report__task__in=seen).select_related("upload")
    upload = get_object_or_404(rows, pk=pk).upload
    return attached(
        FileResponse(upload.file.open("rb"), content_type=upload.content_type), upload.name
    )


@access.roles(*WORKING)
def month(request: HttpRequest, month: str) -> HttpResponse:
    """What one's unit has not reported of a month, all on one page."""
    account = access.account_of(request)
    assert account is not None
    asked = _month_of(month)
    unit = account.unit_id or 0
    tasks = list(lacking(unit, asked).select_related("list").order_by("due_on", "pk")[: _SHOWN + 1])
    fault: RefusedError | None = None
    if request.method == "POST":
        given = [one for task in tasks if (one := _given(request, task, asked)) is not None]
        try:
            made = actions.report_month(access.actor_of(request), given)
        except RefusedError as error:
            fault = error
        else:
            messages.success(request, _("%(count)s tasks are reported.") % {"count": len(made)})
            return redirect("tasks:month", month)
    rows = [
        {
            "task": one,
            "figure": request.POST.get(f"figure-{one.pk}", ""),
            "words": request.POST.get(f"words-{one.pk}", ""),
            "obstacles": request.POST.get(f"obstacles-{one.pk}", ""),
            "open": fault is not None and fault.field == str(one.pk),
        }
        for one in tasks[:_SHOWN]
    ]
    return render(
        request,
        "tasks/month.html",
        {
            "month": asked,
            "rows": rows,
            "more": len(tasks) > _SHOWN,
            "fault": fault,
            "unit": account.unit,
        },
        status=422 if fault else 200,
    )


def _change(request: HttpRequest, found: Task) -> None:
    actor = access.actor_of(request)
    given = request.POST
    match given.get("do"):
        case "reach":
            milestones = Milestone.objects.filter(task=found).select_related("task")
            one = get_object_or_404(milestones, pk=_number(request, "milestone"))
            actions.reach(actor, one, given.get("note", ""))
        case "report_done":
            actions.report_done(actor, found, text_of(request, "reason")[:1000])
            messages.success(request, _("A second person of the city checks it now."))
        case "propose_dropping":
            actions.propose_dropping(actor, found, text_of(request, "reason")[:1000])
            messages.success(request, _("A second person of the city decides on it now."))
        case "assign":
            form = UnitsForm(given)
            if not form.is_valid():
                raise RefusedError(_("Choose the unit that leads."), "lead")
            actions.assign(
                actor, found, form.cleaned_data["lead"], list(form.cleaned_data["helpers"])
            )
        case "raise":
            case = actions.raise_problem(
                actor,
                found,
                category=given.get("category", ""),
                title=given.get("title", ""),
                text=text_of(request, "text"),
            )
            messages.success(
                request,
                _("It is in the ledger as %(reference)s.") % {"reference": case.reference},
            )
        case _other:
            raise Http404


def _shown(request: HttpRequest, found: Task, form: ReportForm | None = None) -> HttpResponse:
    account = access.account_of(request)
    today = timezone.localdate()
    lead = leads(account, found) and not found.list.is_draft
    works = lead and found.with_unit
    city = account is not None and account.role == Role.CITY
    ending = waiting(found)
    reports = list(
        found.reports.select_related("by").prefetch_related("files__upload")[: _SHOWN + 1]
    )
    open_milestones = [one for one in found.milestones.all() if one.reached_on is None]
    short = found.target is not None and (found.number or 0) < found.target
    article = declared_pack().articles[found.article]
    context: dict[str, Any] = {
        "task": found,
        "line": line_of(found, today),
        "limits": limits(),
        "planned": planned(found, today) if not found.is_over else None,
        "article_title": article.title[language()],
        "milestones": list(found.milestones.all()),
        "today": today,
        "reports": reports[:_SHOWN],
        "latest": _latest(reports),
        "more_reports": len(reports) > _SHOWN,
        "form": (form or _report_form(request, found)) if works else None,
        "reporting": form is not None,
        "works": works,
        "may_finish": works and not open_milestones and not short and ending is None,
        "ending": ending,
        "decides": ending is not None
        and account is not None
        and (city or ending.proposed_by_id == account.pk),
        "last_ending": None if ending else found.endings.first(),
        "may_drop": (city or lead) and found.with_unit and ending is None,
        "helpers": [one.unit for one in found.help.select_related("unit")],
        "units_form": _units_form(found) if city and not found.is_over else None,
        "cases": _cases(account, found),
        "may_raise": not found.is_over and not found.list.is_draft and takes_part(account, found),
        "categories": kind_of(PROBLEM).categories.values(),
        "draft": city and found.list.is_draft,
    }
    return render(request, "tasks/task.html", context, status=422 if form is not None else 200)


def _report_form(request: HttpRequest, found: Task) -> ReportForm:
    today = timezone.localdate()
    months = _months(found, today)
    if request.method == "POST" and request.POST.get("do") == "report":
        return ReportForm(request.POST, task=found, months=months)
    reported = set(found.reports.values_list("month", flat=True))
    lately = [one for one in months[:2] if one not in reported]
    first = lately[-1] if lately else months[0] if months else None
    return ReportForm(
        task=found, months=months, initial={"month": first.isoformat() if first else ""}
    )


def _months(found: Task, today: date) -> list[date]:
    """The months that can be reported, the present one first."""
    offered: list[date] = []
    one = today.replace(day=1)
    while one >= found.starts_on.replace(day=1) and len(offered) < MONTHS_OFFERED:
        offered.append(one)
        one = (one.replace(day=1) - _ONE_DAY).replace(day=1)
    return offered


_ONE_DAY = timedelta(days=1)


def _latest(reports: list[Any]) -> set[int]:
    """Of each month the report that holds."""
    found: dict[date, int] = {}
    for one in reports:
        found.setdefault(one.month, one.pk)
    return set(found.values())


def _units_form(found: Task) -> UnitsForm:
    helped = list(found.help.values_list("unit", flat=True))
    return UnitsForm(initial={"lead": found.lead_id, "helpers": helped})


def _cases(account: Account | None, found: Task) -> list[Any]:
    """What was raised, with the case where the account sees it."""
    raised = list(found.raised.select_related("case__lead"))
    seen = set(
        Case.objects.visible_to(account)
        .filter(pk__in=[one.case_id for one in raised])
        .values_list("pk", flat=True)
    )
    return [(one.case, one.case_id in seen) for one in raised]


def _given(request: HttpRequest, found: Task, asked: date) -> actions.Given | None:
    """What the form says of a task; ``None`` where nothing is filled in."""
    words = text_of(request, f"words-{found.pk}")
    text = request.POST.get(f"figure-{found.pk}", "").strip()
    if not words.strip() and not text:
        return None
    figure = int(text) if text.isascii() and text.isdigit() and len(text) < 11 else None
    with_target = found.target is not None
    return actions.Given(
        found,
        asked,
        words,
        percent=None if with_target else figure,
        number=figure if with_target else None,
        obstacles=text_of(request, f"obstacles-{found.pk}"),
    )


def _seen(request: HttpRequest, pk: int) -> Task:
    rows = Task.objects.visible_to(access.account_of(request))
    found: Task = get_object_or_404(
        rows.select_related("list", "lead", "carried_from__list").prefetch_related("milestones"),
        pk=pk,
    )
    return found


def _month_of(text: str) -> date:
    try:
        found = date.fromisoformat(f"{text}-01")
    except ValueError:
        raise Http404 from None
    if found > timezone.localdate():
        raise Http404
    return found


def _number(request: HttpRequest, name: str) -> int:
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
