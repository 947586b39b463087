"""Recognitions that were verified elsewhere (an import, an application, the province) are entries
by themselves, and end with their records."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.lists.declared import DeclaredList, Recognition, Tier, declared_lists
from banyan.desk.lists.models import Entry, Step, Why
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import in_pieces

A_PIECE = 1_000
"""Records that one transaction follows."""

_RECORDS: Any = FACTS["recognitions"]


@dataclass(frozen=True)
class Place:
    """A tier of a list that is a recognition."""

    of: DeclaredList
    tier: Tier
    recognition: Recognition

    def records(self, day: date) -> Any:
        """The verified records of it that hold on ``day``."""
        found = _RECORDS.objects.filter(
            kind=self.recognition.kind, verified_at__isnull=False, recognized_on__lte=day
        ).filter(Q(expires_on=None) | Q(expires_on__gt=day))
        if self.recognition.level:
            found = found.filter(level=self.recognition.level)
        if self.recognition.subject:
            found = found.filter(subject=self.recognition.subject)
        return found


def places() -> Iterator[Place]:
    for of in declared_lists().values():
        for tier in of.tiers.values():
            if tier.recognition is not None:
                yield Place(of, tier, tier.recognition)


def new_records(place: Place, day: date) -> list[int]:
    """The records of a place behind which there is no entry, by their keys."""
    known = Entry.objects.standing().filter(list=place.of.code).exclude(recognition="")
    found = place.records(day).exclude(recognition__in=known.values("recognition"))
    return list(found.order_by("pk").values_list("pk", flat=True))


@action("lists.follow_records")
def follow_records(actor: Actor, place: Place, numbers: list[int], day: date) -> int:
    """Makes entries of records of a place; how many. An organization is once in a tier, with each
    subject where the list has such. Only the desk itself may. Raises RefusedError where nothing is
    new."""
    require(actor)
    of, tier = place.of, place.tier
    records = list(
        place.records(day).filter(pk__in=numbers).select_related("organization").order_by("pk")
    )
    standing = Entry.objects.standing().filter(
        list=of.code, tier=tier.code, organization__in=[one.organization_id for one in records]
    )
    taken = set(standing.values_list("organization_id", "subject"))
    wanted = []
    for record in records:
        subject = (record.subject or record.recognition) if of.subject is not None else ""
        if (record.organization_id, subject) in taken:
            continue
        taken.add((record.organization_id, subject))
        wanted.append((record, subject))
    if not wanted:
        raise RefusedError("no new record")
    entries = Entry.objects.bulk_create(
        Entry(
            list=of.code,
            tier=tier.code,
            subject=subject,
            organization=record.organization,
            county=record.organization.county,
            origin=Entry.Origin.RECORD,
            year=record.recognized_on.year,
            stage=of.first_stage,
            entered_on=record.recognized_on,
            expires_on=record.expires_on,
            recognition=record.recognition,
        )
        for record, subject in wanted
    )
    Step.objects.bulk_create(
        Step(entry=one, what=Step.What.ENTERED, note=one.get_origin_display()) for one in entries
    )
    log("lists", after={"list": of.code, "tier": tier.code, "entered": len(entries)})
    return len(entries)


@action("lists.follow_ends")
def follow_ends(actor: Actor, ended: Mapping[int, date | None], day: date) -> None:
    """Lets terms of entries follow what their records say: ``ended`` gives for the number of an
    entry the last day that the record says, ``None`` where there is no verified record any more.
    Only the desk itself may."""
    require(actor)
    found = Entry.objects.standing().select_for_update(of=("self",)).filter(pk__in=list(ended))
    entries = list(found)
    if not entries:
        raise RefusedError("nothing to follow")
    left = []
    for one in entries:
        says = ended[one.pk]
        if says is None:
            one.left_on, one.why = max(day, one.entered_on), Why.RECORD
        elif says <= day:
            one.expires_on = says
            one.left_on, one.why = says, Why.RECORD
        else:
            one.expires_on = says
        if one.left_on is not None:
            left.append(one)
            close_obligations(actor, one, dropped=True)
    Entry.objects.bulk_update(entries, ["expires_on", "left_on", "why"])
    Step.objects.bulk_create(
        Step(entry=one, what=Step.What.LEFT, note=one.get_why_display()) for one in left
    )
    for one in entries:
        log(
            one,
            after={"expires_on": one.expires_on, "left_on": one.left_on, "why": one.why},
            organization=one.organization_id,
        )


def changed_ends(day: date) -> dict[int, date | None]:
    """The entries of which the record behind them says another end, or is not verified any more."""
    listed = {place.recognition.kind for place in places()}
    found: dict[int, date | None] = {}
    rows = (
        Entry.objects.standing()
        .exclude(recognition="")
        .filter(list__in={place.of.code for place in places()})
    )
    known = rows.values_list("pk", "recognition", "expires_on").iterator(chunk_size=20_000)
    for piece in _some(known):
        said: dict[str, date | None] = {}
        for names in in_pieces([name for _pk, name, _ends in piece]):
            records = _RECORDS.objects.filter(
                recognition__in=names, kind__in=listed, verified_at__isnull=False
            )
            said |= dict(records.values_list("recognition", "expires_on"))
        for pk, name, ends in piece:
            if name not in said:
                found[pk] = None
            elif said[name] is not None and said[name] != ends:
                found[pk] = said[name]
    return found


def _some(rows: Any) -> Iterator[list[Any]]:
    piece = []
    for row in rows:
        piece.append(row)
        if len(piece) == 10_000:
            yield piece
            piece = []
    if piece:
        yield piece
