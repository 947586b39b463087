"""Actual values as people report them: one with the evidence, another confirms. What is confirmed
becomes a version of the value; a correction is a new report."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations import proposals
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.importing import archive
from banyan.desk.records.keeping import keep
from banyan.desk.targets import amounts
from banyan.desk.targets.actions.asking import answered, ask_again
from banyan.desk.targets.computing import follow
from banyan.desk.targets.indicators import declared_indicators
from banyan.desk.targets.keeping import Given, write_values
from banyan.desk.targets.models import Report, ReportedValue, Value
from banyan.desk.targets.path import counties
from banyan.desk.targets.periods import FIRST, last_day, period_name, period_of
from banyan.desk.targets.scope import DECIDERS, REPORTERS, may_report

CONFIRM = "targets.confirm"
CONFIRM_DAYS = "targets.confirm_days"


@dataclass(frozen=True)
class Stated:
    """A value that somebody states: of the period whose last month begins on ``period``."""

    indicator: str
    county: str
    period: date
    value: int


@action("targets.report")
def report_values(
    actor: Actor,
    stated: Sequence[Stated],
    evidence: Path,
    name: str,
    *,
    note: str = "",
    origin: str = Report.Origin.FORM,
) -> Report:
    """Reports values with the file that shows them (``evidence``, sent under ``name``); another
    officer of the city confirms. Raises PermissionDenied for an indicator that the actor does not
    answer for, RefusedError for what cannot be a value, or is no period that is over, and for a
    file that is not taken."""
    require(actor, *REPORTERS)
    if actor.account is None:
        raise PermissionDenied
    if not stated:
        raise RefusedError(_("There is no value to report."))
    checked = [_checked(actor, one) for one in stated]
    kind = archive.content_type(evidence, name) if _is_list(origin) else file_type(evidence, name)
    report = Report(
        origin=origin, reason=note.strip()[:1000], evidence=keep(actor, evidence, name, kind)
    )
    proposals.propose(
        actor,
        report,
        CONFIRM,
        Holder(role=Role.CITY),
        working_days=adopted_count(CONFIRM_DAYS),
        words=_words(checked),
    )
    ReportedValue.objects.bulk_create(
        ReportedValue(
            report=report,
            indicator=one.indicator,
            county=one.county,
            period=one.period,
            value=one.value,
        )
        for one in checked
    )
    for one in checked:
        if not one.county:
            answered(actor, one.indicator, one.period)
    log(report, after=_said(report, checked))
    return report


def _is_list(origin: str) -> bool:
    return origin == Report.Origin.LIST


def _checked(actor: Actor, one: Stated) -> Stated:
    indicator = declared_indicators().get(one.indicator)
    if indicator is None:
        raise RefusedError(_("There is no such indicator."), "indicator")
    if not may_report(actor.account, indicator):
        raise PermissionDenied
    if one.county and (not indicator.counties or one.county not in counties()):
        raise RefusedError(_("This indicator is not split among the counties."), "county")
    period = period_of(indicator, one.period)
    if period != one.period.replace(day=1) or last_day(period) >= timezone.localdate():
        raise RefusedError(_("This is no period that is over."), "period")
    if period < FIRST:
        raise RefusedError(_("This is too long ago."), "period")
    try:
        amounts.checked(indicator, one.value)
    except ValueError:
        raise RefusedError(_("This number cannot be."), "value") from None
    return Stated(one.indicator, one.county, period, one.value)


def _words(stated: Sequence[Stated]) -> dict[str, Any]:
    first = declared_indicators()[stated[0].indicator]
    return {
        "indicator": dict(first.words),
        "period": period_name(first, stated[0].period),
        "count": len(stated),
    }


def _said(report: Report, stated: Iterable[Any]) -> dict[str, Any]:
    return {
        "state": report.state,
        "reason": report.reason,
        "answer": report.answer,
        "evidence": report.evidence.sha256,
        "values": [
            f"{one.indicator} {one.county} {one.period:%Y-%m}: {one.value}" for one in stated
        ][:50],
    }


@action("targets.confirm")
def confirm(actor: Actor, report: Report) -> Report:
    """Confirms the values: they are the newest version from now on, and what follows from them is
    computed. Raises RefusedError for whoever reported them."""
    require(actor, *DECIDERS)
    report = proposals.confirm(actor, report)
    values = list(report.values.all())
    given = [
        Given(one.indicator, one.county, one.period, last_day(one.period), one.value)
        for one in values
    ]
    write_values(given, Value.Source.REPORTED, report)
    follow(sorted({one.indicator for one in values}))
    _log(report, values)
    return report


@action("targets.refuse")
def refuse(actor: Actor, report: Report, answer: str) -> Report:
    """Refuses the values, with a reason; they are asked for again."""
    require(actor, *DECIDERS)
    return _ended(proposals.refuse(actor, report, answer))


@action("targets.withdraw")
def withdraw(actor: Actor, report: Report) -> Report:
    """Whoever reported the values takes them back."""
    require(actor, *REPORTERS)
    return _ended(proposals.withdraw(actor, report))


def _ended(report: Report) -> Report:
    values = list(report.values.all())
    for one in values:
        indicator = declared_indicators().get(one.indicator)
        if indicator is not None and not one.county:
            ask_again(indicator, one.period)
    _log(report, values)
    return report


def _log(report: Report, values: Sequence[ReportedValue]) -> None:
    log(report, before={"state": Report.State.PROPOSED}, after=_said(report, values))
