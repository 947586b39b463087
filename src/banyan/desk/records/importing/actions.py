"""An import, step by step: sent, checked, confirmed, written, taken back."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.records import actions
from banyan.desk.records.actions import OFFICERS, county_of
from banyan.desk.records.checking import SHOWN_OF_A_KIND, Draft, Outcome, check
from banyan.desk.records.importing import preview
from banyan.desk.records.importing.archive import content_type
from banyan.desk.records.importing.reading import ReadFile, read_file
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Import, ImportFault, Source
from banyan.rules.errors import Fault

SMALL = 300_000
"""Bytes up to which a file is worked on at once, while the officer waits."""


class NotReadyError(Exception):
    """An import that is not in the state that the step needs."""


@action("records.upload")
def upload(actor: Actor, path: Path, name: str, table: str = "") -> Import:
    """Keeps a file that was sent, to be checked. Raises RefusedError for one that is not taken."""
    require(actor, *OFFICERS)
    kind = content_type(path, name)
    kept = keep(actor, path, name, kind)
    made = Import.objects.create(
        upload=kept, table=table, county=county_of(actor.account), made_by=actor.account
    )
    log(made, after={"file": kept.name, "sha256": kept.sha256, "size": kept.size, "table": table})
    return made


def check_import(actor: Actor, of: Import) -> Import:
    """Finds every fault of the file and what it would do. Nothing but the import is written, and
    no transaction is open while the file is read."""
    require(actor, *OFFICERS)
    read = read_file(Path(of.upload.file.path), of.upload.name, of.upload.content_type, of.table)
    preview.say(of, 0, read.height)
    draft = Draft({one.table.name: one.facts for one in read.tables if one.rows})
    outcome = check(draft, of.made_by)
    faults = _faults(read, outcome)
    faulty = {(fault.table, fault.row) for fault in faults if fault.row}
    for one in read.tables:
        kinds = outcome.kinds.get(one.table.name) or [""] * len(one.rows)
        outcome.kinds[one.table.name] = [
            "faulty" if (one.table.name, row) in faulty else kind or "unjudged"
            for row, kind in zip(one.rows, kinds, strict=True)
        ]
    return _keep_check(actor, of, read, outcome, faults)


@action("records.check_import")
def _keep_check(
    actor: Actor, of: Import, read: ReadFile, outcome: Outcome, faults: list[Fault]
) -> Import:
    of = Import.objects.select_for_update().get(pk=of.pk)
    if of.source_id is not None:
        raise NotReadyError
    of.faults.all().delete()
    ImportFault.objects.bulk_create(
        [_kept(of, fault) for fault in faults[: 10 * SHOWN_OF_A_KIND]], batch_size=1_000
    )
    preview.keep(of, read.tables, outcome)
    of.counts = {
        one.table.name: dict(Counter(outcome.kinds[one.table.name])) for one in read.tables
    }
    of.kinds = _kinds(faults)
    of.state = Import.State.FAULTY if faults else Import.State.READY
    of.save(update_fields=["counts", "kinds", "state"])
    log(of, after={"state": of.state, "faults": sum(1 + fault.more for fault in faults)})
    return of


def _faults(read: ReadFile, outcome: Outcome) -> list[Fault]:
    """All faults, those of rows with the numbers that the rows have in the file."""
    numbers = {one.table.name: one.rows for one in read.tables}
    found = [*read.faults]
    for one in read.tables:
        found += one.faults
    known = {(fault.table, fault.row, fault.column, fault.expected) for fault in found}
    for fault in outcome.faults:
        row = fault.row
        if row and fault.table in numbers:
            row = numbers[fault.table][row - 1]
        placed = Fault(
            fault.table, row, fault.column, fault.value, fault.expected, fault.key, fault.more
        )
        if (placed.table, placed.row, placed.column, placed.expected) not in known:
            found.append(placed)
    if not found and not read.height:
        found.append(Fault("", 0, None, None, "a row"))
    return found


def _kept(of: Import, fault: Fault) -> ImportFault:
    return ImportFault(
        of=of,
        table=fault.table,
        row=fault.row,
        column=(fault.column or "")[:200],
        value=(fault.value or "")[:1000],
        expected=fault.expected,
        more=fault.more,
    )


def _kinds(faults: list[Fault]) -> list[dict[str, Any]]:
    """How many faults there are of each kind, the most frequent first."""
    counts: Counter[tuple[str, str, str]] = Counter()
    for fault in faults:
        counts[fault.table, fault.column or "", fault.expected] += 1 + fault.more
    return [
        {"table": table, "column": column, "expected": expected, "count": count}
        for (table, column, expected), count in counts.most_common()
    ]


@action("records.confirm_import")
def confirm_import(actor: Actor, of: Import, *, verified: bool = False) -> None:
    """An officer has seen what the file would do, and wants it done. Raises NotReadyError for one
    that is not ready, or that somebody else has confirmed."""
    require(actor, *OFFICERS)
    changed = Import.objects.filter(pk=of.pk, state=Import.State.READY, source=None).update(
        state=Import.State.WRITING, verified=verified
    )
    if not changed:
        raise NotReadyError
    log(of, after={"state": Import.State.WRITING, "verified": verified})


@action("records.write_import")
def write_import(actor: Actor, of: Import) -> Source:
    """Writes a confirmed import, whole or not at all; whoever comes second finds it done.

    Raises FactsError or ConflictError where the records have changed since the check."""
    require(actor, *OFFICERS)
    of = Import.objects.select_for_update().get(pk=of.pk)
    if of.source_id is not None or of.state != Import.State.WRITING:
        raise NotReadyError
    total = sum(
        count
        for counts in of.counts.values()
        for name, count in counts.items()
        if name in ("inserted", "changed")
    )
    source = actions.import_rows(
        actor,
        preview.draft_of(of),
        upload=of.upload,
        verified=of.verified,
        progress=lambda done: preview.say(of, done, total),
    )
    of.source, of.state = source, Import.State.DONE
    of.save(update_fields=["source", "state"])
    log(of, after={"state": of.state, "source": source.pk})
    return source


@action("records.take_back_import")
def take_back_import(actor: Actor, of: Import) -> Source:
    """Takes back what an import did. Raises UndoError, FactsError: see ``undo_import``."""
    require(actor, *OFFICERS)
    of = Import.objects.select_for_update().get(pk=of.pk)
    if of.source is None or of.state != Import.State.DONE:
        raise NotReadyError
    undo = actions.undo_import(actor, of.source)
    of.state = Import.State.UNDONE
    of.save(update_fields=["state"])
    log(of, after={"state": of.state, "source": undo.pk})
    return undo
