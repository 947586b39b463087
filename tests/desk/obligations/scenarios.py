"""How each action on obligations and the calendar is called, and what routes name."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.obligations import actions, kinds
from banyan.desk.obligations.claims import follow_claim
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import Holder, open_obligation
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Claim
from desk.making import Making

kinds.declare("test.look", "Look at %(what)s", name="Things to look at")

DESK = Actor(origin=Origin(via="task"))


def opened(
    making: Making, holder: Holder | None = None, *, days: int = 5, key: int = 1, **more: Any
) -> Obligation:
    """An obligation, of city officers where nobody else is named, due in ``days`` working days."""
    unit = making.unit(f"thing-{key}")
    values: dict[str, Any] = {"words": {"what": unit.code}, "link": "/profile/"} | more
    return open_obligation(
        "test.look", unit, holder or Holder(role=Role.CITY), working_days=days, **values
    )


def overdue(making: Making, holder: Holder | None = None, *, key: int = 1) -> Obligation:
    made = opened(making, holder, key=key)
    made.due_on = timezone.localdate() - timedelta(days=1)
    made.save()
    return made


def _actor(making: Making, role: Role) -> Actor:
    username = f"{role.value}-of-obligations"
    known = Account.objects.filter(username=username).first()
    return Actor(known) if known else making.actor(role, username=username)


def _paused(making: Making) -> Obligation:
    made = opened(making)
    actions.pause(_actor(making, Role.CITY), made, "the enterprise is asked first")
    return made


def _reset_day(making: Making) -> None:
    administrator = _actor(making, Role.ADMINISTRATOR)
    actions.set_day(administrator, date(2027, 1, 1), working=False, name="元旦")
    actions.reset_day(administrator, date(2027, 1, 1))


def _follow_claim(making: Making) -> None:
    account = making.account(Role.ENTERPRISE, username="claims-of-obligations")
    follow_claim(DESK, Claim.objects.create(account=account, uscc=making.credit_code(7)))


def _remind(making: Making) -> None:
    opened(making, days=1)
    actions.remind(DESK, timezone.localdate())


def _escalate(making: Making) -> None:
    overdue(making)
    actions.escalate(DESK, timezone.localdate())


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "obligations.complete_year": lambda making: actions.complete_year(
        _actor(making, Role.ADMINISTRATOR), 2040
    ),
    "obligations.escalate": _escalate,
    "obligations.follow_claim": _follow_claim,
    "obligations.pause": _paused,
    "obligations.remind": _remind,
    "obligations.reset_day": _reset_day,
    "obligations.resume": lambda making: actions.resume(_actor(making, Role.CITY), _paused(making)),
    "obligations.set_day": lambda making: actions.set_day(
        _actor(making, Role.ADMINISTRATOR), date(2027, 1, 1), working=False, name="元旦"
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "obligations:pause": lambda making: {"number": opened(making).pk},
    "obligations:resume": lambda making: {"number": opened(making).pk},
    "obligations:calendar": lambda making: {"year": 2026},
    "obligations:complete_year": lambda making: {"year": 2040},
}
