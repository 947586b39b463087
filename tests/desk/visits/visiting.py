"""Officers, their enterprises and visits, for the tests."""

from __future__ import annotations

import io
import struct
import tempfile
import uuid
import zlib
from datetime import date
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization, Representation
from banyan.desk.visits.actions import assigning, planning, visiting
from banyan.desk.visits.actions.visiting import Problem, Said
from banyan.desk.visits.models import Assignment, Planned, Visit
from desk.making import Making

HERE, THERE = "350102", "350103"
TASK = Actor(origin=Origin(via="task"))
Kind = Assignment.Kind


def _chunk(kind: bytes, content: bytes) -> bytes:
    check = struct.pack(">I", zlib.crc32(kind + content))
    return struct.pack(">I", len(content)) + kind + content + check


PNG = b"".join(
    [
        b"\x89PNG\r\n\x1a\n",
        _chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0)),
        _chunk(b"IDAT", zlib.compress(b"\x00\xff\x00\x00\x00\xff\x00" * 2)),
        _chunk(b"IEND", b""),
    ]
)
"""A picture of four dots."""


class Visiting:
    """The county ``HERE`` visits its enterprises, which have numbers."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def keeper(self, county: str = HERE) -> Actor:
        """An officer of the county who names others."""
        return Actor(self._account(Role.COUNTY, f"names-{county}", county=county))

    def city(self) -> Actor:
        return Actor(self._account(Role.CITY, "names-all"))

    def officer(self, number: int = 1, county: str = HERE) -> Actor:
        """An officer of the county who visits."""
        return Actor(self._account(Role.COUNTY, f"visits-{county}-{number}", county=county))

    def department(self, code: str = "commerce") -> Actor:
        account = self._account(Role.DEPARTMENT, f"visits-{code}")
        unit, _new = Unit.objects.get_or_create(
            code=code, defaults={"name_zh": "市商务局", "name_en": code}
        )
        if account.unit_id != unit.pk:
            account.unit = unit
            account.save()
        return Actor(account)

    def organization(self, number: int = 1, county: str = HERE) -> Any:
        known = Organization.objects.filter(pk=self.making.credit_code(number)).first()
        return known or self.making.organization(number, county=county)

    def speaker(self, number: int = 1) -> Actor:
        account = self._account(Role.ENTERPRISE, f"speaks-{number}")
        Representation.objects.get_or_create(
            account=account, organization=self.organization(number)
        )
        return Actor(account)

    def srdi(self, number: int = 1, county: str = HERE, expires: date | None = None) -> Any:
        """An enterprise that is recognized as SRDI."""
        organization = self.organization(number, county)
        self.making.fact(
            "recognitions",
            recognition=f"R{number}",
            organization=organization,
            kind="srdi",
            recognized_on=date(2024, 1, 1),
            expires_on=expires,
        )
        return organization

    def assigned(
        self, number: int = 1, officer: Actor | None = None, kind: str = Kind.VISIT
    ) -> Any:
        """The officer (the county's first) is responsible for the enterprise."""
        who = (officer or self.officer()).account
        return assigning.assign(self.city(), self.organization(number), who, kind)

    def planned(self, number: int = 1, month: date | None = None) -> Planned:
        if not Assignment.objects.filter(
            organization=self.organization(number), until__isnull=True
        ).exists():
            self.assigned(number)
        month = month or timezone.localdate().replace(day=1)
        [made] = planning.plan(self.officer(), [self.organization(number).pk], month)
        return made

    def said(self, number: int = 1, **more: Any) -> Said:
        given: dict[str, Any] = {
            "organization": self.organization(number).pk,
            "held_on": timezone.localdate(),
            "seen": "两条生产线满负荷运转。",
        }
        return Said(**(given | more))

    def visited(
        self, number: int = 1, officer: Actor | None = None, key: str = "", **more: Any
    ) -> Visit:
        who = officer or self.officer()
        return visiting.record(who, self.said(number, **more), key or str(uuid.uuid4()))

    def with_a_problem(self, number: int = 1) -> Visit:
        return self.visited(number, problems=(Problem("车间连续停电，影响交货。每周两次。"),))

    def with_a_photo(self, number: int = 1) -> Visit:
        with tempfile.NamedTemporaryFile() as place:
            place.write(PNG)
            place.flush()
            return self.visited(number, photos=[(Path(place.name), "车间.png")])

    def _account(self, role: Role, username: str, **more: Any) -> Account:
        known = Account.objects.filter(username=username).select_related("unit").first()
        return known or self.making.account(role, username=username, **more)


def picture(name: str = "车间.png", content: bytes = PNG) -> io.BytesIO:
    """A file as a form sends it."""
    found = io.BytesIO(content)
    found.name = name
    return found
