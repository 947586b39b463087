"""Settling the city, so that organizations can be told their places."""

from __future__ import annotations

from django.utils import timezone

from banyan.desk.audit import Actor, action, log
from banyan.desk.benefits.city import settle_city
from banyan.desk.benefits.models import CityBoards
from banyan.desk.people import access


def settle_boards(actor: Actor, year: int) -> CityBoards:
    """Settles the whole city for ``year`` and keeps its boards; for the system itself alone.

    Raises FactsError where the records do not hold together, UsageError for a year out of
    force."""
    access.require(actor)
    CityBoards.objects.filter(pk=year).update(wanted_at=None)  # what changes from here on is not in
    pack, found = settle_city(year)
    return keep_boards(actor, year, found.as_json(), pack.sha256)


@action("benefits.keep_boards")
def keep_boards(actor: Actor, year: int, kept: dict[str, object], pack_sha256: str) -> CityBoards:
    """Keeps the boards of a settlement in place of earlier ones."""
    access.require(actor)
    row, _ = CityBoards.objects.select_for_update().get_or_create(pk=year)
    row.kept, row.version, row.settled_at = kept, row.version + 1, timezone.now()
    row.pack_sha256 = pack_sha256
    row.save(update_fields=["kept", "version", "settled_at", "pack_sha256"])
    log(row, after={"year": year, "version": row.version, "pack": pack_sha256})
    return row
