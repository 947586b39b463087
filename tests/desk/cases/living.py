"""A case with those who have to do with it: makes cases in each state, as people make them."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

import pytest
from django.utils import timezone

from banyan.desk.audit import Actor, Origin, action
from banyan.desk.cases.actions import agreeing, closing, dispatching, handling, raising
from banyan.desk.cases.actions.raising import Raised
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.making import Making

SYSTEM = Actor(origin=Origin(via="task"))


class Living:
    """Two county officers, two of the city, a bureau of the county, a power company, an
    enterprise."""

    def __init__(self, making: Making) -> None:
        self.making = making
        self.bureau = self._unit("county-bureau", "350102")
        self.power = self._unit("power")
        self.enterprise = self._actor(Role.ENTERPRISE, "owner")
        found = Organization.objects.filter(pk=making.credit_code(1)).first()
        self.organization: Any = found or making.organization(1)
        if found is None:
            making.representation(self.enterprise.account, self.organization)
        self.county = self._actor(Role.COUNTY, "keeper")
        self.county_too = self._actor(Role.COUNTY, "keeper-too")
        self.city = self._actor(Role.CITY, "city-keeper")
        self.city_too = self._actor(Role.CITY, "city-keeper-too")
        self.lead = self._actor(Role.DEPARTMENT, "bureau", self.bureau)
        self.company = self._actor(Role.BANK, "company", self.power)

    def _unit(self, code: str, county: str = "") -> Unit:
        return self.making.unit(code, county)

    def _actor(self, role: Role, name: str, unit: Unit | None = None) -> Actor:
        known = Account.objects.filter(username=name).first()
        account = known or self.making.account(role, name)
        if unit is not None and account.unit_id != unit.pk:
            account.unit = unit
            account.save()
        return Actor(account)

    def raised(self, **more: Any) -> Case:
        said = {"kind": "problem", "category": "energy", "title": "车间停电", "text": "每周两次。"}
        return raising.raise_case(self.enterprise, self.organization, Raised(**(said | more)))

    def dispatched(self) -> Case:
        return dispatching.dispatch(self.county, self.raised(), self.bureau)

    def under_way(self) -> Case:
        return dispatching.accept(self.lead, self.dispatched())

    def answered(self) -> Case:
        return self.solved(self.lead, self.under_way(), "换了变压器。")

    def solved(self, lead: Actor, case: Case, answer: str) -> Case:
        return handling.report_solved(lead, case, answer, no_evidence="电话核实，无书面材料")

    def closed(self, rating: int = 5) -> Case:
        return agreeing.agree(self.enterprise, self.answered(), rating)

    def asked_to_close(self) -> Any:
        return closing.ask_closing(self.lead, self.under_way(), "cannot", "电网规划未到。")

    def warning(self) -> Case:
        """A warning of a rule, in the hands of the bureau."""
        return warn(SYSTEM, self)


@action("test.warn")
def warn(actor: Actor, living: Living) -> Case:
    wanted = Wanted(
        kind="warning",
        category="output",
        title="产值下降",
        organization=living.organization,
        lead=living.bureau,
    )
    return open_case(actor, wanted, Case.Origin.RULE)


def on(monkeypatch: pytest.MonkeyPatch, day: str) -> None:
    """Has the desk live on that day, at ten o'clock."""
    moment = timezone.make_aware(datetime.combine(datetime.fromisoformat(day), time(10)))
    monkeypatch.setattr(timezone, "now", lambda: moment)
