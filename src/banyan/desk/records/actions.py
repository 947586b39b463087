"""What people do with records. All of it goes through one core (``writing``): checked by the
engine, in one transaction, under a source, with a revision for every record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import Any

from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import search
from banyan.desk.records.checking import Draft
from banyan.desk.records.models import FACTS, Fact, Organization, Revision, Source, Tag
from banyan.desk.records.rows import Row, key_of, row_of, schema
from banyan.desk.records.writing import ConflictError, Progress, Written, as_draft, write

OFFICERS = (Role.COUNTY, Role.CITY)
"""Who imports, corrects, verifies and tags, each within their scope."""

NOT_DECLARED = frozenset({"history", "budgets"})
"""Tables that say what the government did: no organization declares them."""

NOT_ONES_OWN = frozenset({"county", "kind"})
"""Columns of its own record that an organization does not change itself."""


class UndoError(Exception):
    """An import that cannot be taken back; ``reasons`` are (record, source that changed it)."""

    def __init__(self, reasons: list[tuple[str, Source | None]]) -> None:
        self.reasons = reasons
        super().__init__(f"{len(reasons)} records have changed since")


def county_of(account: Account | None) -> str:
    return account.county if account is not None else ""


def _source(actor: Actor, kind: Source.Kind, **more: Any) -> Source:
    return Source(kind=kind, made_by=actor.account, county=county_of(actor.account), **more)


def _log(written: Written, **more: Any) -> None:
    """The entry of a source; what it did to each record its revisions tell."""
    log(written.source, after={"records": written.counts} | more, organization=written.organization)


@action("records.import")
def import_rows(
    actor: Actor,
    draft: Draft,
    *,
    upload: Any = None,
    note: str = "",
    verified: bool = False,
    progress: Progress | None = None,
) -> Source:
    """Writes the rows of a file; with ``verified`` the officer vouches for them.

    Raises FactsError where one of them is at fault: then nothing is written."""
    require(actor, *OFFICERS)
    source = _source(actor, Source.Kind.IMPORTED, upload=upload, note=note)
    by = actor.account if verified else None
    written = write(source, draft, actor.account, verified_by=by, progress=progress)
    _log(written, file=upload.name if upload is not None else "", verified=verified)
    return source


@action("records.undo_import")
def undo_import(actor: Actor, source: Source) -> Source:
    """Takes back all that an import did. Raises UndoError where a later source has changed one of
    its records, FactsError where another record has come to need one of them."""
    require(actor, *OFFICERS)
    source = Source.objects.select_for_update().get(pk=source.pk)
    if source.kind != Source.Kind.IMPORTED or hasattr(source, "undone_by"):
        raise UndoError([])
    if county_of(actor.account) not in ("", source.county):
        raise PermissionDenied
    revisions = list(source.revisions.order_by("pk"))
    draft = as_draft((one.table, one.after, one.before) for one in revisions)
    reasons = _changed_since(source, revisions)
    if reasons:
        raise UndoError(reasons)
    undo = _source(actor, Source.Kind.UNDONE, undoes=source)
    written = write(undo, draft, actor.account)
    _log(written, takes_back=source.pk)
    return undo


def _changed_since(source: Source, revisions: list[Revision]) -> list[tuple[str, Source | None]]:
    """The records of the source that a later one has changed."""
    later = {}
    for first in range(0, len(revisions), 500):
        part = revisions[first : first + 500]
        found = (
            Revision.objects.filter(
                table__in={one.table for one in part}, key__in={one.key for one in part}
            )
            .filter(pk__gt=revisions[-1].pk)
            .exclude(source=source)
            .select_related("source", "source__made_by")
            .order_by("pk")
        )
        later.update({(one.table, one.key): one for one in found})
    # What was changed and taken back again stands as the source left it.
    return [
        (f"{one.table} {one.key}", later[one.table, one.key].source)
        for one in revisions
        if (one.table, one.key) in later and later[one.table, one.key].after != one.after
    ]


@action("records.correct")
def correct(
    actor: Actor,
    table: str,
    after: Mapping[str, str],
    record: Fact | None = None,
    *,
    seen: Row | None = None,
    note: str = "",
) -> Source:
    """An officer enters a record, or changes one; what officers enter is verified by them.

    ``seen`` is the record as the officer had it before them: raises ConflictError where it has
    become another since. Raises FactsError for a record that does not hold."""
    require(actor, *OFFICERS)
    source = _source(actor, Source.Kind.CORRECTED, note=note)
    return _write_one(source, actor, table, after, record, seen, actor.account)


@action("records.enter")
def enter(actor: Actor, draft: Draft, *, note: str = "") -> Source:
    """Writes what an officer has decided on in another part of the desk, verified by the officer.
    Raises FactsError where a row is at fault, ConflictError where somebody else was first."""
    require(actor, *OFFICERS)
    source = _source(actor, Source.Kind.CORRECTED, note=note)
    _log(write(source, draft, actor.account, verified_by=actor.account), note=note)
    return source


@action("records.declare")
def declare(
    actor: Actor,
    table: str,
    after: Mapping[str, str],
    record: Fact | None = None,
    *,
    seen: Row | None = None,
) -> Source:
    """An enterprise enters or changes a fact of its own: not verified by anybody."""
    require(actor, Role.ENTERPRISE)
    if not may_declare(table, new=record is None):
        raise PermissionDenied
    if record is not None and table == schema().organizations:
        before = row_of(record)
        after = dict(after) | {name: before[name] for name in NOT_ONES_OWN}
    source = _source(actor, Source.Kind.DECLARED)
    return _write_one(source, actor, table, after, record, seen, None)


def may_declare(table: str, *, new: bool) -> bool:
    """Whether organizations declare rows of this table (their own profile is there already)."""
    return table not in NOT_DECLARED and not (new and table == schema().organizations)


def _write_one(
    source: Source,
    actor: Actor,
    name: str,
    after: Mapping[str, str],
    record: Fact | None,
    seen: Row | None,
    verified_by: Account | None,
) -> Source:
    table = schema().table(name)
    given: Row = {column.name: after.get(column.name) or "" for column in table.columns}
    before = None
    if record is not None:
        before = _held(actor, record)
        if seen is not None and seen != before:
            raise ConflictError
        given |= {key: before[key] for key in table.key}
    elif table.key and _is_there(name, given):
        raise ConflictError
    written = write(
        source, as_draft([(name, before, given)]), actor.account, verified_by=verified_by
    )
    log(
        source,
        before={"table": name} | before if before else None,
        after={"table": name} | given,
        organization=written.organization or given.get("uscc", ""),
    )
    return source


def _held(actor: Actor, record: Fact) -> Row:
    """The record as it stands now, held until the transaction ends."""
    model = type(record)
    visible = model.objects.all()
    if actor.account is not None:
        visible = visible.visible_to(actor.account)
    found = visible.filter(pk=record.pk).values("pk")
    locked = model.objects.select_for_update().filter(pk__in=found).first()
    if locked is None:
        raise PermissionDenied
    return row_of(locked)


def _is_there(name: str, row: Mapping[str, str]) -> bool:
    model = FACTS[name]
    key = {model.attributes[column]: row[column] or None for column in model.table.key}
    try:
        return bool(model.objects.filter(**key).exists())
    except ValueError:  # a key that is none: the check says why
        return False


@action("records.delete")
def delete(actor: Actor, record: Fact, *, seen: Row | None = None, note: str = "") -> Source:
    """An officer removes a record that should not be there. Raises FactsError where another
    record refers to it."""
    require(actor, *OFFICERS)
    before = _held(actor, record)
    if seen is not None and seen != before:
        raise ConflictError
    source = _source(actor, Source.Kind.CORRECTED, note=note)
    name = record.table.name
    written = write(source, as_draft([(name, before, None)]), actor.account)
    log(
        source,
        before={"table": name} | before,
        organization=written.organization or before.get("uscc", ""),
    )
    return source


@action("records.verify")
def verify(actor: Actor, record: Fact) -> None:
    """An officer has compared the record with its originals and vouches for it."""
    require(actor, *OFFICERS)
    row = _held(actor, record)
    now = timezone.now()
    type(record).objects.filter(pk=record.pk).update(verified_by=actor.account, verified_at=now)
    log(
        record,
        before={"verified_by": str(record.verified_by or "")},
        after={"verified_by": actor.name, "key": key_of(record.table, row)},
        organization=organization_of(record),
    )


def organization_of(record: Fact) -> str:
    """The credit code of the organization that a record belongs to; empty for none."""
    if record.organization_code is not None:
        return str(getattr(record, record.organization_code))
    path = record.organization_path
    if path is None:
        return ""
    owner: Any = record
    for step in filter(None, path.split("__")):
        owner = getattr(owner, step)
    return str(owner.pk)


@action("records.tag")
def tag(actor: Actor, organization: Any, word: str) -> Tag:
    """An officer puts a word on an organization."""
    require(actor, *OFFICERS)
    _require_visible(actor, organization)
    word = " ".join(word.split())[:50]
    if not word:
        raise ValueError("an empty tag")
    made, _ = Tag.objects.get_or_create(organization=organization, word=word)
    search.refresh([organization.pk])
    log(made, after={"word": word}, organization=organization.pk)
    return made


@action("records.untag")
def untag(actor: Actor, organization: Any, word: str) -> None:
    """An officer takes a word off an organization."""
    require(actor, *OFFICERS)
    _require_visible(actor, organization)
    Tag.objects.filter(organization=organization, word=word).delete()
    search.refresh([organization.pk])
    log(organization, before={"word": word}, organization=organization.pk)


def _require_visible(actor: Actor, organization: Any) -> None:
    seen = Organization.objects.visible_to(actor.account).filter(pk=organization.pk)
    if actor.account is not None and not seen.exists():
        raise PermissionDenied


@action("records.view_organization")
def _view_organization(actor: Actor, organization: Any) -> None:
    log(organization, organization=organization.pk)


def view_organization(actor: Actor, organization: Any) -> None:
    """Notes that an account looked at an organization: once a day each."""
    today = timezone.make_aware(datetime.combine(timezone.localdate(), time.min))
    seen = Entry.objects.of_organization(organization.pk).filter(
        action="records.view_organization", actor=actor.account, at__gte=today
    )
    if not seen.exists():
        _view_organization(actor, organization)
