"""A city with very many cases, for the benchmark: made-up words, units, people, organizations, and
every row that a case has, copied into PostgreSQL."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import Any

from measuring import said

ORGANIZATIONS = 50_000
MONTHS = 36
AT_A_TIME = 50_000
PEOPLE_OF_A_UNIT = 3

PLACES, WHEN, HARM, WISH, PARTS, MIDDLE, TRADE = (
    line.split()
    for line in """
车间 生产线 厂区 园区 仓库 宿舍 码头 办公楼 配电房 锅炉房 项目工地 研发中心
近期 本月 上周 春节后 国庆前 自去年以来 连续三个月 夏季高峰期 夜间 每逢周末
影响正常生产 造成订单延误 增加企业成本 存在安全隐患 资金周转困难 工人流失 设备停机
请求协调解决 希望尽快答复 盼有关部门上门指导 建议开辟绿色通道 恳请给予支持 请予核实
福州 福清 长乐 闽侯 连江 海峡 榕城 东南
恒达 鑫源 华信 万通 中科 瑞丰 宏图 金龙 天宇 新创 博远 盛世
机械 电子 纺织 食品 新材料 生物 软件 模具 光电 冶金 包装 能源
""".strip().splitlines()
)


def fill(closed: int, opened: int) -> None:
    from django.core.management import call_command
    from django.db import connection

    from banyan.desk.cases import search
    from banyan.desk.cases.models import Case
    from banyan.desk.records import search as organizations

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    if Case.objects.exists():
        return
    city = City(random.Random(7), closed, opened)
    said("organizations, units, accounts", city.make)
    said("search of organizations", organizations.rebuild)
    said("cases", lambda: copy(Case, city.cases()))
    said("moves", lambda: city.copy_of("Move", city.moves()))
    said("units that help", lambda: city.copy_of("Help", city.help()))
    said("steps", lambda: city.copy_of("Stage", city.stages()))
    said("obligations", city.make_obligations)
    said("search of cases", search.rebuild)
    with connection.cursor() as cursor:
        for table in ("cases_case", "cases_help", "cases_stage", "obligations_obligation"):
            cursor.execute(
                f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id)) FROM {table}"
            )
        said("analyze", lambda: cursor.execute("VACUUM ANALYZE"))


def copy(model: Any, rows: Iterable[dict[str, Any]]) -> int:
    """COPY of rows that say what differs from the model's defaults."""
    from django.db import connection, models

    plain = model()
    rest = iter(rows)
    first = next(rest)
    names = [one for one in model._meta.concrete_fields if one.attname != "id" or "id" in first]
    columns = ", ".join(f'"{one.column}"' for one in names)
    now = datetime.now().astimezone()
    usual = {
        one.attname: now if getattr(one, "auto_now_add", False) else getattr(plain, one.attname)
        for one in names
    }
    structured = [one.attname for one in names if isinstance(one, models.JSONField)]

    def written(row: dict[str, Any]) -> list[Any]:
        whole = {**usual, **row}
        for name in structured:
            whole[name] = json.dumps(whole[name], ensure_ascii=False)
        return [whole[one.attname] for one in names]

    count = 1
    with (
        connection.cursor() as cursor,
        cursor.copy(f"COPY {model._meta.db_table} ({columns}) FROM STDIN") as copied,
    ):
        copied.write_row(written(first))
        for row in rest:
            copied.write_row(written(row))
            count += 1
    return count


