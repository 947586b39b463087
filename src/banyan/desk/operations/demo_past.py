"""The people of the demo, and the days on which they have done something."""

from __future__ import annotations

import struct
import tempfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.actions import dispatching
from banyan.desk.obligations.calendar import read_calendar
from banyan.desk.people.models import Account, Unit
from banyan.desk.records.models import Organization, Representation

OTHERS = 19
"""Enterprises of a county about which something is told, besides the one that somebody speaks
for."""

LONG_AGO = timedelta(days=800)


@contextmanager
def lived_on(day: date, hour: int = 10) -> Iterator[None]:
    """Has the desk live on that day, in this process alone: nothing else may run in it."""
    real = timezone.now
    moment = timezone.make_aware(datetime.combine(day, time(hour, day.day)))
    if day == timezone.localdate():
        moment = min(moment, real())
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = real


class Place(NamedTuple):
    """A county: its officer, the enterprise that somebody speaks for, and others."""

    officer: Actor
    speaker: Actor
    own: Any
    others: list[Any]


class Past:
    """Who there is, and how to come to an earlier day. ``origin`` is where the demo is served."""

    def __init__(self, today: date, origin: str = "") -> None:
        self.today, self.origin = today, origin
        accounts = Account.objects.select_related("unit")
        self.people = {one.username: Actor(one) for one in accounts}
        self.units = {unit.code: unit for unit in Unit.objects.all()}
        self.of_unit = {
            one.account.unit_id: one
            for name, one in reversed(self.people.items())
            if one.account.unit_id and one.account.role in dispatching.HANDLING
        }
        self.city, self.second = self.people["city"], self.people["city2"]
        self._calendar = read_calendar(today - LONG_AGO)

    @cached_property
    def places(self) -> list[Place]:
        return [self._place(number) for number in ("", "2")]

    def _place(self, number: str) -> Place:
        officer, speaker = self.people[f"county{number}"], self.people[f"enterprise{number}"]
        own = Representation.objects.select_related("organization").get(account=speaker.account)
        others = Organization.objects.filter(kind="enterprise", county=officer.account.county)
        rows = others.exclude(pk=own.organization_id).order_by("pk")[:OTHERS]
        return Place(officer, speaker, own.organization, list(rows))

    def day(self, working_days_ago: int) -> date:
        """The working day so many before today, after it where below zero."""
        found, left = self.today, abs(working_days_ago)
        step = timedelta(days=1 if working_days_ago < 0 else -1)
        while left or not self._calendar.is_working(found):
            found += step
            if self._calendar.is_working(found):
                left -= 1 if left else 0
        return found

    def on(self, working_days_ago: int, hour: int = 10) -> Any:
        return lived_on(self.day(working_days_ago), hour)

    def month(self, back: int) -> date:
        """The first day of the month so many before the present one, after it where below zero."""
        number = self.today.year * 12 + self.today.month - 1 - back
        return date(number // 12, number % 12 + 1, 1)


@contextmanager
def photo(number: int) -> Iterator[tuple[Path, str]]:
    """A small PNG that stands for a photo, each another, and its name."""
    with tempfile.NamedTemporaryFile(suffix=".png") as place:
        place.write(_picture(number))
        place.flush()
        yield Path(place.name), "现场照片.png"


@contextmanager
def document(name: str) -> Iterator[tuple[Path, str]]:
    """A PDF of one empty page, with its name."""
    with tempfile.NamedTemporaryFile(suffix=".pdf") as place:
        place.write(_PDF)
        place.flush()
        yield Path(place.name), f"{name}.pdf"


_PDF = (
    b"%PDF-1.4\n"
    b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def _picture(number: int) -> bytes:
    """A small PNG that stands for a photo; each another."""
    width, height = 320, 200
    rows = b"".join(
        b"\x00"
        + b"".join(
            bytes((110 + row // 4, 140 + column // 8, (90 + number) % 200))
            for column in range(width)
        )
        for row in range(height)
    )

    def chunk(kind: bytes, data: bytes) -> bytes:
        whole = kind + data
        return struct.pack(">I", len(data)) + whole + struct.pack(">I", zlib.crc32(whole))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(rows))
        + chunk(b"IEND", b"")
    )
