"""How each action of monitoring is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.monitoring import actions
from banyan.desk.monitoring.actions import GivenFigures
from banyan.desk.monitoring.models import KeyEnterprise
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.monitoring.watching import SYSTEM, back, somebody, watched

_NUMBER = 4711


def _city(making: Making) -> Actor:
    return Actor(somebody(making, Role.CITY, "keeps-monitoring"))


def _watch(making: Making) -> None:
    actions.watch(_city(making), making.organization(_NUMBER + 1), back(1))


def _unwatch(making: Making) -> None:
    key = KeyEnterprise.objects.get(organization=watched(making, _NUMBER + 2))
    actions.unwatch(_city(making), key, back(0))


def _report(making: Making) -> None:
    actions.report_figures(_city(making), watched(making, _NUMBER), back(1), {"output": 1})


def _import(making: Making) -> None:
    given = GivenFigures(watched(making, _NUMBER).pk, back(1), {"output": 1})
    actions.import_figures(_city(making), [given], "list.csv")


def _raise(making: Making) -> None:
    actions.raise_warnings(SYSTEM, [], {})


def _expect(making: Making) -> None:
    actions.expect_reports(SYSTEM, back(1))


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "monitoring.watch": _watch,
    "monitoring.unwatch": _unwatch,
    "monitoring.report_figures": _report,
    "monitoring.import_figures": _import,
    "monitoring.raise_warnings": _raise,
    "monitoring.expect_reports": _expect,
}


def _uscc(making: Making) -> dict[str, Any]:
    return {"uscc": watched(making, _NUMBER).pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "monitoring:export": lambda making: {"form": "csv"},
    "monitoring:enterprise": _uscc,
    "monitoring:watch": _uscc,
    "monitoring:report": _uscc,
}
