"""How each action of the policy library is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions
from banyan.desk.policy.models import Document, FigureChange
from desk.making import Making
from desk.policy.conftest import SMALL, import_small, simulated


def _administrator(making: Making, username: str = "first-of-scenario") -> Actor:
    known = Account.objects.filter(username=username).first()
    return Actor(known) if known else making.actor(Role.ADMINISTRATOR, username=username)


def _second(making: Making) -> Actor:
    return _administrator(making, "second-of-scenario")


def proposed(making: Making) -> FigureChange:
    waiting = FigureChange.objects.filter(state="proposed").first()
    if waiting is not None:
        return waiting
    starts = date(timezone.localdate().year, 1, 1)
    return actions.propose_figure(
        _administrator(making), "equipment.rate", "2%", starts, date(2031, 1, 1), "less"
    )


def enterprise_with_equipment(making: Making) -> Any:
    """An industrial enterprise that bought equipment of 10,000,000 yuan (without tax) in 2026; the
    row of that year."""
    project = making.fact(
        "projects",
        project="P1",
        organization=making.organization(1),
        municipal_key=False,
        special_bond=False,
        other_fiscal_support=False,
        innovation_centre=False,
    )
    return making.fact(
        "project_years",
        project=project,
        year=2026,
        equipment_gross=1_130_000_000,
        equipment_net=1_000_000_000,
        digital_net=0,
        digital_effective=False,
    )


def _refused(making: Making) -> None:
    actions.refuse_figure(_second(making), proposed(making), "not now")


def _simulated_again(making: Making) -> None:
    actions.simulate_figure(_administrator(making), simulated(proposed(making)))


def _confirmed(making: Making) -> None:
    actions.confirm_figure(_second(making), simulated(proposed(making)))


def _withdrawn(making: Making) -> None:
    actions.withdraw_figure(_administrator(making), proposed(making))


def amended(making: Making) -> Any:
    """The second version of the text, with an article to be checked."""
    document = Document.objects.filter(texts__isnull=False).first()
    if document is not None and document.text is not None and document.text.version == 2:
        return document.text
    import_small()
    return import_small(lambda text: text.replace("每亩 800 元", "每亩 900 元"))


def _checked(making: Making) -> None:
    check = amended(making).checks.get()
    actions.confirm_article(_administrator(making), check.article, "looked at")


def _repealed(making: Making) -> None:
    old = Document.objects.create(number="old", title="old")
    new = Document.objects.create(number="new", title="new")
    actions.repeal(_administrator(making), old, new, date(2027, 1, 1))


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "policy.propose_figure": lambda making: void(proposed(making)),
    "policy.simulate_figure": _simulated_again,
    "policy.record_simulation": lambda making: void(simulated(proposed(making))),
    "policy.confirm_figure": _confirmed,
    "policy.refuse_figure": _refused,
    "policy.withdraw_figure": _withdrawn,
    "policy.import_text": lambda making: void(
        actions.import_text(Actor(), SMALL.encode(), "small.txt")
    ),
    "policy.confirm_article": _checked,
    "policy.repeal": _repealed,
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "policy:article": lambda making: {"number": "A3.1"},
    "policy:measure": lambda making: {"code": "equipment_upgrade"},
    "policy:parameter": lambda making: {"key": "equipment.rate"},
    "policy:propose": lambda making: {"key": "equipment.rate"},
    "policy:change": lambda making: {"pk": proposed(making).pk},
    "policy:decide": lambda making: {"pk": proposed(making).pk},
    "policy:compute": lambda making: {"pk": proposed(making).pk},
    "policy:document": lambda making: {"pk": amended(making).document_id},
    "policy:repeal": lambda making: {"pk": amended(making).document_id},
    "policy:version": lambda making: {"pk": amended(making).pk},
    "policy:confirm_article": lambda making: {"pk": amended(making).checks.get().pk},
}


def void(_: object) -> None:
    """A scenario returns nothing."""
