"""How each action on benefits is called, and what their routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.benefits import actions
from banyan.desk.records.models import Organization
from banyan.rules.boards import Boards
from desk.making import Making


def _organization(making: Making) -> dict[str, Any]:
    uscc = making.credit_code(1)
    return {"uscc": (Organization.objects.filter(pk=uscc).first() or making.organization(1)).pk}


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "benefits.keep_boards": lambda making: actions.keep_boards(
        Actor(), 2026, Boards(2026).as_json(), "0" * 64
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "benefits:organization": _organization,
    "benefits:letter": _organization,
}
