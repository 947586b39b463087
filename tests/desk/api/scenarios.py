"""One call of every action of the API's app, and the arguments of its routes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from unittest.mock import patch

from banyan.desk.api import actions
from banyan.desk.api.models import Scope
from banyan.desk.people.roles import Role
from desk.cases.living import Living
from desk.making import Making

PUBLIC_ADDRESS = [(2, 1, 6, "", ("93.184.215.14", 443))]


def make_token(making: Making) -> None:
    actions.make_token(making.actor(Role.CITY), "ERP", [Scope.READ])


def revoke_token(making: Making) -> None:
    actor = making.actor(Role.CITY)
    token, _ = actions.make_token(actor, "ERP", [Scope.READ])
    actions.revoke_token(actor, token)


def make_webhook(making: Making) -> None:
    with patch("socket.getaddrinfo", return_value=PUBLIC_ADDRESS):
        actions.make_webhook(making.actor(Role.CITY), "https://erp.example/changes")


def end_webhook(making: Making) -> None:
    actor = making.actor(Role.CITY)
    with patch("socket.getaddrinfo", return_value=PUBLIC_ADDRESS):
        webhook = actions.make_webhook(actor, "https://erp.example/changes")
    actions.end_webhook(actor, webhook)


SCENARIOS: Mapping[str, Callable[[Making], None]] = {
    "api.make_token": make_token,
    "api.revoke_token": revoke_token,
    "api.make_webhook": make_webhook,
    "api.end_webhook": end_webhook,
}


def _case(making: Making) -> dict[str, Any]:
    return {"number": Living(making).dispatched().pk}


ROUTES: Mapping[str, Callable[[Making], dict[str, Any]]] = {
    "api:revoke": lambda making: {"number": 1},
    "api:end_webhook": lambda making: {"number": 1},
    "api-1:measure": lambda making: {"code": "srdi"},
    "api-1:target": lambda making: {"code": "srdi"},
    "api-1:parameter": lambda making: {"key": "equipment.rate"},
    "api-1:article": lambda making: {"number": "A3.1"},
    "api-1:facts": lambda making: {"table": "projects"},
    "api-1:organization": lambda making: {"uscc": making.organization(1).uscc},
    "api-1:benefits": lambda making: {"uscc": making.organization(1).uscc},
    "api-1:facts_of_organization": lambda making: {"uscc": making.organization(1).uscc},
    "api-1:monthly_figures": lambda making: {"uscc": making.organization(1).uscc},
    "api-1:case": _case,
    "api-1:finish_step": lambda making: _case(making) | {"code": "solve"},
}
