"""How each action of targets is called, and what its routes name."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest.mock import patch

from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.targets import computing
from banyan.desk.targets.actions import asking, reporting
from banyan.desk.targets.actions import yearly as yearly_actions
from banyan.desk.targets.models import Report, YearlyDocument, YearlyReport
from desk.making import Making
from desk.targets.showing import TASK, TODAY, account, reported, second


def _report(making: Making) -> Report:
    known = Report.objects.filter(state="proposed").first()
    return known or reported(making, Path(tempfile.mkdtemp()))


def _yearly(making: Making) -> YearlyReport:
    known = YearlyReport.objects.filter(state="proposed").first()
    writer = Actor(account(making, Role.CITY, "writes"))
    return known or yearly_actions.draft_report(writer, 2026)


def _published(making: Making) -> YearlyReport:
    """Without the fonts of the front end."""
    with patch.object(yearly_actions, "documents_of", _one_document):
        return yearly_actions.publish_report(second(making), _yearly(making))


def _one_document(report: YearlyReport) -> list[YearlyDocument]:
    return [
        YearlyDocument(report=report, form="pdf", language="zh", sha256="0" * 64, file=b"%PDF-")
    ]


def _withdraw(making: Making) -> None:
    report = _report(making)
    reporting.withdraw(Actor(report.proposed_by), report)


def _withdraw_yearly(making: Making) -> None:
    report = _yearly(making)
    yearly_actions.withdraw_report(Actor(report.proposed_by), report)


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "targets.ask": lambda making: asking.ask(TASK, TODAY),
    "targets.keep_values": lambda making: computing.keep(TASK, []),
    "targets.report": _report,
    "targets.confirm": lambda making: reporting.confirm(second(making), _report(making)),
    "targets.refuse": lambda making: reporting.refuse(second(making), _report(making), "no"),
    "targets.withdraw": _withdraw,
    "targets.draft_report": _yearly,
    "targets.publish_report": _published,
    "targets.refuse_report": lambda making: yearly_actions.refuse_report(
        second(making), _yearly(making), "no"
    ),
    "targets.withdraw_report": _withdraw_yearly,
}


def _code(making: Making) -> dict[str, Any]:
    return {"code": "srdi"}


def _report_key(making: Making) -> dict[str, Any]:
    return {"pk": _report(making).pk}


def _yearly_key(making: Making) -> dict[str, Any]:
    return {"pk": _yearly(making).pk}


ROUTES: dict[str, Callable[[Making], Any]] = {
    "targets:export": lambda making: {"form": "csv"},
    "targets:indicator": _code,
    "targets:behind": _code,
    "targets:report_value": lambda making: {"code": "fund_size"},
    "targets:report": _report_key,
    "targets:decide": _report_key,
    "targets:evidence": _report_key,
    "targets:yearly_report": _yearly_key,
    "targets:decide_yearly": _yearly_key,
    "targets:preview": _yearly_key,
    "targets:document": lambda making: {
        "pk": _published(making).pk,
        "language": "zh",
        "form": "pdf",
    },
}
