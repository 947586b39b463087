"""A park, what it offers and reports, for the tests."""

from __future__ import annotations

from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.parks import actions
from banyan.desk.parks.models import Demonstration, Facility, Tenant, YearFigures
from desk.projects.building import PDF, Building


class Settling(Building):
    """The county ``HERE`` has a park, for which an enterprise user speaks."""

    def manager(self) -> Actor:
        self.park()
        return self.enterprise(90)

    def tenant(self, number: int = 1) -> Tenant:
        since = timezone.localdate().replace(month=1, day=1)
        return actions.settle(self.manager(), self.park(), self.organization(number), since)

    def facility(self, code: str = "power", there: str = "there") -> Facility:
        with self.evidence() as path:
            file = (path, "验收单.pdf")
            return actions.report_facility(self.manager(), self.park(), code, there, "", file)

    def figures(self, **values: Any) -> YearFigures:
        year = timezone.localdate().year
        with self.evidence() as path:
            file = (path, "统计表.pdf")
            given = values or {"output": 12_000_000_000_00, "jobs": 5_300}
            return actions.report_year(self.manager(), self.park(), year, given, file)

    def proposed(self) -> Demonstration:
        return actions.propose_demonstration(self.city(), self.park(), "数字化水平高")

    def evidence(self) -> Any:
        return _Evidence()


class _Evidence:
    def __enter__(self) -> Path:
        self.place = NamedTemporaryFile(suffix=".pdf")
        self.place.write(PDF)
        self.place.flush()
        return Path(self.place.name)

    def __exit__(self, *_: object) -> None:
        self.place.close()
