"""The boards of the city: whom an organization competes with, as of the last settlement of all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from banyan.desk.benefits.models import CityBoards
from banyan.desk.policy.city_facts import city_facts
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.boards import Boards
from banyan.rules.pack import Pack
from banyan.rules.settlement import boards, settle


@dataclass(frozen=True)
class Held:
    """``version`` 0 and no ``settled_at``: the city has not been settled yet, and ``boards`` are
    nobody's."""

    boards: Boards
    version: int
    settled_at: datetime | None


_held: dict[int, Held] = {}


def boards_of(year: int) -> Held:
    """The year's boards, kept in memory as long as no newer ones are there (one small query)."""
    kept = CityBoards.objects.filter(pk=year, version__gt=0)
    version, settled_at = kept.values_list("version", "settled_at").first() or (0, None)
    if year not in _held or (_held[year].version, _held[year].settled_at) != (version, settled_at):
        row = kept.first() if version else None
        found = Boards(year) if row is None else Boards.from_json(row.kept)
        _held[year] = Held(found, version, settled_at)
    return _held[year]


def settle_city(year: int) -> tuple[Pack, Boards]:
    """Settles all records. A million organizations take a minute or two and two gigabytes. Raises
    FactsError where the records do not hold together, UsageError for a year out of force."""
    pack = pack_in_force()
    pack.check_year(year)
    return pack, boards(settle(pack, city_facts(), year))
