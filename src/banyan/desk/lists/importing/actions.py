"""A file of a list, step by step: sent, checked, confirmed, written."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists.actions.proposing import propose
from banyan.desk.lists.declared import DeclaredList
from banyan.desk.lists.holding import may_decide, may_propose
from banyan.desk.lists.importing.reading import FIELD, ListRow
from banyan.desk.lists.models import Entry, ListImport, Round, Step
from banyan.desk.lists.recognizing import held_records
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import content_type
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Organization

AT_A_TIME = 100
"""Rows that are written in one transaction."""


class NotReadyError(Exception):
    """An import that is not in the state that the step needs."""


def _require(actor: Actor, of: DeclaredList, round_: Round | None) -> None:
    """Officers who propose send proposals, who decides sends what stands."""
    account = actor.account
    if account is None and actor.origin.via == "task":
        return
    officer = account is not None and account.role != Role.ENTERPRISE
    may = may_propose(account, of) if round_ is not None else may_decide(account, of)
    if not (officer and may):
        raise PermissionDenied


@action("lists.upload")
def upload(
    actor: Actor, of: DeclaredList, round_: Round | None, path: Path, name: str
) -> ListImport:
    """Keeps a file that was sent, to be checked: proposals for a round, or without one entries as
    they stand. Raises RefusedError for one that is not taken."""
    _require(actor, of, round_)
    if round_ is not None and round_.state != Round.State.OPEN:
        raise RefusedError(_("This round takes no proposals."))
    kept = keep(actor, path, name, content_type(path, name))
    county = actor.account.county if actor.account is not None else ""
    made = ListImport.objects.create(
        list=of.code, round=round_, upload=kept, county=county, made_by=actor.account
    )
    log(made, after={"list": of.code, "file": kept.name, "sha256": kept.sha256})
    return made


@action("lists.check_import")
def keep_check(actor: Actor, of: ListImport, rows: list[ListRow]) -> None:
    """Keeps what was found in the file."""
    _require(actor, of.declared, of.round)
    of.kept.parent.mkdir(parents=True, exist_ok=True)
    of.kept.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
    of.rows = len(rows)
    of.faulty = sum(bool(row.faults) for row in rows)
    of.known = sum(row.known and not row.faults for row in rows)
    of.state = ListImport.State.FAULTY if of.faulty or not rows else ListImport.State.READY
    of.save(update_fields=["rows", "faulty", "known", "state", "heard_at"])
    log(of, after={"state": of.state, "rows": of.rows, "faulty": of.faulty})


@action("lists.confirm_import")
def confirm(actor: Actor, of: ListImport) -> None:
    """An officer has seen what the file would bring, and wants it done. Raises NotReadyError for
    one that is not ready, or that somebody else has confirmed."""
    _require(actor, of.declared, of.round)
    changed = ListImport.objects.filter(pk=of.pk, state=ListImport.State.READY).update(
        state=ListImport.State.WRITING, heard_at=timezone.now()
    )
    if not changed:
        raise NotReadyError
    log(of, after={"state": ListImport.State.WRITING})


@action("lists.write_import")
def write_some(actor: Actor, of: ListImport) -> bool:
    """Writes the next rows of a confirmed file, each once; whether there are more."""
    _require(actor, of.declared, of.round)
    of = ListImport.objects.select_for_update(of=("self",)).get(pk=of.pk)
    if of.state != ListImport.State.WRITING:
        raise NotReadyError
    rows = kept_rows(of)[of.written : of.written + AT_A_TIME]
    new = [row for row in rows if not row.known]
    organizations = Organization.objects.in_bulk({row.values["uscc"] for row in new})
    for row in new:
        with suppress(RefusedError):  # somebody was first; the page of the round shows it
            organization = organizations[row.values["uscc"]]
            if of.round is not None:
                propose(Actor(of.made_by, actor.origin), of.round, organization, row.said())
            else:
                _enter(actor, of, organization, row)
    of.written += len(rows)
    more = of.written < of.rows
    of.state = ListImport.State.WRITING if more else ListImport.State.DONE
    of.save(update_fields=["written", "state", "heard_at"])
    log(of, after={"state": of.state, "written": of.written})
    return more


def _enter(actor: Actor, of: ListImport, organization: Any, row: ListRow) -> None:
    """An entry as the file says that it stands; where it is a recognition, with its record."""
    declared, values = of.declared, row.values
    tier = values.get("tier", "")
    record = held_records(declared, [organization.pk]).get((organization.pk, tier))
    expires = values.get("expires_on", "")
    entered = date.fromisoformat(values["entered_on"][:10].replace("/", "-"))
    ends = date.fromisoformat(expires[:10].replace("/", "-")) if expires else None
    entry = Entry(
        list=of.list,
        tier=tier,
        batch=values.get("batch", ""),
        subject=values.get("subject", "") if declared.subject is not None else "",
        organization=organization,
        county=organization.county,
        origin=Entry.Origin.IMPORTED,
        year=entered.year,
        fields={
            name.removeprefix(FIELD): text
            for name, text in values.items()
            if name.startswith(FIELD) and text
        },
        stage=values.get("stage", "") or declared.first_stage,
        entered_on=entered,
        expires_on=ends if record is None else record.expires_on,
        recognition="" if record is None else record.recognition,
    )
    try:
        with transaction.atomic():
            entry.save()
    except IntegrityError:
        return
    Step.objects.create(
        entry=entry,
        what=Step.What.ENTERED,
        stage=entry.stage,
        note=entry.get_origin_display(),
        by=of.made_by,
    )


def kept_rows(of: ListImport) -> list[ListRow]:
    """The rows as they were read; none where they are not read yet."""
    if not of.kept.exists():
        return []
    return [ListRow(**row) for row in json.loads(of.kept.read_text())]
