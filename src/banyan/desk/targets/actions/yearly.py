"""The yearly report: one drafts it, another publishes it, and then it never changes."""

from __future__ import annotations

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.bulletins.actions import fonts_missing
from banyan.desk.obligations import proposals
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.targets.actions.reporting import CONFIRM_DAYS
from banyan.desk.targets.indicators import START
from banyan.desk.targets.models import YearlyDocument, YearlyReport
from banyan.desk.targets.scope import WRITERS
from banyan.desk.targets.yearly import content_of, documents_of
from banyan.desk.ui.typesetting import FontsMissingError

PUBLISH = "targets.publish"


@action("targets.draft_report")
def draft_report(
    actor: Actor, year: int, *, remarks_zh: str = "", remarks_en: str = ""
) -> YearlyReport:
    """Drafts the report on a year from the figures as they stand now; another person publishes it.
    Raises RefusedError for a year that the plan does not have or that has not begun, and where
    there is a report already."""
    require(actor, *WRITERS)
    if not START < year <= timezone.localdate().year:
        raise RefusedError(_("The plan has no such year yet."), "year")
    report = YearlyReport(
        year=year,
        remarks_zh=remarks_zh.strip(),
        remarks_en=remarks_en.strip(),
        content=content_of(year),
    )
    try:
        with transaction.atomic():
            proposals.propose(
                actor,
                report,
                PUBLISH,
                Holder(role=Role.CITY),
                working_days=adopted_count(CONFIRM_DAYS),
                words={"year": year},
            )
    except IntegrityError as error:
        raise RefusedError(_("There is a report on this year already."), "year") from error
    log(report, after=_said(report))
    return report


@action("targets.publish_report")
def publish_report(actor: Actor, report: YearlyReport) -> YearlyReport:
    """Freezes the report with its files. Raises RefusedError for whoever drafted it, and where the
    fonts for the PDF are missing."""
    require(actor, *WRITERS)
    report = proposals.confirm(actor, report)
    try:
        kept = YearlyDocument.objects.bulk_create(documents_of(report))
    except FontsMissingError as error:
        raise RefusedError(fonts_missing()) from error
    _log(report, files={f"{one.language}.{one.form}": one.sha256 for one in kept})
    return report


@action("targets.refuse_report")
def refuse_report(actor: Actor, report: YearlyReport, answer: str) -> YearlyReport:
    """The second person refuses it, with a reason; it is drafted anew."""
    require(actor, *WRITERS)
    report = proposals.refuse(actor, report, answer)
    _log(report)
    return report


@action("targets.withdraw_report")
def withdraw_report(actor: Actor, report: YearlyReport) -> YearlyReport:
    """Whoever drafted it takes it back."""
    require(actor, *WRITERS)
    report = proposals.withdraw(actor, report)
    _log(report)
    return report


def _log(report: YearlyReport, **more: Any) -> None:
    log(report, before={"state": YearlyReport.State.PROPOSED}, after=_said(report) | more)


def _said(report: YearlyReport) -> dict[str, Any]:
    return {"year": report.year, "state": report.state, "answer": report.answer}
