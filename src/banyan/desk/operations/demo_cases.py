"""The cases of the demo: what its people have lived through before somebody looks.

Problems and requests of every kind stand in every state, key enterprises have reported two years of
figures and warnings were raised by the rules, enterprises were received, and the city has met. All
of it by the actions that people use, each on its day.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import time, timedelta
from functools import partial
from typing import Any

from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.cases.actions import agreeing, closing, dispatching, handling, helping, raising
from banyan.desk.cases.actions.raising import Raised
from banyan.desk.cases.models import Case
from banyan.desk.cases.states import Level, State
from banyan.desk.meetings import actions as meetings
from banyan.desk.monitoring import actions as monitoring
from banyan.desk.monitoring import made_up
from banyan.desk.monitoring.evaluation import first_day, month_number
from banyan.desk.monitoring.tasks import evaluate_months
from banyan.desk.operations.demo_past import Past, lived_on, photo
from banyan.desk.operations.demo_steps import Step
from banyan.desk.operations.demo_stories import STORIES, Story
from banyan.desk.people.models import Unit
from banyan.desk.receptions import actions as receptions

MONTHS = 24
FALLS = {2: {1: 60}, 5: {4: 55, 3: 100}, 11: {4: 65, 3: 100}}
"""By the number of an enterprise: so many months ago it fell to so many percent."""

AT_ONCE = 4
"""Stories of a step."""

ENDS = (
    *("agreed", "under_way", "agreed", "new", "answered", "solved", "overdue", "agreed"),
    *("disputed", "dispatched", "badly", "paused", "reopened", "city", "agreed", "cannot"),
    *("agreed", "escalated", "helped", "agreed", "under_way"),
)
"""How far the stories have come, in turn."""


def steps(past: Past) -> Iterator[Step]:
    cases = _Cases(past)
    for place in (0, 1):
        for first in range(0, len(STORIES), AT_ONCE):
            yield f"stories {place} {first}", partial(cases.stories, place, first)
    yield "months", cases.months
    yield "monitoring", cases.evaluate
    yield "warnings", cases.warnings
    for place in (0, 1):
        yield f"receptions {place}", partial(cases.receptions, place)
    yield "meetings", cases.meetings


class _Cases:
    def __init__(self, past: Past) -> None:
        self.past = past
        self.today = past.today
        self.day, self.on = past.day, past.on
        self.people, self.units, self.of_unit = past.people, past.units, past.of_unit

    def stories(self, place: int, first: int) -> None:
        """Some stories in a county, every other of the enterprise that somebody speaks for."""
        officer, speaker, own, others = self.past.places[place]
        for number, story in list(enumerate(STORIES))[first : first + AT_ONCE]:
            end = ENDS[(number + place * 11) % len(ENDS)]
            spoken = end in ("agreed", "badly", "reopened", "answered") or number % 4 == 0
            who = speaker if spoken or not others else officer
            organization = own if who is speaker else others[number % len(others)]
            self._lives(story, end, officer, who, organization, number)

    def _lives(
        self, story: Story, end: str, officer: Actor, who: Actor, organization: Any, number: int
    ) -> Case:
        """One story from its first day as far as it has come."""
        ago = {"new": 0, "dispatched": 1, "disputed": 3, "answered": 8, "overdue": 13}.get(
            end, 9 if end in ("under_way", "paused", "helped", "city") else 20 + number * 3
        )
        ago = ago if end != "escalated" else 6
        kind, _dot, category = story.about.partition(".")
        said = Raised(
            kind=kind,
            category=category,
            title=story.title,
            text=story.text,
            contact="林经理" if who is not officer else "陈主任",
            phone=f"0591-8{3_000_000 + number * 7919 % 900_000}",
            gravity=story.gravity,
            fields=story.fields,
        )
        with self.on(ago, 9):
            if who is officer:
                case = raising.record_case(officer, organization, said)
            else:
                case = raising.raise_case(who, organization, said)
        if end == "new":
            return case
        keeper, after = officer, max(ago - 1, 0)
        if end in ("escalated", "city"):
            with self.on(after, 11):
                case = dispatching.escalate(officer, case, "涉及市级单位事权，县级难以单独协调。")
            if end == "escalated":
                return case
            keeper = self.people["city"]
        lead = self._lead(case, keeper)
        unit = self.of_unit[lead.pk]
        with self.on(after, 14):
            case = dispatching.dispatch(keeper, case, lead, note="请按时限办理并反馈。")
        if end == "dispatched":
            return case
        if end == "disputed":
            with self.on(max(after - 1, 0), 15):
                return dispatching.refuse(unit, case, "经核对职责清单，此事项主要职责在其他单位。")
        with self.on(after, 16):
            case = dispatching.accept(unit, case)
        return self._goes_on(story, end, case, keeper, unit, who, after)

    def _goes_on(
        self,
        story: Story,
        end: str,
        case: Case,
        keeper: Actor,
        unit: Actor,
        who: Actor,
        ago: int,
    ) -> Case:
        if end in ("under_way", "overdue", "city"):
            with self.on(max(ago - 2, 0), 11):
                return handling.add_note(
                    unit, case, "已到现场了解情况，正在制定方案。", inside=False
                )
        if end == "helped":
            with self.on(max(ago - 3, 0), 11):
                helping.ask_help(keeper, case, self.units["science"], "请协助提出技术意见。")
            return case
        if end == "paused":
            with self.on(max(ago - 3, 0), 11):
                return handling.pause(keeper, case, "设备到货需三周，期间暂停计时。")
        if end == "cannot":
            with self.on(ago - 5, 11):
                asked = closing.ask_closing(
                    unit, case, "cannot", "现行规划未作安排，已向企业说明。"
                )
            with self.on(ago - 6, 11):
                return closing.confirm_closing(self.people["city2"], asked)
        case = self._answered(story, case, unit, ago - 6 if end != "answered" else 2)
        if end == "answered":
            return case
        if end == "solved":
            with self.on(ago - 8, 11):
                asked = closing.ask_closing(unit, case, "solved", "电话回访，企业确认已解决。")
            with self.on(ago - 9, 11):
                return closing.confirm_closing(self.people["city"], asked)
        if end == "reopened":
            with self.on(ago - 8, 11):
                case = agreeing.disagree(who, case, "情况有所缓解，但没有根本解决。")
            city = self.people["city"]
            lead = self._lead(case, city)
            with self.on(4, 9):
                case = dispatching.dispatch(city, case, lead, note="请再次上门核实。")
            with self.on(4, 14):
                return dispatching.accept(self.of_unit[lead.pk], case)
        rating = 2 if end == "badly" else 4 + case.pk % 2
        words = "处理时间太长" if end == "badly" else "办理及时，问题已解决。"
        with self.on(ago - 8, 11):
            return agreeing.agree(who, case, rating, words)

    def _answered(self, story: Story, case: Case, unit: Actor, ago: int) -> Case:
        with self.on(ago, 15):
            if case.pk % 3:
                why = "已电话向企业核实，无书面材料。"
                return handling.report_solved(unit, case, story.answer, no_evidence=why)
            with photo(case.pk) as proof:
                return handling.report_solved(unit, case, story.answer, evidence=[proof])

    def _lead(self, case: Case, keeper: Actor) -> Unit:
        """The unit that answers for it where somebody works there, else the keeper's own."""
        units = dispatching.units_to_dispatch_to(case)
        found = units.filter(code=case.declared_category.unit).first()
        if found is None or found.pk not in self.of_unit:
            return keeper.account.unit  # type: ignore[no-any-return]
        return found  # type: ignore[no-any-return]

    def months(self) -> None:
        """Two years of figures of the key enterprises; what fell lately is found as it came."""
        last = month_number(self.today) - 1
        months = range(last - MONTHS + 1, last + 1)
        given = []
        for number, organization in enumerate(self._watched()):
            falls = {last + 1 - ago: left for ago, left in FALLS.get(number % 20, {}).items()}
            with lived_on(first_day(months[0])):
                monitoring.watch(self.people["city"], organization, first_day(months[0]))
            given += [
                monitoring.GivenFigures(organization.pk, first_day(month), values)
                for month, values in made_up.months_of(number, months, falls)
            ]
        monitoring.import_figures(self.people["city"], given, "重点工业企业月报.xlsx")

    def evaluate(self) -> None:
        last = month_number(self.today) - 1
        for ago in (4, 1):
            month = first_day(last + 1 - ago)
            with lived_on(min(first_day(last + 2 - ago) + timedelta(days=20), self.today)):
                evaluate_months(Actor(), [month])

    def _watched(self) -> list[Any]:
        return [one for place in self.past.places for one in (place.own, *place.others)]

    def warnings(self) -> None:
        """The older warnings were followed: most ended, every third as a false alarm."""
        found = Case.objects.filter(kind="warning", state=State.UNDER_WAY).order_by("pk")
        for number, case in enumerate(list(found)):
            unit = self.of_unit.get(case.lead_id)
            raised = timezone.localdate(case.raised_at)
            if unit is None or raised > self.today - timedelta(days=40):
                continue
            with lived_on(raised + timedelta(days=2)):
                if number % 3 == 2:
                    why = "企业例行检修，产能已恢复，属于统计口径变化。"
                    asked = closing.ask_closing(unit, case, "false_alarm", why)
                else:
                    handling.finish_step(unit, case, "answer", "已联系企业负责人并核实数据。")
                    handling.finish_step(unit, case, "meet", "会同有关单位商定帮扶措施。")
                    done = "订单恢复，用工稳定，持续跟踪两个月。"
                    asked = handling.report_solved(unit, case, done).closings.latest("pk")
            with lived_on(raised + timedelta(days=6)):
                closing.confirm_closing(self.people["city2"], asked)

    def receptions(self, place: int) -> None:
        """A day that was held, and one to come."""
        officer, speaker, own, others = self.past.places[place]
        said: dict[str, Any] = {"minutes": 20, "slots": 8, "starts": time(9)}
        held = self.day(6 + 2 * place)
        with self.on(14):
            day = receptions.announce(
                officer, day=held, place="政务服务中心三楼", hosts="分管县领导、工信局长", **said
            )
            first = receptions.book(
                speaker, day, own, about="厂区道路积水，希望改造排水", contact="林经理"
            )
            more = [
                receptions.book(officer, day, one, about=about, contact="办公室")
                for one, about in zip(others, _ABOUT, strict=False)
            ]
        with lived_on(held):
            receptions.record(
                officer,
                first,
                title="厂区门前道路积水，希望改造排水",
                category="construction",
                gravity="general",
            )
            for number, booking in enumerate(more):
                if number == 1:
                    receptions.miss(officer, booking)
                else:
                    receptions.answer(officer, booking, "现场说明政策并转交办理窗口。")
        day = receptions.announce(
            officer,
            day=self.day(-7 - place),
            place="工业园区服务中心",
            hosts="县长、有关部门",
            **said,
        )
        receptions.book(speaker, day, own, about="咨询数字化改造补助", contact="林经理")
        for one, about in zip(others[4:7], _ABOUT, strict=False):
            receptions.book(officer, day, one, about=about, contact="办公室")

    def meetings(self) -> None:
        """A meeting whose minutes are signed, and one to come."""
        city, second = self.people["city"], self.people["city2"]
        county = self.past.places[0].officer.account.unit
        invited = [self.units["power"], self.units["science"], county]
        said: dict[str, Any] = {"starts": time(15), "chair": "分管副市长", "units": invited}
        problems = Case.objects.filter(kind="problem").order_by("pk")
        stuck = [
            *problems.filter(state=State.DISPUTED),
            *problems.filter(state=State.RECORDED, level=Level.CITY),
        ]
        held = self.day(2)
        with self.on(4):
            meeting = meetings.plan(
                city, kind="ordinary", title="工业企业问题协调会", day=held, place="市政府", **said
            )
            items = [meetings.add_item(city, meeting, case=case) for case in stuck[:2]]
            items.append(meetings.add_item(city, meeting, title="迎峰度冬电力保供"))
        with lived_on(held):
            for item in items:
                meetings.note(city, item, "与会单位逐一说明情况，明确牵头单位和完成时限。")
            meetings.decide(
                city,
                items[-1],
                what="排定错峰名单，保障重点企业连续生产用电",
                lead=self.units["power"],
                helping=[self.units["science"]],
                due_on=self.day(-10),
            )
            signing = meetings.submit_minutes(city, meeting)
        with self.on(1):
            meetings.sign_minutes(second, signing)
        planned = meetings.plan(
            city,
            kind="projects",
            title="重大项目要素保障协调会",
            day=self.day(-5),
            place="市工信局五楼会议室",
            **said,
        )
        late = problems.filter(state=State.UNDER_WAY, due_on__lt=self.today)
        for case in late[:2]:
            meetings.add_item(city, planned, case=case, why="overdue")


_ABOUT = ("咨询设备更新补助", "反映招工困难", "希望对接银行贷款", "办理扩建用地手续")
