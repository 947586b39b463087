"""The lists of the demo: who is in them since when, who is proposed, whose term ends, who reported
what; all of it by the actions that people use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from banyan.desk.audit import Actor, Origin
from banyan.desk.lists.actions import changing, deciding, proposing, publishing, reporting, rounds
from banyan.desk.lists.actions.proposing import Said
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.models import Change, Entry, Round, Why
from banyan.desk.lists.tasks import on_day
from banyan.desk.operations.demo_past import Past, lived_on
from banyan.desk.operations.demo_steps import Step
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization

REASON = "材料齐全，经审核符合条件。"

WAYS = ("技术改造扩能", "引入战略投资", "拆分销售公司独立核算", "拓展海外市场")
BATCHES = ("raise", "attract", "split", "reserve")


@dataclass(frozen=True)
class Published:
    """A round that was published: of which list, how many days ago it was opened, who was taken.
    ``said`` gives what was said of each, in turn."""

    code: str
    ago: int
    who: str
    said: Sequence[Said]
    count: int = 0
    tasks: Sequence[tuple[str, str]] = ()
    after: int = 0
    """So many of those of ``who`` are passed over first."""


def _said(tier: str = "", subject: str = "", **fields: str) -> Said:
    return Said(tier=tier, subject=subject, fields=fields)


ROUNDS = (
    Published(
        "leaders",
        200,
        "large",
        [_said(revenue=str(revenue)) for revenue in (286000, 412000, 538000, 195000, 877000)],
        14,
    ),
    Published(
        "ten_billion", 190, "large", [_said(revenue=str(one)) for one in (1380000, 1065000)], 2
    ),
    Published(
        "chain_masters",
        170,
        "large",
        [
            _said(chain=chain, suppliers=str(suppliers))
            for chain, suppliers in (
                ("新型显示", 46),
                ("化工新材料", 38),
                ("汽车零部件", 52),
                ("食品加工", 71),
                ("纺织化纤", 64),
                ("机械装备", 29),
            )
        ],
    ),
    Published(
        "task_list",
        150,
        "counties",
        [
            _said(subject="规模以上产值三年翻番", goal="两年内产值突破十亿元，新增省级平台一个。"),
            _said(subject="带动本地配套企业二十家", goal="本地采购率提高到百分之四十五。"),
            _said(subject="突破高速精密主轴技术", goal="主轴转速提高三成，替代进口。"),
        ],
        6,
        tasks=(
            ("规模以上产值三年翻番", "面向龙头企业，以产值和税收为核验指标。"),
            ("带动本地配套企业二十家", "面向链主企业，以本地采购率为核验指标。"),
            ("突破高速精密主轴技术", "面向装备企业，以第三方检测为核验依据。"),
        ),
    ),
    Published(
        "green_factories",
        430,
        "scaled",
        [
            _said("provincial", certified_by="福建省节能中心"),
            _said("national", certified_by="中国质量认证中心"),
            _said("municipal", certified_by="榕荫示范评价公司"),
        ],
        15,
    ),
    Published(
        "smart_factories",
        300,
        "scaled",
        [
            _said("provincial", scene="柔性产线、智能仓储、在线质量检测"),
            _said("provincial", scene="设备预测性维护、能源管理"),
            _said("national", scene="全流程数字孪生、供应链协同"),
        ],
        9,
        after=6,
    ),
    Published(
        "efficiency_leaders",
        260,
        "scaled",
        [
            _said("energy", product="吨产品综合能耗"),
            _said("water", product="单位产品取水量"),
        ],
        4,
        after=3,
    ),
    Published(
        "clean_production",
        240,
        "scaled",
        [_said(audited_on="2026-02-28"), _said(audited_on="2026-01-15")],
        5,
        after=16,
    ),
    Published(
        "white_list",
        120,
        "small",
        [_said(need=str(need)) for need in (800, 1500, 500, 3000, 1200)],
        12,
        after=40,
    ),
    Published(
        "fund_reserve",
        160,
        "scaled",
        [
            _said(
                subject="功率半导体封测线",
                need="12000",
                use="购置封装测试设备",
            ),
            _said(
                subject="锂电负极材料二期",
                need="20000",
                use="二期厂房和窑炉",
            ),
            _said(
                subject="海洋食品智能加工",
                need="6000",
                use="智能化加工线和冷库",
            ),
            _said(
                subject="工业母机关键部件",
                need="9000",
                use="研发和中试",
            ),
            _said(
                subject="再生纤维绿色工厂",
                need="15000",
                use="环保装备和产线",
            ),
        ],
        5,
        after=22,
    ),
    Published(
        "service_institutions",
        280,
        "institutions",
        [
            _said("diagnosis", services="智能制造诊断、节能诊断"),
            _said("digital", services="中小企业上云、数字化改造方案"),
            _said("platform", services="检验检测、技术咨询"),
            _said("laboratory", services="材料分析、可靠性试验"),
        ],
        8,
    ),
    Published(
        "service_engagements",
        140,
        "counties",
        [
            _said(subject="数字化转型诊断", institution="榕荫示范研究院"),
            _said(subject="节能诊断", institution="福建省节能中心"),
            _said(subject="精益生产辅导", institution="榕荫示范大学"),
        ],
        6,
        after=6,
    ),
)

FUND = (
    ("contact", {"with": "福州市新型工业化基金管理公司"}),
    ("diligence", {"begun_on": "2026-08-20"}),
    ("decided", {"amount": "8000"}),
    ("invested", {"invested": "6000", "invested_on": "2026-10-15"}),
)
"""How far the projects of the fund have come, one stage further each."""

ENGAGED = (
    ("diagnosed", {"finding": "排产依赖人工，设备联网率不足三成。"}),
    ("followed", {"followed_on": "2026-10-20", "effect": "联网率提高到六成，交货期缩短四天。"}),
    ("done", {"rating": "good"}),
)


def steps(past: Past) -> Iterator[Step]:
    lists = _Lists(past)
    yield "lists of records", lists.follow
    yield "rongsheng published", lists.rongsheng_published
    for one in ROUNDS:
        yield f"list {one.code}", partial(lists.publish, one)
    yield "stages of lists", lists.stages
    yield "figures of lists", lists.figures
    yield "terms of lists", lists.terms
    yield "rongsheng open", lists.rongsheng_open
    yield "gradient open", lists.gradient_open


class _Lists:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.city, self.second = past.city, past.second
        self.officers = {one.officer.account.county: one.officer for one in past.places}
        self.speakers = {one.own.pk: one.speaker for one in past.places}

    def follow(self) -> None:
        """What records say is in the lists, and terms that end soon are re-checked."""
        on_day(Actor(origin=Origin(via="task")), self.past.today)

    def publish(self, one: Published) -> None:
        known = self._who(one.who)
        first = one.after % max(len(known), 1)  # a small city has fewer
        found = [*known[first:], *known[:first]][: one.count or len(one.said)]
        if not found:
            return
        opened = self.past.today - timedelta(days=one.ago)
        round_ = self._opened(one.code, opened, tasks=one.tasks)
        with lived_on(opened + timedelta(days=5)):
            for number, organization in enumerate(found):
                self._propose(round_, organization, one.said[number % len(one.said)])
        self._publish(round_, opened + timedelta(days=20))

    def rongsheng_published(self) -> None:
        """The first round of the year: most were taken, some were not."""
        opened = date(self.past.today.year, 1, 15)
        if opened > self.past.today - timedelta(days=40):
            return
        round_ = self._opened("rongsheng", opened, 120)
        with lived_on(opened + timedelta(days=6)):
            for number, one in enumerate(self._promising(0, 9)):
                self._propose(round_, one, _promise(number, opened.year))
        with lived_on(opened + timedelta(days=12)):
            known = round_.candidacies.order_by("pk").values_list("pk", flat=True)
            refused = list(known)[4::7]
            deciding.refuse(self.city, round_, refused, "近两年无设备投入，暂不具备升规条件。")
        self._publish(round_, opened + timedelta(days=20))

    def rongsheng_open(self) -> None:
        """A round that is open: counties have proposed, some is decided."""
        opened = self.past.day(9)
        if opened.year != self.past.today.year:
            return
        text = "请各县（市）区围绕提升、招引、裂变、储备四批推荐，附预计升规时间。"
        round_ = self._opened("rongsheng", opened, 80, text=text)
        with self.past.on(4):
            for number, one in enumerate(self._promising(9, 8)):
                self._propose(round_, one, _promise(number, opened.year))
        with self.past.on(2):
            known = list(round_.candidacies.order_by("pk").values_list("pk", flat=True))
            deciding.take(self.city, round_, known[::3], "设备投入明显，预计年内升规。")
            deciding.refuse(self.city, round_, known[1:2], "主营业务收入不足，建议培育一年。")

    def gradient_open(self) -> None:
        """Enterprises ask to be SRDI enterprises; nothing is decided yet."""
        opened = self.past.day(6)
        if opened.year != self.past.today.year:
            return
        round_ = self._opened("gradient", opened)
        standing = Entry.objects.standing().filter(list="gradient", tier="srdi")
        there = set(standing.values_list("organization_id", flat=True))
        asking = [one for one in self._promising(17, 6) if one.pk not in there]
        with self.past.on(3):
            for number, one in enumerate(asking):
                share = str(12 + number)
                fields = {"field": FIELDS[number % len(FIELDS)], "share_of_market": share}
                self._propose(round_, one, Said(tier="srdi", fields=fields))

    def stages(self) -> None:
        """Projects of the fund, tasks and engagements have come so far."""
        for code, ways in (("fund_reserve", FUND), ("service_engagements", ENGAGED)):
            for number, entry in enumerate(self._entries(code)):
                for stage, fields in ways[:number]:
                    entry = changing.advance(self.city, entry, stage, fields)
        reached = {"scale": "产值同比增长两成", "chain": "新增配套六家", "innovation": "获专利三项"}
        for number, entry in enumerate(self._entries("task_list")[:3]):
            entry = changing.advance(self.city, entry, "verified", reached)
            if number:
                changing.advance(self.city, entry, "scored", {"score": str(84 + number * 5)})

    def figures(self) -> None:
        """What those in the lists have reported of their years."""
        year = self.past.today.year
        for number, entry in enumerate(self._entries("green_factories")):
            for back in (1, 0):
                energy = 5200 - number * 130 - (1 - back) * 240
                typed = {
                    "energy": str(energy),
                    "energy_intensity": f"{0.21 - number * 0.006 - (1 - back) * 0.012:.3f}",
                    "carbon_intensity": f"{0.46 - number * 0.013 - (1 - back) * 0.025:.3f}",
                }
                self._report(entry, year - back, typed)
        for number, entry in enumerate(self._entries("rongsheng")[:24]):
            for back in (1, 0):
                revenue = 620 + number * 71 + (1 - back) * (180 + number * 9)
                self._report(
                    entry, year - back, {"revenue": str(revenue), "jobs": str(28 + number * 3)}
                )
        for number, entry in enumerate(self._entries("efficiency_leaders")):
            self._report(entry, year, {"unit_energy": str(92 - number * 7), "unit_water": "1.8"})

    def terms(self) -> None:
        """Of those that are being re-checked one is to stay and one to leave, which a second person
        has to confirm."""
        ahead = self.past.today + timedelta(days=90)
        found = Entry.objects.standing().filter(
            list="gradient", tier="srdi", expires_on__lte=ahead, expires_on__gt=self.past.today
        )
        waiting = Change.objects.filter(state=Change.State.PROPOSED).values("entry")
        ending = list(found.exclude(pk__in=waiting).order_by("pk")[:3])
        if ending:
            changing.propose_renewals(self.city, ending[:2], "复核材料齐全，持续符合条件。")
        for entry in ending[2:]:
            changing.propose_exits(
                self.city, [entry], Why.LACKING, "研发投入占比连续两年不达标，企业书面确认。"
            )

    def _opened(
        self,
        code: str,
        day: date,
        quota: int | None = None,
        *,
        text: str = "",
        tasks: Sequence[tuple[str, str]] = (),
    ) -> Round:
        of = list_of(code)
        with lived_on(day):
            round_ = rounds.prepare_round(
                self.city,
                of,
                year=day.year,
                closes_on=day + timedelta(days=21),
                quota=quota,
                text=text,
            )
            for title, said in tasks:
                rounds.add_task(self.city, round_, title, said)
            return rounds.open_round(self.city, round_)

    def _propose(self, round_: Round, organization: Any, said: Said) -> None:
        """Whoever may: the enterprise itself, its county, the city."""
        of = round_.declared
        actor = self.speakers.get(organization.pk)
        if actor is None or Role.ENTERPRISE not in of.proposes:
            actor = self.officers.get(organization.county, self.city)
        proposing.propose(actor, round_, organization, said)

    def _publish(self, round_: Round, day: date) -> None:
        with lived_on(day - timedelta(days=6)):
            left = round_.candidacies.filter(state="proposed").order_by("pk")
            deciding.take(self.city, round_, list(left.values_list("pk", flat=True)), REASON)
        with lived_on(day):
            asked = publishing.propose_publication(self.city, round_)
            publishing.confirm_publication(self.second, asked)

    def _report(self, entry: Any, year: int, typed: Mapping[str, str]) -> None:
        speaker = self.speakers.get(entry.organization_id)
        reporting.report(speaker or self.officers.get(entry.county, self.city), entry, year, typed)

    def _entries(self, code: str) -> list[Any]:
        found = Entry.objects.standing().filter(list=code, origin=Entry.Origin.ROUND)
        return list(found.order_by("pk"))

    def _who(self, name: str) -> list[Any]:
        makers = Organization.objects.filter(kind="enterprise", industry__startswith="C")
        own = [one.own for one in self.past.places]
        match name:
            case "large":
                return [*own, *makers.filter(size="large").exclude(pk__in=own).order_by("pk")[:20]]
            case "scaled":
                found = makers.exclude(scaled_on=None).exclude(pk__in=own).order_by("pk")[:30]
                return [own[0], *found]
            case "small":
                return list(makers.filter(size__in=["small", "medium"]).order_by("pk")[:60])
            case "institutions":
                institutions = Organization.objects.filter(kind="institution")
                return list(institutions.order_by("pk")[:12])
            case _:
                return [one for pair in zip(*self._of_counties(), strict=False) for one in pair]

    def _of_counties(self) -> list[list[Any]]:
        return [[one.own, *one.others] for one in self.past.places]

    def _promising(self, first: int, count: int) -> list[Any]:
        """Small makers below the designated size, of the counties of the demo's officers and of
        two more."""
        counties = dict.fromkeys([*self.officers, "350181", "350112"])
        makers = Organization.objects.filter(
            kind="enterprise", industry__startswith="C", scaled_on=None
        ).exclude(size="large")
        return [
            one
            for county in counties
            for one in makers.filter(county=county).order_by("pk")[first : first + count]
        ]


FIELDS = ("精密轴承", "功能性膜材料", "海产品精深加工", "特种电缆", "工业机器人减速器")


def _promise(number: int, year: int) -> Said:
    return Said(
        batch=BATCHES[number % len(BATCHES)],
        score=68 + number * 7 % 30,
        reason="近两年设备投入持续增长，订单稳定。",
        fields={
            "way": WAYS[number % len(WAYS)],
            "expected_on": f"{year + number % 2}-{1 + number % 12:02d}-28",
        },
    )
