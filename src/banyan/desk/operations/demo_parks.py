"""The parks of the demo: their leading industries, tenants, what they offer, the figures of two
years, and a demonstration."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.operations.demo_past import Past, Place, document, lived_on
from banyan.desk.operations.demo_steps import Step
from banyan.desk.parks import actions
from banyan.desk.parks.actions import Industry
from banyan.desk.parks.models import Facility
from banyan.desk.projects.kinds import declared
from banyan.desk.records.claim_actions import accept_claim, make_claim
from banyan.desk.records.models import Organization

PARKS = 7
"""Those of the demo's counties, and others."""

TENANTS = 14

INDUSTRIES = (
    (Industry("高端装备制造", "C35"), Industry("精密机械", "C34")),
    (Industry("食品加工", "C14"), Industry("饮料制造", "C15"), Industry("冷链物流")),
    (Industry("电子信息", "C39"), Industry("软件和信息服务", "I65"), Industry("检验检测")),
    (Industry("纺织化纤", "C28"), Industry("纺织服装", "C17")),
    (Industry("新材料", "C26"), Industry("新能源", "C38"), Industry("绿色建材", "C30")),
)

LACKING = ("heat", "laboratory", "school", "housing", "charging", "treatment")
"""What one park or another does not have yet."""

FIGURES = {
    "output": 86_0000_0000_00,
    "tax": 3_1000_0000_00,
    "investment": 9_4000_0000_00,
    "jobs": 11_800,
    "scaled": 64,
    "energy": 182_000,
    "land": 5_200,
}
"""Of the largest park in a year; money in fen."""


def steps(past: Past) -> Iterator[Step]:
    parks = _Parks(past)
    for number in range(PARKS):
        yield f"park {number}", partial(parks.settles, number)
        yield f"checklist of park {number}", partial(parks.offers, number)
    yield "speaker of a park", parks.speaks
    yield "demonstration of a park", parks.demonstrates


class _Parks:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.officers = {one.officer.account.county: one.officer for one in past.places}

    def _park(self, number: int) -> Any:
        """The first two are of the counties of the demo's officers."""
        parks = Organization.objects.filter(kind="park")
        if number < len(self.past.places):
            return parks.filter(county=self._place(number).officer.account.county).earliest("pk")
        counties = sorted(set(parks.values_list("county", flat=True)) - set(self.officers))
        return parks.filter(county=counties[number - len(self.past.places)]).earliest("pk")

    def _place(self, number: int) -> Place:
        return self.past.places[number]

    def _keeper(self, park: Any) -> Actor:
        return self.officers.get(park.county, self.past.city)

    def settles(self, number: int) -> None:
        """Its industries, who is in it, and its figures: those of this year wait in one park to
        be verified."""
        park = self._park(number)
        keeper = self._keeper(park)
        actions.set_industries(keeper, park, INDUSTRIES[number % len(INDUSTRIES)])
        if number < len(self.past.places):
            tenants = [self._place(number).own, *self._place(number).others[: TENANTS - 1]]
        else:
            near = Organization.objects.filter(kind="enterprise", county=park.county)
            tenants = list(near.filter(industry__startswith="C").order_by("-pk")[:TENANTS])
        rows = [
            (one, self.past.today - timedelta(days=300 + 137 * place % 1500))
            for place, one in enumerate(tenants)
        ]
        actions.import_tenants(keeper, park, rows, "入园企业名单.xlsx")
        year = self.past.today.year
        for back in (2, 1, 0):
            share = 100 - 11 * number - 7 * back
            values = {name: whole * share // 100 for name, whole in FIGURES.items()}
            with document(f"{year - back}年园区统计表") as proof:
                made = actions.report_year(self.past.city, park, year - back, values, proof)
            if back or number != 1:
                verifier = keeper if keeper is not self.past.city else self.past.second
                actions.verify_year(verifier, made)

    def offers(self, number: int) -> None:
        """What is in place, what is under way, and what waits to be verified."""
        park = self._park(number)
        keeper = self._keeper(park)
        verifier = self.past.second if keeper is self.past.city else keeper
        missing = LACKING[number % 5 : number % 5 + 3]
        for place, code in enumerate(declared().checklist):
            waits = place % 8 == 5
            with lived_on(self.past.day(2) if waits else self.past.month(8 - number)):
                there = Facility.There.THERE
                if code in missing:
                    there = Facility.There.PLANNED if place % 2 else Facility.There.MISSING
                if there == Facility.There.THERE:
                    with document("验收单") as proof:
                        made = actions.report_facility(self.past.city, park, code, there, "", proof)
                else:
                    why = "已列入明年建设计划。" if place % 2 else "暂无选址，正在论证。"
                    made = actions.report_facility(self.past.city, park, code, there, why)
                if not waits:
                    actions.verify_facility(verifier, made)

    def speaks(self) -> None:
        """The park of the first county is spoken for by somebody."""
        said = make_claim(
            self.past.people["enterprise3"], uscc=self._park(0).pk, message="园区管委会综合科"
        )
        accept_claim(self._keeper(self._park(0)), said)

    def demonstrates(self) -> None:
        """One is a demonstration, another is proposed as one."""
        reason = "主导产业集聚度高，公共服务齐备，亩均税收居全市前列。"
        made = actions.propose_demonstration(self.past.city, self._park(2), reason)
        actions.confirm_demonstration(self.past.second, made)
        actions.propose_demonstration(self._keeper(self._park(0)), self._park(0), reason)
