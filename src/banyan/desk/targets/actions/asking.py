"""What has to be reported, and until when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.urls import reverse

from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.models import Expected, ReportedValue, Value
from banyan.desk.targets.periods import last_over, period_name
from banyan.desk.targets.scope import REPORTERS

REPORT = "targets.report"
REPORT_DAYS = "targets.report_days"


@action("targets.ask")
def ask(actor: Actor, day: date) -> int:
    """Asks the unit that answers for each reported indicator for the newest period that is over,
    once; how many are new. Only the desk itself may."""
    require(actor)
    asked = 0
    _drop_what_is_computed(actor)
    for indicator in declared_indicators().values():
        if not indicator.reported:
            continue
        period = last_over(indicator, day)
        if period.year < day.year - 1 or _known(indicator, period):
            continue
        one, new = Expected.objects.get_or_create(indicator=indicator.code, period=period)
        if new:
            _open(indicator, one)
            asked += 1
    log("targets.values", after={"asked": asked})
    return asked


def _drop_what_is_computed(actor: Actor) -> None:
    """What the desk has come to compute is asked of nobody."""
    reported = [one.code for one in declared_indicators().values() if one.reported]
    for one in Expected.objects.filter(open=True).exclude(indicator__in=reported):
        close_obligations(actor, one, REPORT, dropped=True)
        one.open = False
        one.save(update_fields=["open"])


def _known(indicator: Indicator, period: date) -> bool:
    of_city: dict[str, Any] = {"indicator": indicator.code, "county": "", "period": period}
    return (
        Value.objects.filter(**of_city).exists()
        or ReportedValue.objects.filter(**of_city, report__state="proposed").exists()
    )


def _open(indicator: Indicator, one: Expected) -> None:
    open_obligation(
        REPORT,
        one,
        holder_of(indicator),
        working_days=adopted_count(REPORT_DAYS),
        link=reverse("targets:report_value", args=[indicator.code]),
        words={
            "indicator": dict(indicator.words),
            "period": period_name(indicator, one.period),
        },
    )


def holder_of(indicator: Indicator) -> Holder:
    """The first of the units that answer for it in which somebody can report, else the city's
    officers."""
    for code in indicator.units:
        unit = Unit.objects.filter(code=code).first()
        if unit is not None and (
            Account.objects.filter(unit=unit, is_active=True, role__in=REPORTERS).exists()
        ):
            return Holder(unit=unit)
    return Holder(role=Role.CITY)


def answered(actor: Actor, indicator: str, period: date) -> None:
    """It has been reported; within a running action."""
    one = Expected.objects.filter(indicator=indicator, period=period, open=True).first()
    if one is not None:
        close_obligations(actor, one, REPORT)
        one.open = False
        one.save(update_fields=["open"])


def ask_again(indicator: Indicator, period: date) -> None:
    """What was reported does not count: it is asked for again, where it was; within a running
    action."""
    one = Expected.objects.filter(indicator=indicator.code, period=period, open=False).first()
    if one is not None and not _known(indicator, period):
        one.open = True
        one.save(update_fields=["open"])
        _open(indicator, one)
