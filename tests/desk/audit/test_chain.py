"""The audit's entries cannot be changed, and whoever changes them all the same is found out."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from banyan.desk.audit import ACTIONS, Actor, NoEntryError, action, append_only, log
from banyan.desk.audit.models import Entry
from banyan.desk.audit.verification import verify
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from desk.making import Making


@pytest.fixture(autouse=True)
def _actions():
    """The test's own actions are forgotten after it."""
    before = dict(ACTIONS)
    yield
    ACTIONS.clear()
    ACTIONS.update(before)


def _rename(actor: Actor, unit: Unit, name: str) -> None:
    @action(f"test.rename_{name}")
    def rename(actor: Actor) -> None:
        before = unit.name_en
        unit.name_en = name
        unit.save(update_fields=["name_en"])
        log(unit, before={"name_en": before}, after={"name_en": name})

    rename(actor)


def _raw(sql: str) -> None:
    """As someone with access to the database and the will to take the triggers off."""
    with connection.cursor() as cursor:
        for statement in append_only.removals(connection.vendor, "audit_entry"):
            cursor.execute(statement)
        cursor.execute(sql)


def test_an_entry_says_who_did_what_to_what_from_where(making: Making) -> None:
    actor = making.actor(Role.CITY)
    unit = making.unit("power")
    _rename(actor, unit, "Power")
    entry = Entry.objects.get()
    assert (entry.action, entry.actor, entry.subject) == (
        "test.rename_Power",
        actor.account,
        "people.unit",
    )
    assert entry.before == {"name_en": "power"}
    assert entry.after == {"name_en": "Power"}
    assert entry.via == "command"


def test_an_action_that_leaves_no_entry_changes_nothing(making: Making) -> None:
    unit = making.unit("power")

    @action("test.silent")
    def silent(actor: Actor) -> None:
        Unit.objects.filter(pk=unit.pk).update(name_en="changed")

    with pytest.raises(NoEntryError):
        silent(Actor())
    unit.refresh_from_db()
    assert unit.name_en == "power"


def test_an_action_that_fails_leaves_no_entry(making: Making) -> None:
    @action("test.failing")
    def failing(actor: Actor) -> None:
        log("nothing")
        raise RuntimeError

    with pytest.raises(RuntimeError):
        failing(Actor())
    assert not Entry.objects.exists()


@pytest.mark.parametrize("sql", ["UPDATE audit_entry SET action = 'x'", "DELETE FROM audit_entry"])
def test_the_database_refuses_to_change_an_entry(making: Making, sql: str) -> None:
    _rename(Actor(), making.unit("power"), "a")
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql)


def test_a_chain_that_nobody_touched_holds(making: Making) -> None:
    for name in "abc":
        _rename(Actor(), making.unit("power"), name)
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("sql", "number"),
    [
        ("UPDATE audit_entry SET actor_name = 'somebody else' WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 2", 2),
        ("DELETE FROM audit_entry WHERE number = 1", 1),
        ("DELETE FROM audit_entry WHERE number = 3", 4 - 1),
        ("UPDATE audit_entry SET number = 7 WHERE number = 3", 3),
    ],
)
def test_a_changed_or_missing_entry_is_found(making: Making, sql: str, number: int) -> None:
    for name in "abc":
        _rename(Actor(), making.unit("power"), name)
    _raw(sql)
    assert number in [found.number for found in verify()]
