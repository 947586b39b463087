"""A project, its plan, its people and its reports, for the tests."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.actions import entering, files, moving, reporting, years
from banyan.desk.projects.actions.reporting import Progress
from banyan.desk.projects.actions.years import Invested
from banyan.desk.projects.entering import Planned, Said
from banyan.desk.projects.models import Project, Report, YearInvestment
from banyan.desk.projects.months import month_of, moved
from banyan.desk.records.models import Organization, Representation
from desk.making import Making

HERE, THERE = "350102", "350103"
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


class Building:
    """The county ``HERE`` has projects of the organization of number 1."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def officer(self, name: str = "first", county: str = HERE) -> Actor:
        return Actor(self._account(Role.COUNTY, f"{name}-{county}", county=county))

    def city(self, name: str = "first") -> Actor:
        return Actor(self._account(Role.CITY, f"city-{name}"))

    def enterprise(self, number: int = 1) -> Actor:
        account = self._account(Role.ENTERPRISE, f"person-{number}")
        organization = self.organization(number)
        if not Representation.objects.filter(account=account, organization=organization).exists():
            self.making.representation(account, organization)
        return Actor(account)

    def organization(self, number: int = 1, **facts: Any) -> Any:
        known = Organization.objects.filter(pk=self.making.credit_code(number)).first()
        return known or self.making.organization(number, **facts)

    def park(self, number: int = 90) -> Any:
        return self.organization(number, kind="park", name="福州示范工业园区", industry=None)

    def month(self, back: int) -> date:
        """The month so many before the present one."""
        return moved(month_of(timezone.localdate()), -back)

    def said(self, name: str = "智能化改造", **more: Any) -> Said:
        given: dict[str, Any] = {
            "kind": "upgrade",
            "name": name,
            "organization": self.organization(),
            "total": 1_000_000_00,
            "starts_on": self.month(6),
            "ends_on": self.month(-6),
            "fields": {"content": "新增智能生产线"},
        }
        return Said(**(given | more))

    def project(self, name: str = "智能化改造", stage: str = "", **more: Any) -> Project:
        """In reserve, or set to a stage."""
        made = entering.enter(self.city(), self.said(name, **more))
        if stage:
            Project.objects.filter(pk=made.pk).update(stage=stage)
        return self.again(made)

    def planned(self, percents: Mapping[int, int] | None = None, **more: Any) -> Project:
        """Under construction with a plan: percent so far by months back; it ends at 100."""
        made = self.project(stage="construction", **more)
        given = {**({3: 20, 2: 30, 1: 40} if percents is None else percents), -6: 100}
        months = [Planned(self.month(back), 10_000_00, one) for back, one in given.items()]
        entering.plan(self.officer(county=made.county), made, months, made.version)
        return self.again(made)

    def again(self, project: Project) -> Project:
        found: Project = Project.objects.get(pk=project.pk)
        return found

    def report(self, project: Project, back: int = 1, percent: int = 40, **more: Any) -> Report:
        given: dict[str, Any] = {"invested": 5_000_00, "words": "设备已进场。"}
        return reporting.give_report(
            self.enterprise(),
            project,
            Progress(self.month(back), percent=percent, **(given | more)),
        )

    def confirmed(self, project: Project, back: int = 1, percent: int = 40) -> Report:
        return reporting.confirm_report(self.officer(), self.report(project, back, percent))

    def file(self, project: Project, document: str = "") -> Any:
        with NamedTemporaryFile(suffix=".pdf") as place:
            place.write(PDF)
            place.flush()
            return files.add_file(
                self.officer(), project, Path(place.name), "备案证明.pdf", document
            )

    def year(self, project: Project, **more: Any) -> YearInvestment:
        given: dict[str, Any] = {
            "year": timezone.localdate().year,
            "equipment_gross": 7_000_000_00,
            "equipment_net": 6_000_000_00,
            "digital_net": 1_000_000_00,
        }
        with NamedTemporaryFile(suffix=".pdf") as place:
            place.write(PDF)
            place.flush()
            evidence = [(Path(place.name), "发票汇总.pdf")]
            return years.propose_year(
                self.enterprise(), project, Invested(**(given | more)), "", evidence
            )

    def advance(self, project: Project) -> Project:
        return moving.advance(self.city(), project, self.again(project).version)

    def _account(self, role: Role, username: str, **more: Any) -> Account:
        known = Account.objects.filter(username=username).first()
        return known or self.making.account(role, username=username, **more)
