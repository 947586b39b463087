"""The verified records that stand behind entries, so that settlement and benefits know."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.lists.declared import DeclaredList, Recognition
from banyan.desk.lists.models import Entry
from banyan.desk.records.actions import enter
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import Row, in_pieces, row_of
from banyan.desk.records.writing import ConflictError, as_draft
from banyan.rules.errors import FactsError
from banyan.rules.wording import plain_yuan

TABLE = "recognitions"
COPIED = ("rank", "score", "provincial_award")
"""Columns of the record that a field of the same name fills."""

_RECORDS: Any = FACTS[TABLE]

Changes = list[tuple[str, Row | None, Row | None]]


def recognize(actor: Actor, entries: Sequence[Entry]) -> None:
    """Gives each entry whose tier is a recognition its record, verified by the actor: the one that
    is there already, which then says when the term ends, or a new one. Raises RefusedError where a
    record cannot be made."""
    wanted = [
        (entry, found)
        for entry in entries
        if (found := entry.declared.tiers[entry.tier].recognition) is not None
    ]
    present = _present(wanted)
    changes: Changes = []
    for entry, recognition in wanted:
        record = present.get(entry.pk)
        if record is None:
            entry.recognition = f"LIST-{entry.pk}"
            changes.append((TABLE, None, _row(entry, recognition)))
            continue
        entry.recognition = record.recognition
        if record.expires_on is not None:
            entry.expires_on = record.expires_on
        elif entry.expires_on is not None:
            changes.append((TABLE, row_of(record), _ending(record, entry.expires_on)))
        if record.verified_at is None:
            _verify(actor, record)
    Entry.objects.bulk_update([entry for entry, _of in wanted], ["recognition", "expires_on"])
    _write(actor, changes)


def award(actor: Actor, entry: Entry, recognition: Recognition, amount: int, day: date) -> str:
    """The record of an award of ``amount`` fen for an entry that came to the end of its list."""
    name = f"LIST-{entry.pk}-AWARD"
    row = {
        "recognition": name,
        "uscc": entry.organization_id,
        "kind": recognition.kind,
        "level": recognition.level,
        "subject": entry.subject,
        "recognized_on": day.isoformat(),
        "assessed_award": plain_yuan(amount),
    }
    _write(actor, [(TABLE, None, row)])
    return name


def end_on(actor: Actor, entries: Iterable[Entry], day: date) -> None:
    """Lets the records behind the entries expire on ``day``; those that expired before stay."""
    changes: Changes = []
    for record in _behind(entries):
        last = max(day, record.recognized_on + timedelta(days=1))
        if record.expires_on is None or record.expires_on > last:
            changes.append((TABLE, row_of(record), _ending(record, last)))
    _write(actor, changes)


def extend_to(actor: Actor, entry: Entry, day: date) -> None:
    """Lets the record behind the entry hold until ``day``."""
    changes: Changes = [
        (TABLE, row_of(record), _ending(record, day)) for record in _behind([entry])
    ]
    _write(actor, changes)


def held_records(of: DeclaredList, codes: Collection[str]) -> dict[tuple[str, str], Any]:
    """The verified records that hold today and stand for a tier of the list, by organization and
    tier."""
    today = timezone.localdate()
    found = {}
    for code, tier in of.tiers.items():
        if tier.recognition is None:
            continue
        records = _RECORDS.objects.filter(
            kind=tier.recognition.kind, verified_at__isnull=False
        ).filter(Q(expires_on=None) | Q(expires_on__gt=today))
        if tier.recognition.level:
            records = records.filter(level=tier.recognition.level)
        for piece in in_pieces(sorted(codes)):
            for record in records.filter(organization__in=piece).order_by("recognized_on"):
                found[record.organization_id, code] = record
    return found


def _behind(entries: Iterable[Entry]) -> list[Any]:
    names = [entry.recognition for entry in entries if entry.recognition]
    found: list[Any] = []
    for piece in in_pieces(names):
        found += _RECORDS.objects.select_for_update(of=("self",)).filter(recognition__in=piece)
    return found


def _present(wanted: Sequence[tuple[Entry, Recognition]]) -> dict[int, Any]:
    """By entry: the newest record of its recognition that the organization holds."""
    kinds = {recognition.kind for _entry, recognition in wanted}
    held: dict[str, list[Any]] = defaultdict(list)
    for piece in in_pieces(sorted({entry.organization_id for entry, _of in wanted})):
        rows = _RECORDS.objects.filter(organization__in=piece, kind__in=kinds)
        for record in rows.order_by("-recognized_on", "-pk"):
            held[record.organization_id].append(record)
    return {
        entry.pk: record
        for entry, recognition in wanted
        for record in reversed(held[entry.organization_id])
        if _is_of(record, entry, recognition)
    }


def _is_of(record: Any, entry: Entry, recognition: Recognition) -> bool:
    """Whether the record is the entry's recognition, and holds on the day on which it enters. What
    a record is about matters only where the list tells subjects apart."""
    if record.kind != recognition.kind:
        return False
    if recognition.level and (record.level or "") != recognition.level:
        return False
    subject = recognition.subject or entry.subject
    if subject and (record.subject or "") != subject:
        return False
    return record.expires_on is None or record.expires_on > entry.entered_on


def _row(entry: Entry, recognition: Recognition) -> Row:
    row = {
        "recognition": entry.recognition,
        "uscc": entry.organization_id,
        "kind": recognition.kind,
        "level": recognition.level,
        "subject": recognition.subject or entry.subject,
        "recognized_on": entry.entered_on.isoformat(),
        "expires_on": entry.expires_on.isoformat() if entry.expires_on else "",
    }
    return row | {name: entry.fields[name] for name in COPIED if entry.fields.get(name)}


def _ending(record: Any, day: date) -> Row:
    return row_of(record) | {"expires_on": day.isoformat()}


def _verify(actor: Actor, record: Any) -> None:
    _RECORDS.objects.filter(pk=record.pk).update(
        verified_by=actor.account, verified_at=timezone.now()
    )


def _write(actor: Actor, changes: Changes) -> None:
    if not changes:
        return
    try:
        enter(actor, as_draft(changes), note=_("lists"))
    except (FactsError, ConflictError) as error:
        raise RefusedError(
            _("The record of the recognition could not be made: %(fault)s") % {"fault": str(error)}
        ) from error
