"""Monthly reports: asked for, given, confirmed by the county; a correction is another version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.obligations.opening import close_obligations, open_obligation
from banyan.desk.obligations.proposals import Proposal, confirm, propose, refuse, withdraw
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.projects import lighting
from banyan.desk.projects.actions.files import attach
from banyan.desk.projects.holding import county_of, held, reporter_of
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Expected, PlanMonth, Project, Report
from banyan.desk.projects.months import due_on, month_of
from banyan.desk.projects.scope import REPORTERS
from banyan.desk.records.models.facts import MOST_MONEY
from banyan.desk.records.rows import in_pieces

REPORT, CONFIRM = "projects.report", "projects.confirm_report"


@dataclass(frozen=True)
class Progress:
    """What is reported of a month (its first day): fen in the month, percent of the whole so
    far."""

    month: date
    invested: int
    percent: int
    words: str
    hindrance: str = ""


@action("projects.expect_reports")
def expect_reports(actor: Actor, month: date) -> int:
    """Opens for each project whose stage is reported, and whose plan has begun, the obligation to
    report ``month``, once; how many are new. What is reported already or overdue is not asked for
    any more."""
    require(actor)
    today, due = timezone.localdate(), due_on(month)
    new = 0
    if today <= due:
        days = read_calendar(today, due).working_days_between(today, due)
        for project in _to_ask(month):
            one = Expected.objects.create(project=project, month=month)
            open_obligation(
                REPORT,
                one,
                reporter_of(project),
                working_days=days,
                link=f"{reverse('projects:give_report', args=[project.pk])}?month={month:%Y-%m}",
                words={"month": f"{month:%Y-%m}", "name": project.name},
                organization=project.organization_id,
            )
            new += 1
    log("projects.reports", after={"month": f"{month:%Y-%m}", "asked": new})
    return new


def _to_ask(month: date) -> list[Project]:
    stages = [one.code for one in declared().stages.values() if one.reported]
    planned = PlanMonth.objects.filter(month__lte=month)
    found = Project.objects.filter(stage__in=stages, pk__in=planned.values("project_id"))
    for done in (
        Expected.objects.filter(month=month),
        Report.objects.filter(month=month, state__in=["proposed", "confirmed"]),
    ):
        found = found.exclude(pk__in=done.values("project_id"))
    return list(found.order_by("pk"))


@action("projects.keep_lights")
def keep_lights(actor: Actor) -> int:
    """The lights of all projects that are not finished, as the day makes them; how many changed."""
    require(actor)
    changed = sum(lighting.refresh(piece) for piece in in_pieces(lighting.unfinished()))
    log("projects.lights", after={"changed": changed})
    return changed


@action("projects.report")
def give_report(
    actor: Actor,
    project: Project,
    given: Progress,
    files: Sequence[tuple[Path, str]] = (),
) -> Report:
    """Reports a month, or corrects what is confirmed of it; the county confirms. Raises
    RefusedError for what cannot be, for a month that is not over, and while another report of the
    month waits."""
    found = held(actor, project, *REPORTERS)
    if not found.declared_stage.reported:
        raise RefusedError(_("A project in this stage does not report."))
    _check(given)
    if Report.objects.filter(project=found, month=given.month, state="proposed").exists():
        raise RefusedError(_("A report of this month waits for the county."), "month")
    known = Report.objects.filter(project=found, month=given.month)
    report = Report(
        project=found,
        month=given.month,
        version=(known.aggregate(last=Max("version"))["last"] or 0) + 1,
        invested=given.invested,
        percent=given.percent,
        words=given.words.strip(),
        hindrance=given.hindrance.strip(),
    )
    propose(
        actor,
        report,
        CONFIRM,
        county_of(found),
        working_days=adopted_count("projects.confirm_days"),
        words={"month": f"{given.month:%Y-%m}", "name": found.name},
        organization=found.organization_id,
    )
    for path, name in files:
        attach(actor, found, path, name, report=report)
    _asked_no_more(actor, found, given.month)
    log(
        report,
        after={
            "month": f"{given.month:%Y-%m}",
            "version": report.version,
            "invested": report.invested,
            "percent": report.percent,
        },
        organization=found.organization_id,
    )
    return report


@action("projects.confirm_report")
def confirm_report(actor: Actor, report: Report) -> Report:
    """An officer of the county confirms what another reported; the light follows."""
    project = held(actor, report.project, Role.COUNTY, Role.CITY)
    found = confirm(actor, report)
    lighting.refresh([project.pk])
    log(
        found,
        before={"state": Proposal.State.PROPOSED},
        after={"state": found.state, "percent": found.percent},
        organization=project.organization_id,
    )
    return found


@action("projects.refuse_report")
def refuse_report(actor: Actor, report: Report, answer: str) -> None:
    """An officer does not confirm it and says why; the month is reported anew."""
    project = held(actor, report.project, Role.COUNTY, Role.CITY)
    found = refuse(actor, report, answer)
    _ask_again(project, found.month)
    log(
        found,
        before={"state": Proposal.State.PROPOSED},
        after={"state": found.state, "answer": found.answer},
        organization=project.organization_id,
    )


@action("projects.withdraw_report")
def withdraw_report(actor: Actor, report: Report) -> None:
    """Whoever reported takes it back."""
    project = held(actor, report.project, *REPORTERS)
    found = withdraw(actor, report)
    _ask_again(project, found.month)
    log(
        found,
        before={"state": Proposal.State.PROPOSED},
        after={"state": found.state},
        organization=project.organization_id,
    )


def _check(given: Progress) -> None:
    if given.month != month_of(given.month) or given.month >= month_of(timezone.localdate()):
        raise RefusedError(_("The month is not over yet."), "month")
    if not 0 <= given.invested <= MOST_MONEY:
        raise RefusedError(_("What was invested is an amount, not below zero."), "invested")
    if not 0 <= given.percent <= 100:
        raise RefusedError(_("A percent is a whole number from 0 to 100."), "percent")
    if not given.words.strip():
        raise RefusedError(_("Say what was done."), "words")


def _asked_no_more(actor: Actor, project: Project, month: date) -> None:
    for one in Expected.objects.filter(project=project, month=month, open=True):
        close_obligations(actor, one, REPORT)
        Expected.objects.filter(pk=one.pk).update(open=False)


def _ask_again(project: Project, month: date) -> None:
    """The month is still to be reported unless an earlier version of it counts."""
    confirmed = Report.objects.filter(project=project, month=month, state="confirmed")
    if confirmed.exists() or not project.declared_stage.reported:
        return
    one, _new = Expected.objects.get_or_create(project=project, month=month)
    Expected.objects.filter(pk=one.pk).update(open=True)
    open_obligation(
        REPORT,
        one,
        reporter_of(project),
        working_days=adopted_count("projects.confirm_days"),
        link=f"{reverse('projects:give_report', args=[project.pk])}?month={month:%Y-%m}",
        words={"month": f"{month:%Y-%m}", "name": project.name},
        organization=project.organization_id,
    )
