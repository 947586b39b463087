"""How each action of parks is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from banyan.desk.parks import actions
from banyan.desk.parks.models import Demonstration, Facility, Tenant, YearFigures
from desk.making import Making
from desk.parks.settling import Settling


def _facility(making: Making) -> Facility:
    known = Facility.objects.filter(state="proposed").first()
    return known or Settling(making).facility()


def _figures(making: Making) -> YearFigures:
    known = YearFigures.objects.filter(state="proposed").first()
    return known or Settling(making).figures()


def _proposed(making: Making) -> Demonstration:
    known = Demonstration.objects.filter(state="proposed").first()
    return known or Settling(making).proposed()


def _tenant(making: Making) -> Tenant:
    known = Tenant.objects.filter(until=None).first()
    return known or Settling(making).tenant()


def _void(made: object) -> None:
    """A scenario returns nothing."""


def _end_demonstration(making: Making) -> None:
    made = actions.confirm_demonstration(Settling(making).city("second"), _proposed(making))
    actions.end_demonstration(Settling(making).city(), made, "指标下滑")


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "parks.set_industries": lambda making: actions.set_industries(
        Settling(making).officer(), Settling(making).park(), [actions.Industry("新型显示")]
    ),
    "parks.settle": lambda making: _void(_tenant(making)),
    "parks.import_tenants": lambda making: _void(
        actions.import_tenants(
            Settling(making).officer(),
            Settling(making).park(),
            [(Settling(making).organization(), timezone.localdate())],
            "a.csv",
        )
    ),
    "parks.end_tenancy": lambda making: _void(
        actions.end_tenancy(Settling(making).officer(), _tenant(making), timezone.localdate())
    ),
    "parks.report_facility": lambda making: _void(_facility(making)),
    "parks.verify_facility": lambda making: _void(
        actions.verify_facility(Settling(making).officer(), _facility(making))
    ),
    "parks.refuse_facility": lambda making: actions.refuse_facility(
        Settling(making).officer(), _facility(making), "尚未通电"
    ),
    "parks.withdraw_facility": lambda making: actions.withdraw_facility(
        Settling(making).manager(), _facility(making)
    ),
    "parks.report_year": lambda making: _void(_figures(making)),
    "parks.verify_year": lambda making: _void(
        actions.verify_year(Settling(making).officer(), _figures(making))
    ),
    "parks.refuse_year": lambda making: actions.refuse_year(
        Settling(making).officer(), _figures(making), "口径不符"
    ),
    "parks.withdraw_year": lambda making: actions.withdraw_year(
        Settling(making).manager(), _figures(making)
    ),
    "parks.propose_demonstration": lambda making: _void(_proposed(making)),
    "parks.confirm_demonstration": lambda making: _void(
        actions.confirm_demonstration(Settling(making).city("second"), _proposed(making))
    ),
    "parks.refuse_demonstration": lambda making: actions.refuse_demonstration(
        Settling(making).city("second"), _proposed(making), "条件不足"
    ),
    "parks.withdraw_demonstration": lambda making: actions.withdraw_demonstration(
        Settling(making).city(), _proposed(making)
    ),
    "parks.end_demonstration": _end_demonstration,
}


def _park(making: Making, **more: Any) -> dict[str, Any]:
    return {"uscc": Settling(making).park().pk, **more}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "parks:export": lambda making: {"form": "csv"},
    "parks:park": _park,
    "parks:act": lambda making: _park(making, name="settle"),
    "parks:decide": lambda making: _park(making, what="facility", number=_facility(making).pk),
    "parks:evidence": lambda making: _park(making, what="facility", number=_facility(making).pk),
    "parks:tenants": lambda making: _park(making, form="csv"),
    "parks:import_tenants": _park,
}
