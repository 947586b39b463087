"""How each action of the runs is called, and what their routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor, Origin, RefusedError
from banyan.desk.settlement.actions import decisions, notices, objections, runs
from banyan.desk.settlement.models import Decision, Objection, Replay, Run
from desk.making import Making
from desk.settlement.cities import YEAR, City

TASK = Actor(origin=Origin(via="task"))

NUMBER = 70
"""Of the organization that gets something: the public reads its name, which the walk over other
people's rows takes for nobody's."""


def _city(making: Making) -> City:
    from banyan.desk.records.models import Organization

    city = City(making)
    if not Organization.objects.filter(pk=making.credit_code(NUMBER)).exists():
        city.equipment(NUMBER)
    return city


def _run(making: Making) -> Run:
    return Run.objects.filter(state="draft").first() or _city(making).run()


def _noticed(making: Making) -> Run:
    _city(making)
    return Run.objects.filter(state="noticed").first() or City(making).noticed()


def _started(making: Making) -> None:
    runs.start_run(_city(making).first, YEAR)


def _failed(making: Making) -> None:
    run = runs.start_run(_city(making).first, YEAR)
    runs.fail_run(TASK, run, ["a fault"])


def _replayed(making: Making) -> Replay:
    return runs.replay_run(City(making).first, _run(making))


def _decided(making: Making) -> Decision:
    city = _city(making)
    city.budget()
    return decisions.decide(city.first, _run(making), Decision.Kind.NOTICE)


def _not_carried_out(making: Making) -> None:
    decisions.fail_decision(TASK, _decided(making), RefusedError("no"), "no")


def _approved(making: Making) -> None:
    city = City(making)
    notices.approve(city.second, city.ended(_noticed(making)))


def _objected(making: Making) -> Objection:
    known = Objection.objects.first()
    said = {"name": "somebody", "contact": "1", "text": "this is wrong"}
    return known or objections.object_to(Actor(), _noticed(making), **said)


def _answered(making: Making) -> None:
    objections.answer_objection(City(making).first, _objected(making), "it is not", upheld=False)


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "settlement.start_run": _started,
    "settlement.record_run": lambda making: void(_run(making)),
    "settlement.fail_run": _failed,
    "settlement.replay_run": lambda making: void(_replayed(making)),
    "settlement.record_replay": lambda making: runs.record_replay(TASK, _replayed(making), [], []),
    "settlement.decide": lambda making: void(_decided(making)),
    "settlement.fail_decision": _not_carried_out,
    "settlement.open_notice": lambda making: void(_noticed(making)),
    "settlement.approve": _approved,
    "settlement.withdraw": lambda making: void(
        notices.withdraw(City(making).first, _noticed(making), "a reason")
    ),
    "settlement.object": lambda making: void(_objected(making)),
    "settlement.answer_objection": _answered,
}


def _number(making: Making) -> dict[str, Any]:
    return {"number": _noticed(making).pk}


def _line(making: Making) -> dict[str, Any]:
    return {"number": _noticed(making).pk, "line": 1}


def _two(making: Making) -> dict[str, Any]:
    one = _run(making)
    other = Run.objects.exclude(pk=one.pk).filter(computed_at__isnull=False).first()
    return {"number": one.pk, "other": (other or City(making).run()).pk}


def _objection(making: Making) -> dict[str, Any]:
    objection = _objected(making)
    return {"number": objection.run_id, "objection": objection.pk}


def _organization(making: Making) -> dict[str, Any]:
    from banyan.desk.records.models import Organization

    known = Organization.objects.filter(pk=making.credit_code(1)).first()
    return {"uscc": (known or making.organization(1)).pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "settlement:run": _number,
    "settlement:decide": _number,
    "settlement:lines": _number,
    "settlement:lines_csv": _number,
    "settlement:lines_workbook": _number,
    "settlement:line": _line,
    "settlement:compare": _two,
    "settlement:objection": _objection,
    "settlement:notice": _number,
    "settlement:object": _number,
    "settlement:organization": _organization,
}


def void(_: object) -> None:
    """A scenario returns nothing."""
