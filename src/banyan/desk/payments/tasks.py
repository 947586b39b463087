"""Posting in the background. A worker that dies leaves nothing half done: what it posts is one
transaction, and what was posted is not posted again."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.payments.actions.results import PostedError, post_file
from banyan.desk.payments.actions.statements import ask_bank, not_asked
from banyan.desk.payments.models import BankFile
from banyan.desk.people.models import Account

SMALL = 200
"""Rows up to which a file is posted while the officer waits."""


@task()
def post(file: int, actor: dict[str, Any]) -> None:
    """Posts a file of the bank; one that is posted stays as it is."""
    with suppress(PostedError):
        post_file(_actor(actor), BankFile.objects.get(pk=file))


def begin(actor: Actor, file: BankFile) -> None:
    """Posts a small file at once, a large one in the background."""
    if file.rows <= SMALL:
        with suppress(PostedError):
            post_file(actor, file)
        return
    transaction.on_commit(partial(post.enqueue, file.pk, _said(actor)))


def each_day(actor: Actor, day: date) -> None:
    """Posts what a server that died between receiving and posting has left, and has the bank asked
    about what it has not answered."""
    for file in BankFile.objects.filter(state=BankFile.State.RECEIVED):
        with suppress(PostedError):
            post_file(actor, file)
    if not_asked(day):
        ask_bank(actor, day)


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
