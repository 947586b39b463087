"""The visits of the demo: who is responsible for which enterprises, what is planned, and what was
seen and asked on the visits of the last months."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from banyan.desk.audit import Actor
from banyan.desk.cases.actions import dispatching
from banyan.desk.cases.models import Case
from banyan.desk.operations.demo_past import Past, lived_on, photo
from banyan.desk.operations.demo_steps import Step
from banyan.desk.records.models import Organization
from banyan.desk.visits.actions import assigning, handing, planning, visiting
from banyan.desk.visits.actions.visiting import Problem, Said
from banyan.desk.visits.models import NEVER, Assignment, Visit
from banyan.desk.visits.responsible import open_assignments, without

VISIT, SERVICE = Assignment.Kind.VISIT, Assignment.Kind.SERVICE

UNSERVED = ("350181", "350124")
"""Counties whose SRDI enterprises have no service officer yet."""

OF_THE_CITY = ("city", "city2", "department", "department2", "department3", "department4")
"""Who is responsible for enterprises of other counties."""

ON_LEAVE = "department3"

EACH = 12
"""Enterprises of each of the two counties and of each of the others' officers."""

SEEN = (
    "车间满负荷生产，在手订单排到明年一季度，新招工三十人。",
    "新产线已安装到位，正在联调，预计下月投产。",
    "库存偏高，部分产线单班生产，客户回款周期拉长。",
    "研发中心扩建完成，与高校共建实验室已挂牌。",
    "安全生产和环保设施运行正常，光伏屋顶已并网。",
    "出口订单回升，正在申报知识产权管理体系认证。",
    "厂房布局紧张，计划迁入园区标准厂房。",
)
ASKED = (
    "咨询设备更新补助的申报时间和材料。",
    "希望了解专精特新复核要求。",
    "",
    "询问首台套保险补偿政策。",
    "希望对接产业链下游客户。",
    "",
    "希望组织专场招聘。",
)
COMPANIONS = ("县供电公司 林工", "", "园区管委会 陈主任", "", "")
PROBLEMS = (
    Problem("厂区周边夜间照明不足。工人下夜班不安全，希望加装路灯。", "construction"),
    Problem("冷库用电负荷不足。旺季需要临时增容，希望供电部门现场勘查。", "energy"),
    Problem("高级技工招聘困难。数控编程岗位空缺四个月，希望对接职业院校。", "labour"),
    Problem("流动资金紧张。原料涨价占用资金，希望银行提高授信额度。", "finance"),
)


def steps(past: Past) -> Iterator[Step]:
    visits = _Visits(past)
    yield "officers of enterprises", visits.assign
    yield "service officers", visits.serve
    for name in ("county", "county2", *OF_THE_CITY):
        yield f"visits of {name}", partial(visits.visit, name)
        yield f"plan of {name}", partial(visits.plan, name)
    yield "somebody on leave", visits.leave


class _Visits:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.first = past.month(9).replace(day=5)
        self.officers = {one.officer.account.county: one.officer for one in past.places}

    def assign(self) -> None:
        """Visiting officers: the counties name their own, the city those of other counties."""
        with lived_on(self.first):
            for place in self.past.places:
                codes = [one.pk for one in (place.own, *place.others[:EACH])]
                assigning.assign_many(place.officer, codes, place.officer.account, VISIT)
            for name, codes in zip(OF_THE_CITY, self._far(), strict=False):
                officer = self.past.people[name].account
                assigning.assign_many(self.past.city, codes, officer, VISIT)

    def _far(self) -> Iterator[list[str]]:
        """Makers of other counties, in equal parts."""
        here = [one.officer.account.county for one in self.past.places]
        makers = Organization.objects.filter(kind="enterprise", size__in=["large", "medium"])
        found = makers.exclude(county__in=here).filter(county__startswith="3501").order_by("pk")
        codes = list(found.values_list("pk", flat=True)[: EACH * len(OF_THE_CITY)])
        for first in range(0, len(codes), EACH):
            yield codes[first : first + EACH]

    def serve(self) -> None:
        """SRDI enterprises have service officers, but for some counties."""
        with lived_on(self.first):
            lacking = without(Organization.objects.all(), SERVICE, self.first)
            for place in self.past.places:
                county = place.officer.account.county
                self._serves(place.officer, _codes(lacking.filter(county=county)), place.officer)
            far = _codes(lacking.exclude(county__in=UNSERVED))
            for number, name in enumerate(OF_THE_CITY):
                codes = far[number :: len(OF_THE_CITY)]
                self._serves(self.past.city, codes, self.past.people[name])

    def _serves(self, actor: Actor, codes: list[str], officer: Actor) -> None:
        if codes:
            assigning.assign_many(actor, codes, officer.account, SERVICE)

    def visit(self, name: str) -> None:
        """What an officer has written down of the last months, one enterprise after the other."""
        actor = self.past.people[name]
        own = open_assignments().filter(officer=actor.account, kind=VISIT)
        told = (4, 8) if name.startswith("county") else (8,)
        codes: Sequence[str] = list(own.order_by("pk").values_list("organization_id", flat=True))
        for number, code in enumerate(codes[:9]):
            held = self.past.day(49 - 6 * number)
            kind = number + len(name)
            said = Said(
                organization=code,
                held_on=held,
                form=Visit.Form.PHONE if number % 5 == 3 else Visit.Form.SPOT,
                seen=SEEN[kind % len(SEEN)],
                asked=ASKED[kind % len(ASKED)],
                companions=COMPANIONS[kind % len(COMPANIONS)],
                problems=(PROBLEMS[kind % len(PROBLEMS)],) if number in told else (),
            )
            key = f"demo-{name}-{number:010d}"
            if number % 3:
                with lived_on(held.replace(day=1)):
                    planning.plan(actor, [code], held)
            with lived_on(held, 16), photo(kind) as one:
                made = visiting.record(
                    actor, said if number % 3 else replace(said, photos=(one,)), key
                )
            if number in told[:-1]:
                self._dispatch(made)

    def _dispatch(self, visit: Visit) -> None:
        """The county of the enterprise sees to what was told some weeks ago."""
        for case in Case.objects.filter(brought_by_visit__visit=visit):
            with lived_on(visit.held_on, 17):
                keeper = self.officers[case.county]
                case = dispatching.dispatch(keeper, case, keeper.account.unit)
                dispatching.accept(keeper, case)

    def plan(self, name: str) -> None:
        """What is left of the year for those whom the officer visits."""
        actor = self.past.people[name]
        own = open_assignments().filter(officer=actor.account, kind=VISIT, visited_on=NEVER)
        planned = list(own.order_by("pk").values_list("organization_id", flat=True))
        for back, codes in ((0, planned[:3]), (-1, planned[3:])):
            if codes:
                planning.plan(actor, codes, self.past.month(back))

    def leave(self) -> None:
        """An officer has gone: somebody takes over what was the officer's."""
        handing.report_leave(self.past.city, self.past.people[ON_LEAVE].account)


def _codes(organizations: Any) -> list[str]:
    return list(organizations.order_by("pk").values_list("pk", flat=True))
