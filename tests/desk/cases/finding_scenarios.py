"""Cases to look for; how each action on searches, lists and examples is called."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin, action
from banyan.desk.cases import search
from banyan.desk.cases.importing import actions as importing
from banyan.desk.cases.importing import tasks
from banyan.desk.cases.importing.reading import COLUMNS
from banyan.desk.cases.models import Case, CaseImport, SavedFilter
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.cases.search import actions, words
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making

DESK = Actor(origin=Origin(via="task"))


@action("test.open_case_to_find")
def _open(actor: Actor, wanted: Wanted, key: str) -> Case:
    return open_case(actor, wanted, Case.Origin.DESK, key)


def opened(title: str = "变压器停电", *, key: str = "", **more: Any) -> Case:
    """A case as the desk opens it."""
    values: dict[str, Any] = {"kind": "problem", "category": "energy", "title": title} | more
    return _open(DESK, Wanted(**values), key)


def closed(title: str = "变压器停电", *, answer: str = "已更换线路", **more: Any) -> Case:
    """A case that was solved, as the enterprise says."""
    case = opened(title, **more)
    Case.objects.filter(pk=case.pk).update(
        state="closed", outcome="agreed", closed_at=timezone.now(), answer=answer, rating=5
    )
    case.refresh_from_db()
    search.refresh(case)
    return case


def actor_of(making: Making, role: Role = Role.CITY) -> Actor:
    username = f"{role.value}-of-cases"
    known = Account.objects.filter(username=username).first()
    return Actor(known) if known else making.actor(role, username=username)


def csv_file(rows: Sequence[dict[str, str]], columns: Sequence[str] = tuple(COLUMNS)) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, columns, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return buffer.getvalue().encode()


def sent(actor: Actor, content: bytes, name: str = "list.csv") -> CaseImport:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(content)
        return importing.upload_list(actor, path, name)


def checked(making: Making, rows: Sequence[dict[str, str]] = ()) -> CaseImport:
    actor = actor_of(making)
    of = sent(actor, csv_file(rows or [{"title": "夜间停电", "category": "energy"}]))
    tasks.begin_check(actor, of)
    of.refresh_from_db()
    return of


def _written(making: Making) -> CaseImport:
    actor, of = actor_of(making), checked(making)
    importing.confirm_list(actor, of)
    tasks.begin_write(actor, of)
    return of


def saved(making: Making) -> SavedFilter:
    return actions.save_filter(actor_of(making), "停电", "q=停电")


def _publish(making: Making) -> Case:
    case = closed()
    actions.publish_example(actor_of(making), case, title="线路老化停电", answer="更换线路")
    return case


SCENARIOS: dict[str, Callable[[Making], Any]] = {
    "cases.check_list": checked,
    "cases.confirm_list": _written,
    "cases.count_words": lambda making: words.count_words(DESK, date(2026, 11, 1)),
    "cases.forget_filter": lambda making: actions.forget_filter(actor_of(making), saved(making)),
    "cases.publish_example": _publish,
    "cases.save_filter": saved,
    "cases.upload_list": checked,
    "cases.withdraw_example": lambda making: actions.withdraw_example(
        actor_of(making), _publish(making)
    ),
    "cases.write_list": _written,
}

ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {
    "cases:export": lambda making: {"form": "csv"},
    "cases:forget_filter": lambda making: {"number": saved(making).pk},
    "cases:example": lambda making: {"pk": closed().pk},
    "cases:withdraw_example": lambda making: {"pk": closed().pk},
    "cases:import": lambda making: {"number": checked(making).pk},
    "cases:confirm_import": lambda making: {"number": checked(making).pk},
    "cases:import_again": lambda making: {"number": checked(making).pk},
}
