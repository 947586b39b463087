"""The work of an import in the background. A worker that dies leaves nothing half done: each step
is one transaction, and can be begun again."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.models import Account
from banyan.desk.records.importing import preview
from banyan.desk.records.importing.actions import (
    SMALL,
    NotReadyError,
    check_import,
    write_import,
)
from banyan.desk.records.models import Import
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError


@task()
def check(import_id: int, actor: dict[str, Any]) -> None:
    """Checks the file of an import."""
    check_import(_actor(actor), Import.objects.get(pk=import_id))


@task()
def write(import_id: int, actor: dict[str, Any]) -> None:
    """Writes a confirmed import; one whose records have changed meanwhile is checked again."""
    of = Import.objects.get(pk=import_id)
    try:
        write_import(_actor(actor), of)
    except (FactsError, ConflictError):
        check_import(_actor(actor), of)
    except NotReadyError:
        pass  # somebody else was faster


def begin_check(actor: Actor, of: Import) -> None:
    """Checks a small file at once, a large one in the background."""
    _begin(
        of, partial(check.call, of.pk, _said(actor)), partial(check.enqueue, of.pk, _said(actor))
    )


def begin_write(actor: Actor, of: Import) -> None:
    """Writes a small import at once, a large one in the background."""
    arguments = (of.pk, _said(actor))
    _begin(of, partial(write.call, *arguments), partial(write.enqueue, *arguments))


def _begin(of: Import, now: Any, later: Any) -> None:
    if of.upload.size <= SMALL:
        now()
        return
    preview.say(of, 0, 0)
    transaction.on_commit(later)


def is_silent(of: Import) -> bool:
    """Whether the work on an import seems to have died."""
    if of.state not in (Import.State.CHECKING, Import.State.WRITING):
        return False
    return preview.progress_of(of).is_silent(of.made_at.timestamp())


def _said(actor: Actor) -> dict[str, Any]:
    """An actor as a task carries it."""
    return {
        "account": actor.account.pk if actor.account is not None else None,
        "address": actor.origin.address,
        "request_id": actor.origin.request_id,
    }


def _actor(said: dict[str, Any]) -> Actor:
    account = Account.objects.get(pk=said["account"]) if said["account"] is not None else None
    return Actor(account, Origin("task", said["address"], said["request_id"]))
