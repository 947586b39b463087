"""A way to call every action of a case's life, and arguments for every route."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from banyan.desk.cases.actions import (
    agreeing,
    closing,
    dispatching,
    extending,
    handling,
    helping,
    raising,
)
from banyan.desk.cases.actions.raising import Raised
from banyan.desk.cases.models import Case, CaseFile, Closing, Extension
from banyan.desk.obligations.calendar import is_working
from desk.applications.files import PDF
from desk.cases.living import SYSTEM, Living
from desk.making import Making

SAID = Raised("problem", "energy", "停电", "每周两次")


def _extension(making: Making) -> Extension:
    living = Living(making)
    stage = living.under_way().stages.get()
    until = stage.due_on
    until += timedelta(days=1)
    while not is_working(until):
        until += timedelta(days=1)
    return extending.ask_extension(living.lead, stage, until, "设备未到")


def _helped(making: Making) -> Any:
    living = Living(making)
    return helping.ask_help(living.lead, living.under_way(), living.power, "请查线路")


def _file(making: Making) -> CaseFile:
    known = CaseFile.objects.first()
    if isinstance(known, CaseFile):
        return known
    living = Living(making)
    case = Case.objects.first() or living.under_way()
    with tempfile.NamedTemporaryFile(suffix=".pdf") as place:
        place.write(PDF)
        place.flush()
        return handling.add_file(living.enterprise, case, Path(place.name), "说明.pdf")


def _does(act: Callable[[Living], object]) -> Callable[[Making], None]:
    def scenario(making: Making) -> None:
        act(Living(making))

    return scenario


def _silence(living: Living) -> Case:
    return agreeing.take_up_silence(SYSTEM, living.answered())


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "cases.raise": _does(lambda one: one.raised()),
    "cases.record": _does(lambda one: raising.record_case(one.county, one.organization, SAID)),
    "cases.dispatch": _does(lambda one: one.dispatched()),
    "cases.accept": _does(lambda one: one.under_way()),
    "cases.refuse": _does(lambda one: dispatching.refuse(one.lead, one.dispatched(), "不归我们")),
    "cases.uphold": _does(
        lambda one: dispatching.uphold(
            one.county, dispatching.refuse(one.lead, one.dispatched(), "不归我们"), "归你们"
        )
    ),
    "cases.transfer": _does(
        lambda one: dispatching.transfer(
            one.city, one.under_way(), one.county.account.unit, "属地办理"
        )
    ),
    "cases.escalate": _does(lambda one: dispatching.escalate(one.county, one.raised(), "办不了")),
    "cases.escalate_by_rule": _does(lambda one: dispatching.escalate_by_rule(SYSTEM, one.raised())),
    "cases.pause": _does(lambda one: handling.pause(one.county, one.under_way(), "等设备")),
    "cases.resume": _does(
        lambda one: handling.resume(one.county, handling.pause(one.county, one.under_way(), "等"))
    ),
    "cases.note": _does(lambda one: handling.add_note(one.county, one.raised(), "已电话联系")),
    "cases.add_file": lambda making: _nothing(_file(making)),
    "cases.finish_step": _does(
        lambda one: handling.finish_step(one.lead, one.warning(), "answer", "已联系")
    ),
    "cases.report_solved": _does(lambda one: one.answered()),
    "cases.ask_help": lambda making: _nothing(_helped(making)),
    "cases.answer_help": lambda making: _nothing(
        helping.answer_help(Living(making).company, _helped(making), "线路正常")
    ),
    "cases.agree": _does(lambda one: one.closed()),
    "cases.disagree": _does(lambda one: agreeing.disagree(one.enterprise, one.answered(), "没有")),
    "cases.reopen": _does(lambda one: agreeing.reopen(one.enterprise, one.closed(), "又停了")),
    "cases.revisit": _does(lambda one: agreeing.revisit(one.county, one.closed(1), "已约谈")),
    "cases.take_up_silence": _does(_silence),
    "cases.ask_closing": _does(lambda one: one.asked_to_close()),
    "cases.confirm_closing": _does(
        lambda one: closing.confirm_closing(one.county, one.asked_to_close())
    ),
    "cases.refuse_closing": _does(
        lambda one: closing.refuse_closing(one.county, one.asked_to_close(), "再想办法")
    ),
    "cases.withdraw_closing": _does(
        lambda one: closing.withdraw_closing(one.lead, one.asked_to_close())
    ),
    "cases.ask_extension": lambda making: _nothing(_extension(making)),
    "cases.confirm_extension": lambda making: _nothing(
        extending.confirm_extension(Living(making).county, _extension(making))
    ),
    "cases.refuse_extension": lambda making: _nothing(
        extending.refuse_extension(Living(making).county, _extension(making), "按期办")
    ),
    "cases.withdraw_extension": lambda making: extending.withdraw_extension(
        Living(making).lead, _extension(making)
    ),
}


def _nothing(made: object) -> None:
    """A scenario gives nothing back."""


def _case(making: Making) -> dict[str, Any]:
    return {"pk": (Case.objects.first() or Living(making).under_way()).pk}


def _closing(making: Making) -> dict[str, Any]:
    known: Any = Closing.objects.first() or Living(making).asked_to_close()
    return {"number": known.pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "cases:case": _case,
    "cases:life": _case,
    "cases:act": lambda making: _case(making) | {"name": "note"},
    "cases:file": lambda making: {"number": _file(making).pk},
    "cases:decide_closing": _closing,
    "cases:decide_extension": lambda making: {
        "number": (Extension.objects.first() or _extension(making)).pk
    },
}
