"""How each action of meetings is called, and what its routes name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from banyan.desk.meetings import actions
from banyan.desk.meetings.models import Item, Meeting, Signing
from desk.making import Making
from desk.meetings.coordinating import Coordinating


def _meeting(making: Making) -> Meeting:
    known = Meeting.objects.filter(state="planned").first()
    return known or Coordinating(making).meeting()


def _item(making: Making) -> Item:
    known = Item.objects.first()
    return known or Coordinating(making).item(_meeting(making))


def _submitted(making: Making) -> Signing:
    known = Signing.objects.filter(state="proposed").first()
    return known or Coordinating(making).submitted()


def _decide(making: Making) -> Any:
    here = Coordinating(making)
    item = _item(making)
    return actions.decide(
        here.officer(), item, what="完成增容", lead=here.unit(), due_on=here.due()
    )


def _drop_decision(making: Making) -> None:
    actions.drop_decision(Coordinating(making).officer(), _decide(making))


def _void(made: object) -> None:
    """A scenario returns nothing."""


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "meetings.plan": lambda making: _void(Coordinating(making).meeting()),
    "meetings.invite": lambda making: actions.invite(
        Coordinating(making).officer(), _meeting(making), [making.unit("gas")]
    ),
    "meetings.call_off": lambda making: actions.call_off(
        Coordinating(making).officer(), _meeting(making), "台风"
    ),
    "meetings.add_item": lambda making: _void(Coordinating(making).item(_meeting(making))),
    "meetings.drop_item": lambda making: actions.drop_item(
        Coordinating(making).officer(), _item(making)
    ),
    "meetings.move_item": lambda making: actions.move_item(
        Coordinating(making).officer(), _item(making), up=True
    ),
    "meetings.note": lambda making: actions.note(
        Coordinating(making).officer(), _item(making), "供电公司月底前增容。"
    ),
    "meetings.decide": lambda making: _void(_decide(making)),
    "meetings.drop_decision": _drop_decision,
    "meetings.submit_minutes": lambda making: _void(Coordinating(making).submitted()),
    "meetings.sign_minutes": lambda making: _void(
        actions.sign_minutes(Coordinating(making).officer("second"), _submitted(making))
    ),
    "meetings.return_minutes": lambda making: actions.return_minutes(
        Coordinating(making).officer("second"), _submitted(making), "单位写错了"
    ),
    "meetings.take_back_minutes": lambda making: actions.take_back_minutes(
        Coordinating(making).officer(), _submitted(making)
    ),
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "meetings:meeting": lambda making: {"pk": _meeting(making).pk},
    "meetings:change": lambda making: {"pk": _meeting(making).pk},
    "meetings:sign": lambda making: {"pk": _submitted(making).meeting_id},
    "meetings:minutes": lambda making: {"pk": _meeting(making).pk, "form": "docx"},
}
