"""Lists and who acts on them, for the tests."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor, Origin
from banyan.desk.lists.actions import deciding, proposing, publishing, rounds
from banyan.desk.lists.actions.evaluating import ask_evaluation
from banyan.desk.lists.actions.proposing import Said
from banyan.desk.lists.declared import DeclaredList, list_of
from banyan.desk.lists.importing import actions as importing
from banyan.desk.lists.importing import tasks
from banyan.desk.lists.models import Candidacy, Entry, Evaluation, ListImport, Round
from banyan.desk.lists.tasks import evaluate_all
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Organization, Representation
from desk.making import Making

TASK = Actor(origin=Origin(via="task"))
HERE, THERE = "350102", "350103"
FIRST = 71
"""The number of the first organization; the walks over all addresses have those of few."""

FIELD = {"field": "精密轴承"}
"""What the gradient library asks."""


class Listing:
    """The county ``HERE`` proposes, two city officers decide and publish."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.today = timezone.localdate()

    def actor(self, role: Role, username: str, **more: Any) -> Actor:
        known = Account.objects.filter(username=username).first()
        return Actor(known or self.making.account(role, username=username, **more))

    @property
    def county(self) -> Actor:
        return self.actor(Role.COUNTY, "proposes", county=HERE)

    @property
    def city(self) -> Actor:
        return self.actor(Role.CITY, "decides")

    @property
    def second(self) -> Actor:
        return self.actor(Role.CITY, "publishes")

    def organization(self, number: int = FIRST, **facts: Any) -> Any:
        known = Organization.objects.filter(pk=self.making.credit_code(number)).first()
        given = {"county": HERE, "size": "small", "verified_at": timezone.now()} | facts
        return known or self.making.organization(number, **given)

    def organizations(self, count: int, first: int = FIRST, **facts: Any) -> list[Any]:
        return [self.organization(number, **facts) for number in range(first, first + count)]

    def speaker(self, number: int = FIRST) -> Actor:
        found = self.actor(Role.ENTERPRISE, f"speaks-{number}")
        Representation.objects.get_or_create(
            account=found.account, organization=self.organization(number)
        )
        return found

    def opened(self, code: str = "rongsheng", *, quota: int | None = None, year: int = 0) -> Round:
        made = rounds.prepare_round(
            self.city,
            list_of(code),
            year=year or self.today.year,
            closes_on=self.today + timedelta(days=10),
            quota=quota,
        )
        if list_of(code).tasks:
            rounds.add_task(self.city, made, "攻克高速轴承", "寿命提高一倍", 2)
        return rounds.open_round(self.city, made)

    def said(self, of: DeclaredList, **more: Any) -> Said:
        """What the list asks, with plain answers."""
        tier = more.pop("tier", next(iter(of.tiers)))
        fields = {one.code: _answer(one) for one in of.fields_of(tier) if not one.optional}
        given: dict[str, Any] = {
            "tier": tier,
            "batch": next(iter(of.batches), ""),
            "subject": "攻克高速轴承" if of.subject is not None else "",
            "fields": fields | more.pop("fields", {}),
        }
        return Said(**(given | more))

    def proposed(self, round_: Round, organization: Any = None, **more: Any) -> Candidacy:
        organization = organization or self.organization()
        return proposing.propose(
            self.city if Role.CITY in round_.declared.proposes else self.county,
            round_,
            organization,
            self.said(round_.declared, **more),
        )

    def taken(self, round_: Round, *organizations: Any, **more: Any) -> list[Candidacy]:
        """Proposed and taken."""
        found = [self.proposed(round_, one, **more) for one in organizations]
        deciding.take(self.city, round_, [one.pk for one in found], "符合条件")
        return found

    def published(self, round_: Round, day: date | None = None) -> list[Entry]:
        asked = publishing.propose_publication(self.city, round_, day)
        publishing.confirm_publication(self.second, asked)
        return list(Entry.objects.filter(candidacy__round=round_).order_by("pk"))

    def entered(
        self,
        code: str = "rongsheng",
        organization: Any = None,
        day: date | None = None,
        **more: Any,
    ) -> Entry:
        """An organization that came into the list by a round of its own."""
        round_ = self.opened(code, year=day.year if day else 0)
        self.taken(round_, organization or self.organization(), **more)
        return self.published(round_, day)[0]

    def evaluated(self) -> Evaluation:
        """All organizations, as the worker would do it."""
        made = ask_evaluation(self.city)
        evaluate_all.call(made.pk)
        made.refresh_from_db()
        return made

    def invested(self, organization: Any, yuan: int, *, year: int = 2026, digital: int = 0) -> None:
        """Equipment of the organization in a year."""
        project, _new = FACTS["projects"].objects.get_or_create(
            project=f"P-{organization.pk}",
            defaults={
                "organization": organization,
                "municipal_key": False,
                "special_bond": False,
                "other_fiscal_support": False,
                "innovation_centre": False,
                "source": self.making.source(),
            },
        )
        self.making.fact(
            "project_years",
            project=project,
            year=year,
            equipment_gross=yuan * 100,
            equipment_net=yuan * 100,
            digital_net=digital * 100,
            digital_effective=False,
        )

    def sent(
        self,
        rows: Sequence[Mapping[str, str]],
        round_: Round | None,
        *,
        code: str = "rongsheng",
        actor: Actor | None = None,
    ) -> ListImport:
        """A file, checked."""
        actor = actor or (self.county if round_ is not None else self.city)
        with tempfile.NamedTemporaryFile(suffix=".csv") as place:
            Path(place.name).write_bytes(csv_file(rows))
            made = importing.upload(actor, list_of(code), round_, Path(place.name), "list.csv")
        tasks.begin_check(actor, made)
        made.refresh_from_db()
        return made

    def imported(self, made: ListImport, actor: Actor | None = None) -> ListImport:
        actor = actor or (self.county if made.round is not None else self.city)
        importing.confirm(actor, made)
        tasks.begin_write(actor, made)
        made.refresh_from_db()
        return made


def _answer(asked: Any) -> str:
    match asked.type:
        case "number":
            return "80"
        case "date":
            return "2026-03-01"
        case "choice":
            return str(asked.choices[0].code)
        case _:
            return "已核实"


def csv_file(rows: Sequence[Mapping[str, str]]) -> bytes:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, fieldnames=list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return ("\ufeff" + buffer.getvalue()).encode()
