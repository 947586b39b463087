"""The work of a file in the background. A worker that dies leaves nothing half done: each step is
one transaction, and what is begun again goes on where it stopped."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from banyan.desk.audit import Actor, Origin
from banyan.desk.lists.importing.actions import NotReadyError, keep_check, write_some
from banyan.desk.lists.importing.reading import UnfitError, check, columns, read_list
from banyan.desk.lists.models import ListImport
from banyan.desk.people.models import Account

SMALL = 100_000
"""Bytes up to which a file is checked at once."""

FEW = 100
"""Rows that are written at once, while the officer waits."""

SILENT = timedelta(seconds=60)
"""After which work that says nothing is held for dead."""


@task()
def check_list(number: int, account: int | None, language: str) -> None:
    of = ListImport.objects.select_related("upload", "made_by", "round").get(pk=number)
    with translation.override(language):
        try:
            wanted = columns(of.declared, entries=of.round is None)
            rows = read_list(Path(of.upload.file.path), of.upload.content_type, wanted)
            check(rows, of)
        except UnfitError:
            rows = []
    keep_check(_actor(account), of, rows)


@task()
def write_list(number: int, account: int | None, language: str) -> None:
    of = ListImport.objects.get(pk=number)
    with translation.override(language):
        try:
            while write_some(_actor(account), of):
                pass
        except NotReadyError:
            pass  # somebody else was faster


def begin_check(actor: Actor, of: ListImport) -> None:
    _begin(check_list, actor, of, at_once=of.upload.size <= SMALL)


def begin_write(actor: Actor, of: ListImport) -> None:
    _begin(write_list, actor, of, at_once=of.rows <= FEW)


def _begin(work: Any, actor: Actor, of: ListImport, *, at_once: bool) -> None:
    account = actor.account.pk if actor.account is not None else None
    language = translation.get_language() or "zh-hans"
    if at_once:
        work.call(of.pk, account, language)
    else:
        transaction.on_commit(lambda: work.enqueue(of.pk, account, language))


def is_silent(of: ListImport) -> bool:
    """Whether the work on a file seems to have died."""
    working = of.state in (ListImport.State.CHECKING, ListImport.State.WRITING)
    return working and timezone.now() - of.heard_at > SILENT


def _actor(account: int | None) -> Actor:
    found = Account.objects.get(pk=account) if account is not None else None
    return Actor(found, Origin(via="task"))
