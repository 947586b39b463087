"""A small city of verified records, and runs of it in every state."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.funds import ledger
from banyan.desk.funds.models import Budget, Entry
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.models import FigureChange, InForce
from banyan.desk.policy.pack_in_force import mark_of
from banyan.desk.records.models import FACTS
from banyan.desk.settlement import tasks
from banyan.desk.settlement.actions import notices, runs
from banyan.desk.settlement.models import Run
from desk.making import Making

YEAR = 2026
MILLION = 100_000_000
"""Fen in a million yuan."""


class City:
    """Each method makes one thing, verified by the officer who checks records."""

    def __init__(self, making: Making) -> None:
        self.making = making

    def account(self, role: Role, username: str = "", county: str = "350102") -> Account:
        name = username or f"settlement-{role.value}"
        known = Account.objects.filter(username=name).first()
        return known or self.making.account(role, username=name, county=county)

    @property
    def first(self) -> Actor:
        return Actor(self.account(Role.CITY, "first"))

    @property
    def second(self) -> Actor:
        return Actor(self.account(Role.CITY, "second"))

    def verify(self, *records: Any) -> None:
        for record in records:
            record.verified_by = self.account(Role.COUNTY, "who-verifies")
            record.verified_at = timezone.now()
            record.save(update_fields=["verified_by", "verified_at"])

    def organization(self, number: int, **facts: Any) -> Any:
        made = self.making.organization(number, **facts)
        self.verify(made)
        return made

    def equipment(self, number: int, net: int = 10 * MILLION, **facts: Any) -> Any:
        """An enterprise that bought equipment for ``net`` fen without tax in the year, of which
        3 % are granted; its ``project_years`` row."""
        organization = self.organization(number, **facts)
        project = self.making.fact(
            "projects",
            project=f"P{number}",
            organization=organization,
            municipal_key=False,
            special_bond=False,
            other_fiscal_support=False,
            innovation_centre=False,
        )
        year = self.making.fact(
            "project_years",
            project=project,
            year=YEAR,
            equipment_gross=net * 113 // 100,
            equipment_net=net,
            digital_net=0,
            digital_effective=False,
        )
        self.verify(project, year)
        return year

    def product(self, number: int, score: int, **facts: Any) -> Any:
        """An enterprise with a recognized product, of which the ten with the highest scores get
        500,000 yuan each; its recognition."""
        organization = self.organization(number, **facts)
        made = self.making.fact(
            "recognitions",
            recognition=f"R{number}",
            organization=organization,
            kind="innovative_product",
            level="municipal",
            subject=f"product {number}",
            recognized_on=date(YEAR, 3, 1),
            score=score,
        )
        self.verify(made)
        return made

    def run(self, note: str = "") -> Run:
        """A run of the year, computed."""
        run = runs.start_run(self.first, YEAR, note)
        tasks.compute_run.call(run.pk)
        run.refresh_from_db()
        return run

    def adopt(self, key: str, value: str) -> None:
        """Puts another figure in force at the desk."""
        FigureChange.objects.create(
            key=key,
            starts=date(YEAR, 1, 1),
            ends=date(2031, 1, 1),
            value=value,
            before="0",
            reason="a test",
            state=FigureChange.State.CONFIRMED,
            proposed_by=self.account(Role.ADMINISTRATOR, "proposes"),
            decided_by=self.account(Role.ADMINISTRATOR, "confirms"),
            decided_at=timezone.now(),
        )
        mark = mark_of(FigureChange.objects.confirmed())
        InForce.objects.update_or_create(pk=1, defaults={"mark": mark})

    def budget(self, yuan: int = 1_000_000_000, payer: str = ledger.CITY) -> Budget:
        """A budget of the year for every measure without a fund, with money in it."""
        made, new = Budget.objects.get_or_create(
            year=YEAR, fund=ledger.GENERAL, measure="", county=payer
        )
        if new:
            ledger.post(
                self.first,
                [
                    ledger.Posting(
                        Entry.Kind.APPROPRIATION, made, yuan * 100, "test", f"test {made.pk}"
                    )
                ],
            )
        return made

    def noticed(self, note: str = "") -> Run:
        """A run before the public."""
        self.budget()
        return notices.open_notice(self.first, self.run(note))

    def ended(self, run: Run) -> Run:
        """The run with its notice ended yesterday."""
        yesterday = timezone.localdate() - timedelta(days=1)
        Run.objects.filter(pk=run.pk).update(notice_ends_on=yesterday)
        run.refresh_from_db()
        return run

    def approved(self, note: str = "") -> Run:
        """A run that the second person approved."""
        return notices.approve(self.second, self.ended(self.noticed(note)))


def changed(record: Any, **values: Any) -> None:
    """The record with other values, verified as before."""
    FACTS[record.table.name].objects.filter(pk=record.pk).update(**values)


def amounts(run: Run) -> dict[tuple[str, str], int]:
    """What a run gives, by measure and organization."""
    return {(line.measure, line.uscc): line.amount for line in run.lines.all() if line.amount}
