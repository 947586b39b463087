"""A way to call every action of the app, and arguments for every route."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.applications.actions import drafting, evidence, moving, scoring
from banyan.desk.applications.models import Application, Assignment, Evidence, ProposedRow
from desk.applications.applying import ASSESSED, PLAIN, Applying
from desk.making import Making


def _started(making: Making) -> None:
    Applying(making).draft()


def _row(making: Making) -> ProposedRow:
    applying = Applying(making)
    return applying.add(applying.draft(), "cloud_years")


def _said(making: Making) -> None:
    row = _row(making)
    drafting.say(Applying(making).applicant, row, "devices", "12", row.version)


def _removed_row(making: Making) -> None:
    drafting.remove_row(Applying(making).applicant, _row(making))


def _proven(making: Making) -> Evidence:
    proof = Applying(making).prove(_row(making))
    assert isinstance(proof, Evidence)
    return proof


def _removed_evidence(making: Making) -> None:
    evidence.remove_evidence(Applying(making).applicant, _proven(making))


def _marked(making: Making) -> None:
    applying = Applying(making)
    applying.with_city()
    found = Evidence.objects.first()
    assert found is not None
    evidence.mark_anonymous(applying.city, found, True)


def _returned(making: Making) -> Application:
    applying = Applying(making)
    return moving.give_back(applying.county, applying.submitted(), "the contract")


def _resubmitted(making: Making) -> None:
    moving.resubmit(Applying(making).applicant, _returned(making))


def _handed_back(making: Making) -> None:
    applying = Applying(making)
    moving.hand_back(applying.finance, applying.with_finance(), "look again")


def _refused(making: Making) -> None:
    applying = Applying(making)
    moving.refuse(applying.county, applying.submitted(), "not industrial")


def _withdrawn(making: Making) -> None:
    applying = Applying(making)
    moving.withdraw(applying.applicant, applying.submitted(), "a mistake")


def _assessed(making: Making) -> None:
    applying = Applying(making)
    row = applying.with_city(ASSESSED).rows.get(table="platforms")
    scoring.assess(applying.city, row, "accepted", "true")


def _assignment(making: Making) -> Assignment:
    known = Assignment.objects.first()
    if known is not None:
        return known
    applying = Applying(making)
    return applying.asked(applying.scoring())


def _released(making: Making) -> None:
    scoring.release_expert(Applying(making).city, _assignment(making))


def _declared(making: Making) -> None:
    one = _assignment(making)
    scoring.declare_interest(Applying(making).expert(1), one, "")


def _scored(making: Making) -> None:
    Applying(making).gives(_assignment(making), 80)


def _nothing(made: object) -> None:
    """A scenario gives nothing back."""


def _concluded(making: Making) -> None:
    applying = Applying(making)
    moving.conclude(applying.city, applying.scored())


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "applications.start": _started,
    "applications.add_row": lambda making: _nothing(_row(making)),
    "applications.say": _said,
    "applications.remove_row": _removed_row,
    "applications.add_evidence": lambda making: _nothing(_proven(making)),
    "applications.remove_evidence": _removed_evidence,
    "applications.mark_anonymous": _marked,
    "applications.set_window": lambda making: Applying(making).window(PLAIN),
    "applications.submit": lambda making: _nothing(Applying(making).submitted()),
    "applications.return": lambda making: _nothing(_returned(making)),
    "applications.resubmit": _resubmitted,
    "applications.forward": lambda making: _nothing(Applying(making).with_city()),
    "applications.to_experts": lambda making: _nothing(Applying(making).scoring()),
    "applications.assess": _assessed,
    "applications.assign_expert": lambda making: _nothing(_assignment(making)),
    "applications.release_expert": _released,
    "applications.declare_interest": _declared,
    "applications.score": _scored,
    "applications.conclude": _concluded,
    "applications.hand_back": _handed_back,
    "applications.approve": lambda making: _nothing(Applying(making).approved()),
    "applications.refuse": _refused,
    "applications.withdraw": _withdrawn,
}


def _application(making: Making) -> dict[str, Any]:
    return {"number": (Application.objects.first() or Applying(making).submitted()).pk}


def _of_row(making: Making) -> dict[str, Any]:
    return {"number": (ProposedRow.objects.first() or _row(making)).pk}


def _of_evidence(making: Making) -> dict[str, Any]:
    return {"number": (Evidence.objects.first() or _proven(making)).pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "applications:export": lambda making: {"form": "csv"},
    "applications:score": lambda making: {"number": _assignment(making).pk},
    "applications:release": lambda making: {"number": _assignment(making).pk},
    "applications:say": _of_row,
    "applications:remove_row": _of_row,
    "applications:add_evidence": _of_row,
    "applications:assess": _of_row,
    "applications:evidence": _of_evidence,
    "applications:remove_evidence": _of_evidence,
    "applications:mark_anonymous": _of_evidence,
    "applications:application": _application,
    "applications:form": _application,
    "applications:preview": _application,
    "applications:add_row": _application,
    "applications:submit": _application,
    "applications:assign": _application,
    "applications:move": lambda making: _application(making) | {"name": "forward"},
}
