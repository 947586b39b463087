"""A list of cases, step by step: sent, checked, confirmed, written."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.cases.importing.reading import GRAVITIES, ListRow, origin_key
from banyan.desk.cases.models import Case, CaseImport
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import content_type
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Organization

OFFICERS = (Role.COUNTY, Role.CITY)
AT_A_TIME = 100
"""Rows that are written in one transaction."""


class NotReadyError(Exception):
    """An import that is not in the state that the step needs."""


@action("cases.upload_list")
def upload_list(actor: Actor, path: Path, name: str) -> CaseImport:
    """Keeps a file that was sent, to be checked. Raises RefusedError for one that is not taken."""
    require(actor, *OFFICERS)
    kept = keep(actor, path, name, content_type(path, name))
    county = actor.account.county if actor.account is not None else ""
    made = CaseImport.objects.create(upload=kept, county=county, made_by=actor.account)
    log(made, after={"file": kept.name, "sha256": kept.sha256, "size": kept.size})
    return made


@action("cases.check_list")
def keep_check(actor: Actor, of: CaseImport, rows: list[ListRow]) -> None:
    """Keeps what was found in the file."""
    require(actor, *OFFICERS)
    of.kept.parent.mkdir(parents=True, exist_ok=True)
    of.kept.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False))
    of.rows = len(rows)
    of.faulty = sum(bool(row.faults) for row in rows)
    of.known = sum(row.known for row in rows)
    of.state = CaseImport.State.FAULTY if of.faulty or not rows else CaseImport.State.READY
    of.save(update_fields=["rows", "faulty", "known", "state", "heard_at"])
    log(of, after={"state": of.state, "rows": of.rows, "faulty": of.faulty})


@action("cases.confirm_list")
def confirm_list(actor: Actor, of: CaseImport) -> None:
    """An officer has seen what the list would bring, and wants it done. Raises NotReadyError for
    one that is not ready, or that somebody else has confirmed."""
    require(actor, *OFFICERS)
    changed = CaseImport.objects.filter(pk=of.pk, state=CaseImport.State.READY).update(
        state=CaseImport.State.WRITING, heard_at=timezone.now()
    )
    if not changed:
        raise NotReadyError
    log(of, after={"state": CaseImport.State.WRITING})


@action("cases.write_list")
def write_some(actor: Actor, of: CaseImport) -> bool:
    """Opens the next cases of a confirmed list, each once; whether there are more."""
    require(actor, *OFFICERS)
    of = CaseImport.objects.select_for_update(of=("self",)).get(pk=of.pk)
    if of.state != CaseImport.State.WRITING:
        raise NotReadyError
    rows = kept_rows(of)[of.written : of.written + AT_A_TIME]
    organizations = Organization.objects.in_bulk({row.values["uscc"] for row in rows} - {""})
    for row in rows:
        said = row.values
        open_case(
            actor,
            Wanted(
                kind=row.kind,
                category=row.code,
                title=said["title"],
                text=said["text"],
                organization=organizations.get(said["uscc"]),
                county=of.county,
                gravity=GRAVITIES[said["gravity"].lower()],
                contact=said["contact"],
                phone=said["phone"],
            ),
            Case.Origin.IMPORTED,
            origin_key(of.county, said["key"]),
        )
    of.written += len(rows)
    more = of.written < of.rows
    of.state = CaseImport.State.WRITING if more else CaseImport.State.DONE
    of.save(update_fields=["written", "state", "heard_at"])
    log(of, after={"state": of.state, "written": of.written})
    return more


def kept_rows(of: CaseImport) -> list[ListRow]:
    """The rows as they were read; none where they are not read yet."""
    if not of.kept.exists():
        return []
    return [ListRow(**row) for row in json.loads(of.kept.read_text())]
