"""The projects of the demo: some sixty, from the reserve to acceptance, with their plans, what was
reported of the last months, and what is in the way of those that are behind."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cached_property, partial
from typing import Any

from banyan.desk.audit import Actor, Origin
from banyan.desk.operations.demo_past import Past, document, lived_on
from banyan.desk.operations.demo_steps import Step
from banyan.desk.projects.actions import (
    coordinating,
    entering,
    files,
    listing,
    moving,
    reporting,
    years,
)
from banyan.desk.projects.actions.reporting import Progress
from banyan.desk.projects.actions.years import Invested
from banyan.desk.projects.entering import Said, even_plan
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.lights import Light
from banyan.desk.projects.models import PlanMonth, Project
from banyan.desk.records.models import Organization

COUNT = 60
AT_ONCE = 4
"""Projects of a step."""

STAGES = (
    *("construction", "construction", "filed", "construction", "started", "reserve"),
    *("construction", "done", "construction", "started", "construction", "production"),
    *("reserve", "construction", "accepted"),
)
"""How far the projects have come, in turn."""

BEHIND = (0, 4, 0, 14, -3, 36, 2, 18, 0, 41, 6, 0, 11)
"""By how many points those that are reported lie behind their plans, in turn."""

REPORTED = 3
"""Months of which there are reports."""

TITLES = {
    "C13": "海产品精深加工智能化改造",
    "C14": "休闲食品自动化包装线改造",
    "C15": "饮品无菌灌装智能产线",
    "C17": "高端面料智能织造改造",
    "C18": "服装柔性制造车间改造",
    "C26": "功能性新材料扩能",
    "C28": "差别化化纤智能纺丝改造",
    "C30": "玻璃熔窑节能改造",
    "C33": "金属制品自动焊接线改造",
    "C34": "精密零部件柔性产线",
    "C35": "专用装备智能装配车间",
    "C36": "汽车零部件轻量化产线",
    "C38": "电气设备智能检测线",
    "C39": "电子元器件表面贴装产线",
}
"""By the division of the industry."""

ELSE = ("数字化车间建设", "智能仓储与物流系统改造", "余热回收与节能降碳改造", "绿色涂装线改造")

CONTENT = "购置自动化和检测设备，建设数据采集与生产执行系统，改造配电与环保设施。"

WORDS = (
    "设备陆续进场，安装调试中。",
    "主体施工按计划推进，设备已订购。",
    "产线联调，试生产准备中。",
)

HINDRANCES = (
    ("land", "二期用地指标未落实", "项目二期供地未完成，影响后续施工。"),
    ("energy", "增容外线施工滞后", "用电增容外线工期滞后，设备无法通电调试。"),
    ("construction", "施工许可办理滞后", "图审意见反复，施工许可未能按期取得。"),
    ("finance", "设备贷款未到位", "银行授信审批延迟，进口设备付款受影响。"),
)


def steps(past: Past) -> Iterator[Step]:
    projects = _Projects(past)
    for first in range(0, COUNT, AT_ONCE):
        yield f"projects {first}", partial(projects.some, first)
    yield "hindrances of projects", projects.hindrances
    yield "investment of a project", projects.investment
    yield "reports of projects", projects.ask


class _Projects:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.city, self.second = past.city, past.second
        self.officers = {one.officer.account.county: one.officer for one in past.places}
        self.speakers = {one.own.pk: one.speaker for one in past.places}

    def some(self, first: int) -> None:
        for number in range(first, min(first + AT_ONCE, COUNT)):
            self._lives(number)

    @cached_property
    def makers(self) -> list[Any]:
        """Whose projects they are, in turn: of the counties of the demo's officers twice as often
        as of all the others."""
        makers = Organization.objects.filter(kind="enterprise", industry__startswith="C")
        here = [
            one
            for pair in zip(*(self._near(place) for place in self.past.places), strict=False)
            for one in pair
        ]
        far = list(
            makers.exclude(county__in=self.officers)
            .filter(county__startswith="3501", size__in=["large", "medium"])
            .exclude(county="350100")
            .order_by("pk")[:COUNT]
        )
        return [one for trio in zip(here[::2], here[1::2], far, strict=False) for one in trio]

    def _near(self, place: Any) -> list[Any]:
        others = place.others
        return [place.own, *others[:4], place.own, *others[4:9], place.own, *others[9:]]

    def _lives(self, number: int) -> None:
        """A project from its first day as far as it has come."""
        organization = self.makers[number % len(self.makers)]
        stage = STAGES[number % len(STAGES)]
        park = self._park(organization) if number % 4 == 3 else None
        kind = "park" if park is not None else "pilot" if number % 7 == 1 else "upgrade"
        starts, ends = self._time(number, stage)
        keeper = self.officers.get(organization.county, self.city)
        fields = {"content": CONTENT}
        if kind == "pilot":
            fields["shape"] = ("point", "line", "area")[number % 3]
        if kind == "upgrade":
            fields["direction"] = ("smart", "digital", "green", "capacity")[number % 4]
            fields["devices"] = str(12 + number * 7 % 90)
        said = Said(
            kind=kind,
            name=f"{_short(organization.name)}{_title(organization, number)}",
            organization=organization,
            park=park,
            code=f"{starts.year}-{organization.county}-04-02-{100000 + number * 7919 % 900000}",
            total=(1200 + number * 1370 % 24000) * 10_000_00,
            starts_on=starts,
            ends_on=ends,
            fields=fields,
        )
        with lived_on(min(self.past.month(14), starts)):
            project = entering.enter(keeper, said)
        if stage == "reserve":
            return
        project = self._advances(project, keeper, stage, starts)
        year = self.past.today.year
        lists = [code for code, one in declared().lists.items() if kind in one.kinds]
        for code in lists if number % 5 else []:
            listing.put_on_list(self.city, project, code, year, 1 + number % 2)
        if declared().stages[stage].reported:
            self._reports(project, keeper, number)

    def _time(self, number: int, stage: str) -> tuple[date, date]:
        """When it starts and ends, by how far it is."""
        if stage in ("reserve", "filed"):
            return self.past.month(-2 - number % 4), self.past.month(-14 - number % 6)
        if declared().stages[stage].finished:
            return self.past.month(16 + number % 4), self.past.month(2 + number % 2)
        return self.past.month(5 + number % 5), self.past.month(-5 - number % 7)

    def _advances(self, project: Project, keeper: Actor, stage: str, starts: date) -> Project:
        places = list(declared().stages.values())
        for place in places[1 : declared().stages[stage].place + 1]:
            day = min(starts, self.past.month(1)) if place.place < 3 else self.past.month(1)
            actor = self.city if place.code == "accepted" else keeper
            with lived_on(day):
                for wanted in place.documents:
                    with document(wanted.words["zh"]) as (path, name):
                        files.add_file(keeper, project, path, name, wanted.code)
                if place.code == "filed":
                    plan = even_plan(project.starts_on, project.ends_on, project.total)
                    project = entering.plan(keeper, project, plan, project.version)
                project = moving.advance(actor, project, project.version)
        return project

    def _reports(self, project: Project, keeper: Actor, number: int) -> None:
        """Of the last months, confirmed but for some of the newest."""
        reporter = self.speakers.get(project.organization_id, keeper)
        confirmer = keeper if reporter is not keeper else self.city
        if confirmer is reporter:
            confirmer = self.second
        behind = BEHIND[number % len(BEHIND)]
        planned = {one.month: one for one in PlanMonth.objects.filter(project=project)}
        for back in range(REPORTED, 0, -1):
            month = self.past.month(back)
            due = planned.get(month)
            if due is None or (back == 1 and number % 9 == 4):
                continue
            given = Progress(
                month,
                invested=due.investment * max(100 - 2 * behind, 5) // 100,
                percent=min(max(due.percent - behind, 1), 100),
                words=WORDS[(number + back) % len(WORDS)],
                hindrance=HINDRANCES[number % len(HINDRANCES)][1] if behind >= 10 else "",
            )
            waits = back == 1 and number % 4 == 0
            day = min(self.past.month(back - 1).replace(day=3), self.past.today)
            with lived_on(self.past.day(2) if waits else day):
                report = reporting.give_report(reporter, project, given)
                if not waits:
                    reporting.confirm_report(confirmer, report)

    def hindrances(self) -> None:
        """What is in the way of those that are red is in the ledger of problems."""
        reporting.keep_lights(Actor())
        red = Project.objects.filter(light=Light.RED).order_by("pk")
        for number, project in enumerate(red[:6]):
            keeper = self.officers.get(project.county, self.city)
            actor = self.speakers.get(project.organization_id, keeper)
            coordinating.raise_case(actor, project, *HINDRANCES[number % len(HINDRANCES)])
            coordinating.note(keeper, project, "已现场调度，约定两周内会商，逐项销号。")

    def investment(self) -> None:
        """What an enterprise has invested in the year waits to be verified."""
        speaker, own = self.past.places[0].speaker, self.past.places[0].own
        for project in Project.objects.filter(organization=own, kind="upgrade")[:1]:
            with document("设备发票汇总") as proof:
                given = Invested(self.past.today.year, 8_600_000_00, 7_600_000_00, 2_100_000_00)
                years.propose_year(speaker, project, given, "含进口检测设备两台。", [proof])

    def ask(self) -> None:
        """The reports of the last month that are not there are asked for."""
        reporting.expect_reports(Actor(origin=Origin(via="task")), self.past.month(1))

    def _park(self, organization: Any) -> Any:
        parks = Organization.objects.filter(kind="park")
        return parks.filter(county=organization.county).order_by("pk").first()


def _short(name: str) -> str:
    """A company's name without what all companies are called."""
    for end in ("股份有限公司", "有限责任公司", "有限公司"):
        name = name.removesuffix(end)
    return name


def _title(organization: Any, number: int) -> str:
    return TITLES.get(organization.industry[:3], ELSE[number % len(ELSE)])
