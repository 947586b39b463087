"""A way to call every action of the app, and arguments for every route."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.records import actions
from banyan.desk.records.checking import Draft
from banyan.desk.records.importing import actions as importing
from banyan.desk.records.models import Import, Organization
from banyan.desk.records.rows import row_of
from desk.making import Making
from desk.records.files import PROJECTS, workbook_content


def _actor(making: Making, role: Role = Role.CITY) -> Actor:
    from banyan.desk.people.models import Account

    known = Account.objects.filter(role=role).first()
    return Actor(known or making.account(role))


def _organization(making: Making) -> Any:
    known = Organization.objects.filter(pk=making.credit_code(1)).first()
    return known or making.organization(1)


def _rows(making: Making) -> dict[str, list[dict[str, str]]]:
    marks = ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre")
    row = {"project": "P1", "uscc": _organization(making).pk} | dict.fromkeys(marks, "false")
    return {"projects": [row]}


def _import(making: Making) -> None:
    actions.import_rows(_actor(making), Draft.of_rows(_rows(making)))


def _undo(making: Making) -> None:
    actor = _actor(making)
    actions.undo_import(actor, actions.import_rows(actor, Draft.of_rows(_rows(making))))


def _correct(making: Making) -> None:
    one = _organization(making)
    actions.correct(_actor(making), "organizations", row_of(one) | {"size": "large"}, one)


def _declare(making: Making) -> None:
    one, actor = _organization(making), _actor(making, Role.ENTERPRISE)
    making.representation(actor.account, one)
    actions.declare(actor, "organizations", row_of(one) | {"size": "large"}, one)


def _sent(making: Making) -> Import:
    cells = [PROJECTS, ["P1", _organization(making).pk, "", "否", "否", "否", "否"]]
    with tempfile.NamedTemporaryFile() as file:
        file.write(workbook_content({"Sheet1": cells}))
        file.flush()
        return importing.upload(_actor(making), Path(file.name), "list.xlsx")


def _checked(making: Making) -> Import:
    return importing.check_import(_actor(making), _sent(making))


def _confirmed(making: Making) -> Import:
    of = _checked(making)
    importing.confirm_import(_actor(making), of)
    return of


def _written(making: Making) -> Import:
    of = _confirmed(making)
    importing.write_import(_actor(making), of)
    return of


def _untag(making: Making) -> None:
    actions.tag(_actor(making), _organization(making), "a")
    actions.untag(_actor(making), _organization(making), "a")


SCENARIOS: dict[str, Callable[[Making], None]] = {
    "records.import": _import,
    "records.undo_import": _undo,
    "records.correct": _correct,
    "records.declare": _declare,
    "records.delete": lambda making: _nothing(
        actions.delete(_actor(making), _organization(making))
    ),
    "records.verify": lambda making: actions.verify(_actor(making), _organization(making)),
    "records.tag": lambda making: _nothing(actions.tag(_actor(making), _organization(making), "a")),
    "records.untag": _untag,
    "records.view_organization": lambda making: actions.view_organization(
        _actor(making), _organization(making)
    ),
    "records.upload": lambda making: _nothing(_sent(making)),
    "records.check_import": lambda making: _nothing(_checked(making)),
    "records.confirm_import": lambda making: _nothing(_confirmed(making)),
    "records.write_import": lambda making: _nothing(_written(making)),
    "records.take_back_import": lambda making: _nothing(
        importing.take_back_import(_actor(making), _written(making))
    ),
}


def _nothing(result: object) -> None:
    """A scenario gives nothing back."""


def _record(making: Making) -> dict[str, Any]:
    return {"name": "organizations", "primary": _organization(making).pk}


def _number(making: Making) -> dict[str, Any]:
    return {"number": (Import.objects.first() or _checked(making)).pk}


ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "records:export_organizations": lambda making: {"form": "csv"},
    "records:organization": lambda making: {"uscc": _organization(making).pk},
    "records:tags": lambda making: {"uscc": _organization(making).pk},
    "records:import_template": lambda making: {"table": "projects"},
    "records:import": _number,
    "records:import_file": _number,
    "records:confirm_import": _number,
    "records:check_import_again": _number,
    "records:undo_import": _number,
    "records:table": lambda making: {"name": "loans"},
    "records:export_table": lambda making: {"name": "loans", "form": "csv"},
    "records:new_record": lambda making: {"name": "loans"},
    "records:record": _record,
    "records:change_record": _record,
    "records:verify_record": _record,
    "records:delete_record": _record,
}
