"""Writes checked changes under a source, each with its revision."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.utils import timezone

from banyan.desk.people.models import Account
from banyan.desk.records import search
from banyan.desk.records.checking import STILL_THERE, Change, Draft, check
from banyan.desk.records.models import FACTS, Revision, Source
from banyan.desk.records.rows import Row, attributes_of, in_pieces, schema
from banyan.rules.checking import parents_of
from banyan.rules.errors import FactsError, Fault
from banyan.rules.schema import Table

WRITTEN = 1_000
"""Rows that are written by one statement."""

Progress = Callable[[int], None]


class ConflictError(Exception):
    """Somebody else has changed the record in the meantime."""


@dataclass(frozen=True)
class Written:
    """What a source did: rows inserted, changed and deleted by table, and for whom."""

    source: Source
    counts: dict[str, dict[str, int]]
    organizations: set[str]

    @property
    def organization(self) -> str:
        """The organization, where it concerns one alone."""
        return next(iter(self.organizations)) if len(self.organizations) == 1 else ""


def write(
    source: Source,
    draft: Draft,
    account: Account | None,
    *,
    verified_by: Account | None = None,
    progress: Progress | None = None,
) -> Written:
    """Checks the draft with its records held, and writes it under ``source`` (which is not saved
    yet). Must run in the transaction of an action.

    Raises FactsError with every fault, ConflictError where somebody inserted the same record at
    the same time."""
    outcome = check(draft, account, lock=True)
    if outcome.faults:
        raise FactsError(outcome.faults)
    source.rows = len(outcome.changes)
    source.save()
    _Writing(source, verified_by, progress).carry_out(outcome.changes)
    organizations = organizations_of(outcome.changes)
    search.refresh(organizations)
    for listener in _listeners:
        transaction.on_commit(lambda listener=listener: listener(organizations))  # type: ignore[misc]
    return Written(source, _counts(outcome.changes), organizations)


_listeners: list[Callable[[set[str]], None]] = []


def on_change(listener: Callable[[set[str]], None]) -> None:
    """Has ``listener`` called after every commit that changed records, with the credit codes of
    the organizations concerned. For what is computed from records and kept."""
    _listeners.append(listener)


def organizations_of(changes: Iterable[Change]) -> set[str]:
    """The organizations that changes concern."""
    found: set[str] = set()
    indirect: dict[str, set[str]] = {}
    for change in changes:
        table = schema().table(change.table)
        for row in filter(None, (change.before, change.after)):
            if table.has("uscc"):
                found.add(row["uscc"])
            elif table.owner:
                indirect.setdefault(table.name, set()).add(row[table.owner])
    for name, keys in indirect.items():
        table = schema().table(name)
        parent = FACTS[table.column(table.owner).references]
        attribute = parent.attributes[parent.table.key[0]]
        for piece in in_pieces(keys):
            owners = parent.objects.filter(**{f"{attribute}__in": piece})
            found.update(owners.values_list(parent.attributes["uscc"], flat=True))
    return found


def _counts(changes: Iterable[Change]) -> dict[str, dict[str, int]]:
    counts: dict[str, dict[str, int]] = {}
    for change in changes:
        of_table = counts.setdefault(change.table, {})
        of_table[change.kind] = of_table.get(change.kind, 0) + 1
    return counts


class _Writing:
    def __init__(
        self, source: Source, verified_by: Account | None, progress: Progress | None
    ) -> None:
        self.source = source
        self.said: dict[str, Any] = {
            "source": source,
            "verified_by": verified_by,
            "verified_at": timezone.now() if verified_by is not None else None,
        }
        self.progress = progress
        self.done = 0

    def carry_out(self, changes: Sequence[Change]) -> None:
        by_table: dict[str, list[Change]] = {}
        for change in changes:
            by_table.setdefault(change.table, []).append(change)
        order = _referred_first(by_table)
        for table in reversed(order):
            self._delete(table, [c for c in by_table[table.name] if c.after is None])
        for table in order:
            self._put(table, [c for c in by_table[table.name] if c.after is not None])

    def _delete(self, table: Table, changes: list[Change]) -> None:
        model = FACTS[table.name]
        for piece in in_pieces(change.primary for change in changes):
            try:
                model.objects.filter(pk__in=piece).delete()
            except ProtectedError as error:
                referrer = next(iter(error.protected_objects))
                value = f"{referrer._meta.label_lower} {referrer}"
                raise FactsError(
                    [Fault(table.name, 0, None, value, "no record that refers to it")]
                ) from None
        self._say(changes)

    def _put(self, table: Table, changes: list[Change]) -> None:
        inserted = [change for change in changes if change.before is None]
        changed = [change for change in changes if change.before is not None]
        model = FACTS[table.name]
        unique = [self._field(model, name) for name in table.key]
        for part in _parts(inserted):
            try:
                with transaction.atomic():
                    model.objects.bulk_create([self._record(c) for c in part])
            except IntegrityError as error:
                raise ConflictError(str(error)) from error
            self._say(part)
        fields = [self._field(model, column.name) for column in table.columns]
        fields = [name for name in fields if name not in unique] + list(self.said)
        for part in _parts(changed):
            # The records are held: this inserts none.
            model.objects.bulk_create(
                [self._record(c) for c in part],
                update_conflicts=True,
                unique_fields=unique,
                update_fields=fields,
            )
            self._say(part)

    def _field(self, model: Any, column: str) -> str:
        return str(model.attributes[column]).removesuffix("_id")

    def _record(self, change: Change) -> Any:
        table = schema().table(change.table)
        after: Row = change.after or {}
        return FACTS[change.table](**attributes_of(table, after), **self.said)

    def _say(self, changes: Sequence[Change]) -> None:
        for part in _parts(changes):
            owners = _owners(part)
            Revision.objects.bulk_create(
                Revision(
                    source=self.source,
                    table=change.table,
                    key=change.key,
                    organization=owner,
                    before=change.before,
                    after=change.after,
                )
                for change, owner in zip(part, owners, strict=True)
            )
            self.done += len(part)
            if self.progress is not None:
                self.progress(self.done)


def _owners(changes: Sequence[Change]) -> list[str]:
    """The organization that each change is shown to: its own."""
    table = schema().table(changes[0].table)
    rows = [change.after or change.before or {} for change in changes]
    if table.has("uscc"):
        return [row["uscc"] for row in rows]
    if not table.owner:
        return ["" for _ in rows]
    parent = FACTS[table.column(table.owner).references]
    key = parent.attributes[parent.table.key[0]]
    records = parent.objects.filter(**{f"{key}__in": {row[table.owner] for row in rows}})
    owners = dict(records.values_list(key, parent.attributes["uscc"]))
    return [owners.get(row[table.owner], "") for row in rows]


def _parts(changes: Sequence[Change]) -> Iterable[Sequence[Change]]:
    for first in range(0, len(changes), WRITTEN):
        yield changes[first : first + WRITTEN]


def _referred_first(names: Iterable[str]) -> list[Table]:
    def depth(table: Table) -> int:
        return max((1 + depth(schema().table(name)) for name in parents_of(table)), default=0)

    return sorted((schema().table(name) for name in names), key=depth)


def as_draft(changes: Iterable[tuple[str, Row | None, Row | None]]) -> Draft:
    """Changes (table, before, after) as a draft. A record of a table without a key that changes
    goes, and another comes."""
    rows: dict[str, list[Row]] = {}
    gone: dict[str, list[Row]] = {}
    for name, before, after in changes:
        if after is not None:
            rows.setdefault(name, []).append(after)
        if before is not None and (after is None or not schema().table(name).key):
            gone.setdefault(name, []).append(before)
    draft = Draft.of_rows(rows)
    draft.gone = gone
    return draft


__all__ = ["STILL_THERE", "ConflictError", "Written", "as_draft", "on_change", "write"]
