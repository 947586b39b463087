"""A way to call every action of visits, and arguments for every route."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.utils import timezone

from banyan.desk.people.models import Account
from banyan.desk.visits import duties
from banyan.desk.visits.actions import assigning, handing, planning
from banyan.desk.visits.actions.assigning import GivenAssignment
from banyan.desk.visits.models import Assignment, Planned, Visit, VisitPhoto
from desk.making import Making
from desk.visits.visiting import TASK, Kind, Visiting


def _does(act: Callable[[Visiting], object]) -> Callable[[Making], None]:
    def scenario(making: Making) -> None:
        act(Visiting(making))

    return scenario


def _next_month() -> Any:
    return (timezone.localdate().replace(day=1) + timedelta(days=32)).replace(day=1)


def _closed(one: Visiting) -> None:
    officer = one.assigned().officer
    Account.objects.filter(pk=officer.pk).update(is_active=False)
    handing.find_hand_overs(TASK, timezone.localdate())


def _asked(one: Visiting) -> None:
    one.srdi()
    duties.ask_to_appoint(TASK, timezone.localdate())


def _plan_year(one: Visiting) -> None:
    one.assigned()
    planning.plan_year(one.officer())


def _hand_over(one: Visiting) -> None:
    officer = one.assigned().officer
    handing.hand_over(one.city(), officer, one.officer(2).account)


def _leave(one: Visiting) -> Any:
    return handing.report_leave(one.city(), one.assigned().officer)


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "visits.assign": _does(lambda one: one.assigned()),
    "visits.assign_many": _does(
        lambda one: assigning.assign_many(
            one.keeper(), [one.organization().pk], one.officer().account, Kind.VISIT
        )
    ),
    "visits.import_assignments": _does(
        lambda one: assigning.import_assignments(
            one.keeper(),
            [GivenAssignment(one.organization(), one.officer().account, Kind.VISIT)],
            "list.csv",
        )
    ),
    "visits.release": _does(
        lambda one: assigning.release(one.keeper(), one.assigned(), "企业已迁出")
    ),
    "visits.hand_over": _does(_hand_over),
    "visits.report_leave": _does(_leave),
    "visits.end_leave": _does(lambda one: handing.end_leave(one.city(), _leave(one))),
    "visits.find_hand_overs": _does(_closed),
    "visits.ask_to_appoint": _does(_asked),
    "visits.await": _does(
        lambda one: (one.planned(), duties.await_planned_visits(TASK, timezone.localdate()))
    ),
    "visits.plan": _does(lambda one: one.planned()),
    "visits.plan_year": _does(_plan_year),
    "visits.move": _does(
        lambda one: planning.move(one.officer(), one.planned(), _next_month(), None, "企业停产检修")
    ),
    "visits.drop": _does(lambda one: planning.drop(one.officer(), one.planned(), "企业已注销")),
    "visits.record": _does(lambda one: one.with_a_problem()),
}


def _visit(making: Making) -> Any:
    return Visit.objects.first() or Visiting(making).with_a_problem()


def _photo(making: Making) -> Any:
    return VisitPhoto.objects.first() or Visiting(making).with_a_photo().photos.get()


def _assignment(making: Making) -> Any:
    return Assignment.objects.first() or Visiting(making).assigned()


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "visits:export": lambda making: {"form": "csv"},
    "visits:export_visits": lambda making: {"form": "xlsx"},
    "visits:export_coverage": lambda making: {"form": "csv"},
    "visits:officer": lambda making: {"pk": _assignment(making).officer_id},
    "visits:organization": lambda making: {"uscc": _assignment(making).organization_id},
    "visits:planned": lambda making: {
        "pk": (Planned.objects.first() or Visiting(making).planned()).pk
    },
    "visits:visit": lambda making: {"pk": _visit(making).pk},
    "visits:photo": lambda making: {"pk": _photo(making).pk},
}