class City:
    """Everything is drawn anew from the case's number, so that the tables agree."""

    def __init__(self, chance: random.Random, closed: int, opened: int) -> None:
        from banyan.desk.cases.kinds import declared_kinds
        from banyan.desk.people.actions.units import counties

        self.chance = chance
        self.count = closed + opened
        self.share_open = opened / self.count
        self.counties = list(counties())
        self.weights = [1 + (len(self.counties) - place) for place in range(len(self.counties))]
        kinds = declared_kinds()
        self.categories = [
            (kind, category)
            for kind in (kinds["problem"], kinds["factor"], kinds["warning"], kinds["decision"])
            for category in kind.categories.values()
        ]
        self.kind_weights = [
            {"problem": 8, "factor": 3, "warning": 2, "decision": 1}[kind.code]
            for kind, _ in self.categories
        ]
        self.today = date.today()
        self.now = datetime.now().astimezone()

    def make(self) -> None:
        from banyan.desk.people.models import Account, Unit
        from banyan.desk.people.roles import Role
        from banyan.desk.records.models import Organization, Representation, Source
        from banyan.rules.credit_code import complete

        codes = sorted({category.unit for _, category in self.categories})
        units = [Unit(code=code, name_zh=f"{code}单位", name_en=code) for code in codes]
        for county in self.counties:
            units += [
                Unit(code=f"{code}-{county}", name_zh=code, name_en=code, county=county)
                for code in (*codes, "office")
            ]
        Unit.objects.bulk_create(units)
        self.units = {unit.code: unit.pk for unit in Unit.objects.all()}
        accounts = []
        for unit in Unit.objects.all():
            role = Role.COUNTY if unit.code.startswith("office") else Role.DEPARTMENT
            accounts += [
                Account(username=f"{unit.code}-{number}", name=unit.code, role=role, unit=unit)
                for number in range(PEOPLE_OF_A_UNIT)
            ]
        industry = Unit.objects.get(code="industry")
        accounts += [
            Account(username=f"city-{n}", role=Role.CITY, unit=industry) for n in range(20)
        ]
        accounts += [Account(username=f"enterprise-{n}", role=Role.ENTERPRISE) for n in range(3000)]
        Account.objects.bulk_create(accounts)
        source = Source.objects.create(kind=Source.Kind.IMPORTED, note="bench")
        self.organizations: list[tuple[str, str, str]] = []
        for number in range(ORGANIZATIONS):
            county = self.chance.choices(self.counties, self.weights)[0]
            name = (
                self.chance.choice(PARTS)
                + self.chance.choice(MIDDLE)
                + self.chance.choice("甲乙丙丁戊己庚辛壬癸")
                + str(number)
                + self.chance.choice(TRADE)
                + "有限公司"
            )
            self.organizations.append((complete(f"91350100MA{number:07d}"), name, county))
        Organization.objects.bulk_create(
            (
                Organization(
                    uscc=code,
                    name=name,
                    kind="enterprise",
                    county=county,
                    industry="C3411",
                    size="medium",
                    source=source,
                )
                for code, name, county in self.organizations
            ),
            batch_size=5_000,
        )
        speaking = Account.objects.filter(role=Role.ENTERPRISE).order_by("pk")
        Representation.objects.bulk_create(
            Representation(account=account, organization_id=self.organizations[place][0])
            for place, account in enumerate(speaking)
        )

    def cases(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.count + 1):
            yield self.case(number)

    def moments(self, number: int) -> list[datetime]:
        """When a case was opened, dispatched, accepted, answered and closed, where it was."""
        months = timedelta(days=30 * MONTHS)
        raised = self.now - months + months * (number / self.count)
        closed = raised + timedelta(days=3 + number % 27)
        while_open = (closed - raised) / 4
        return [min(self.now, raised + while_open * place) for place in range(5)]

    def drawn(self, number: int) -> tuple[random.Random, str, Any, Any, tuple[str, str, str], bool]:
        """What all tables know of a case: state, kind, category, organization, whether it is in the
        city's ledger."""
        chance = random.Random(number)
        # what is open was mostly raised lately
        recent = number / self.count
        share = self.share_open * (5 if recent > 0.85 else 0.3)
        state = "closed"
        if chance.random() < share:
            state = chance.choices(
                ("recorded", "dispatched", "disputed", "under_way", "paused", "answered"),
                (10, 10, 1, 60, 5, 14),
            )[0]
        kind, category = chance.choices(self.categories, self.kind_weights)[0]
        organization = self.organizations[chance.randrange(len(self.organizations))]
        return chance, state, kind, category, organization, chance.random() < 0.15

    def lead(self, category: Any, organization: tuple[str, str, str], city: bool) -> int:
        code = category.unit if city else f"{category.unit}-{organization[2]}"
        return self.units[code]

    def case(self, number: int) -> dict[str, Any]:
        at, dispatched, _accepted, answered, closed = self.moments(number)
        chance, state, kind, category, organization, city = self.drawn(number)
        words = category.suggested_by[: max(1, len(category.suggested_by) * 2 // 3)] or ("其他",)
        text = (
            f"{chance.choice(WHEN)}{chance.choice(PLACES)}{chance.choice(words)}问题突出，"
            f"{chance.choice(HARM)}，涉及{chance.randrange(2, 900)}人，"
            f"{chance.choice(words)}与{chance.choice(words)}均受限，{chance.choice(WISH)}。"
        )
        row = {
            "id": number,
            "kind": kind.code,
            "category": category.code,
            "title": f"{chance.choice(PLACES)}{chance.choice(words)}{chance.choice(HARM)}",
            "text": text,
            "organization_id": organization[0],
            "county": organization[2],
            "level": "city" if city else "county",
            "gravity": chance.choices(("general", "urgent", "grave"), (80, 17, 3))[0],
            "state": state,
            "version": 4,
            "origin": chance.choice(("desk", "visit", "reception", "imported")),
            "raised_at": at,
            "due_on": self.due(chance),
        }
        if state != "recorded":
            row["lead_id"] = self.lead(category, organization, city)
            row["dispatched_at"] = dispatched
        if state == "closed":
            row |= {
                "answer": f"已{chance.choice(WISH)[2:]}，{chance.choice(words)}已落实。",
                "answered_at": answered,
                "outcome": chance.choices(("agreed", "solved", "cannot"), (80, 15, 5))[0],
                "closed_at": closed,
                "rating": chance.choices((1, 2, 3, 4, 5, None), (1, 2, 10, 30, 37, 20))[0],
            }
        if state == "paused":
            row["paused_on"] = self.today
        return row

    def due(self, chance: random.Random) -> date:
        return self.today + timedelta(days=chance.randrange(-10, 40))

    def moves(self) -> Iterator[dict[str, Any]]:
        steps = ("open", "dispatch", "accept", "report_solved", "agree")
        targets = ("recorded", "dispatched", "under_way", "answered", "closed")
        for number in range(1, self.count + 1):
            _chance, state, _kind, _category, _organization, city = self.drawn(number)
            level = "city" if city and number % 100 else "county"  # one in a hundred differs
            most = targets.index(state) + 1 if state in targets else 3
            for action, target, at in zip(
                steps[:most], targets, self.moments(number), strict=False
            ):
                yield {
                    "case_id": number,
                    "action": action,
                    "target": target,
                    "level": level,
                    "at": at,
                }

    def help(self) -> Iterator[dict[str, Any]]:
        helping = list(self.units.values())
        for number in range(1, self.count + 1, 20):
            yield {"case_id": number, "unit_id": helping[number % len(helping)], "what": "x"}

    def stages(self) -> Iterator[dict[str, Any]]:
        for number in range(1, self.count + 1):
            chance, state, kind, *_ = self.drawn(number)
            if state in ("under_way", "paused"):
                for step in kind.steps:
                    yield {
                        "case_id": number,
                        "round": 0,
                        "code": step.code,
                        "due_on": self.due(chance),
                    }

    def copy_of(self, name: str, rows: Iterable[dict[str, Any]]) -> None:
        from django.apps import apps

        copy(apps.get_model("cases", name), rows)

    def make_obligations(self) -> None:
        from banyan.desk.cases.models import Stage
        from banyan.desk.obligations.models import Obligation

        steps = dict[int, list[tuple[int, date]]]()
        for pk, case, due in Stage.objects.values_list("pk", "case_id", "due_on"):
            steps.setdefault(case, []).append((pk, due))
        copy(Obligation, self.obligations(steps))

    def obligations(self, steps: dict[int, list[tuple[int, date]]]) -> Iterator[dict[str, Any]]:
        kinds = {
            "recorded": "cases.dispatch",
            "dispatched": "cases.accept",
            "disputed": "cases.decide_dispute",
            "answered": "cases.agree",
            "closed": "cases.dispatch",
        }
        for number in range(1, self.count + 1):
            chance, state, kind, category, organization, city = self.drawn(number)
            title = {"case": "厂区用电问题", "reference": f"2026-{number:07d}"}
            raised, *_, closed = self.moments(number)
            base = {
                "opened_at": raised,
                "ended_at": closed if state == "closed" else None,
                "words": title,
                "organization": organization[0],
                "link": f"/cases/{number}/",
                "working_days": 5,
                "state": "done" if state == "closed" else "open",
            }
            lead = {"unit_id": self.lead(category, organization, city)}
            ledger = {"role": "city"} if city else {"role": "county", "county": organization[2]}
            if state in ("under_way", "paused"):
                for pk, due in steps[number]:
                    step = {"step": dict(kind.steps[0].words)}
                    held = {"state": "paused", "paused_on": self.today, "reason": "x"}
                    more = held if state == "paused" else {}
                    yield {
                        **(base | lead | more),
                        "kind": "cases.step",
                        "subject": "cases.stage",
                        "key": str(pk),
                        "words": title | step,
                        "due_on": due,
                    }
                continue
            holder = {"role": "enterprise"} if state == "answered" else ledger
            if state == "dispatched":
                holder = lead
            yield {
                **(base | holder),
                "kind": kinds[state],
                "subject": "cases.case",
                "key": str(number),
                "due_on": self.due(chance),
            }
