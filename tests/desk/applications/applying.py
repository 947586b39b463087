"""An application for every step of its way, briefly."""

from __future__ import annotations

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.applications.actions import drafting, evidence, moving, scoring
from banyan.desk.applications.actions.windows import set_window
from banyan.desk.applications.models import Application, Assignment, ProposedRow
from banyan.desk.applications.payee import give_account
from banyan.desk.applications.requirements import needed_of
from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.applications.files import PDF
from desk.making import Making

SCORED, PLAIN, ASSESSED = "research_collaboration", "cloud_software", "internet_platform"
"""A measure whose places go by experts' scores, one of facts alone, one that the city assesses."""

FACTS: dict[str, dict[str, str]] = {
    "collaborations": {"paid": "300,000", "industrialized": "true"},
    "cloud_years": {"devices": "10", "software_cost": "200000", "infrastructure_cost": "0"},
    "platforms": {"investment_net": "5000000"},
    "projects": {
        "special_bond": "false",
        "other_fiscal_support": "false",
        "innovation_centre": "false",
    },
    "project_years": {"equipment_gross": "9000000", "equipment_net": "8000000", "digital_net": "0"},
}


class Applying:
    """One organization with its people and the officers of every step."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.today = timezone.localdate()
        known = Organization.objects.filter(pk=making.credit_code(1)).first()
        self.organization: Any = known or making.organization(1)
        self.year = 2026
        self.applicant = self._actor(Role.ENTERPRISE)
        represented = self.organization.representations.filter(account=self.applicant.account)
        if not represented.exists():
            making.representation(self.applicant.account, self.organization)
        self.county = self._actor(Role.COUNTY)
        self.city = self._actor(Role.CITY)
        self.finance = self._actor(Role.FINANCE)

    def _actor(self, role: Role, name: str = "") -> Actor:
        name = name or f"applying-{role.value}"
        found = Account.objects.filter(username=name).first()
        return Actor(found or self.making.account(role, username=name))

    def expert(self, number: int) -> Actor:
        return self._actor(Role.EXPERT, f"applying-expert-{number}")

    def verified(self) -> Applying:
        """The profile is verified already, so that it is not asked."""
        type(self.organization).objects.filter(pk=self.organization.pk).update(
            verified_by=self.city.account, verified_at=timezone.now()
        )
        self.organization.refresh_from_db()
        return self

    def window(self, measure: str, first: date | None = None, last: date | None = None) -> None:
        set_window(
            self.city,
            measure,
            self.year,
            first or self.today - timedelta(days=1),
            last or self.today + timedelta(days=30),
        )

    def draft(self, measure: str = PLAIN) -> Application:
        return drafting.start(self.applicant, measure, self.year, self.organization)

    def add(self, application: Application, table: str) -> ProposedRow:
        numbers = {one.table.name: n for n, one in enumerate(needed_of(application))}
        return drafting.add_row(self.applicant, application, numbers[table])

    def fill(self, row: ProposedRow, **facts: str) -> ProposedRow:
        for column, value in (FACTS.get(row.table, {}) | facts).items():
            row = drafting.say(self.applicant, row, column, value, row.version)
        return row

    def prove(self, row: ProposedRow, content: bytes = PDF, name: str = "proof.pdf") -> Any:
        with tempfile.NamedTemporaryFile() as place:
            place.write(content)
            place.flush()
            return evidence.add_evidence(self.applicant, row, Path(place.name), name)

    def complete(self, measure: str = PLAIN) -> Application:
        """A draft that lacks nothing, within its window."""
        self.window(measure)
        application = self.draft(measure)
        for row in application.rows.all():
            self.prove(row)
        table = {PLAIN: "cloud_years", SCORED: "collaborations", ASSESSED: "platforms"}[measure]
        row = self.fill(self.add(application, table))
        self.prove(row)
        give_account(self.applicant, self.organization, ACCOUNT)
        return application

    def submitted(self, measure: str = PLAIN) -> Application:
        return moving.submit(self.applicant, self.complete(measure))

    def with_city(self, measure: str = PLAIN) -> Application:
        return moving.forward(self.county, self.submitted(measure))

    def with_finance(self, measure: str = PLAIN) -> Application:
        if measure == SCORED:
            return moving.conclude(self.city, self.scored())
        return moving.forward(self.city, self.with_city(measure))

    def approved(self, measure: str = PLAIN) -> Application:
        return moving.approve(self.finance, self.with_finance(measure))

    def scoring(self) -> Application:
        return moving.to_experts(self.city, self.with_city(SCORED))

    def asked(self, application: Application, number: int = 1) -> Assignment:
        expert = self.expert(number)
        return scoring.assign_expert(self.city, application, expert.account)

    def gives(self, assignment: Assignment, points: int) -> Assignment:
        expert = Actor(assignment.expert)
        if assignment.state == Assignment.State.ASKED:
            assignment = scoring.declare_interest(expert, assignment, "")
        rows = scoring.scored_rows(assignment.application)
        return scoring.score(expert, assignment, {row.pk: (points, "well founded") for row in rows})

    def scored(self, *points: int) -> Application:
        application = self.scoring()
        for number, given in enumerate(points or (80, 85, 90), 1):
            self.gives(self.asked(application, number), given)
        return application


ACCOUNT = {
    "holder": "福州第1机械有限公司",
    "bank": "兴业银行福州分行",
    "branch_code": "309391000011",
    "number": "117010100100123456",
}
