"""The demo: a made-up city, two accounts of every role, two organizations that they represent."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.conf import settings
from django.contrib.auth.hashers import make_password

from banyan.desk.applications.actions.windows import set_window
from banyan.desk.applications.needs import by_application
from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.benefits.computing import default_year
from banyan.desk.benefits.keeping import want_boards
from banyan.desk.operations import (
    demo_cases,
    demo_city,
    demo_lists,
    demo_money,
    demo_parks,
    demo_projects,
    demo_supervision,
    demo_targets,
    demo_tasks,
    demo_visits,
)
from banyan.desk.operations.actions import load_facts
from banyan.desk.operations.demo_past import Past
from banyan.desk.operations.demo_steps import Step, walk
from banyan.desk.people import access
from banyan.desk.people.actions import make_unit, set_up_units
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.models import Representation, Sharing, Source
from banyan.desk.ui.demo import DEMO_PASSWORD, FILLED
from banyan.rules.facts import Facts

SET_UP = "operations.set_up_demo"


@dataclass(frozen=True)
class Person:
    """An account of the demo. ``unit`` is the code of its unit; a county officer works for the
    county of the enterprise of the same number. ``enterprise3`` comes to speak for a park."""

    username: str
    name: str
    role: Role
    unit: str = ""


PEOPLE = (
    Person("enterprise", "林晓岚", Role.ENTERPRISE),
    Person("enterprise2", "陈志远", Role.ENTERPRISE),
    Person("enterprise3", "郭晓东", Role.ENTERPRISE),
    Person("county", "黄文静", Role.COUNTY),
    Person("county2", "郑凯", Role.COUNTY),
    Person("city", "王建国", Role.CITY, "industry"),
    Person("city2", "李思敏", Role.CITY, "industry"),
    Person("finance", "吴秀芳", Role.FINANCE, "finance"),
    Person("finance2", "刘海波", Role.FINANCE, "finance"),
    Person("department", "张伟民", Role.DEPARTMENT, "science"),
    Person("department2", "许佳", Role.DEPARTMENT, "power"),
    Person("department3", "江敏", Role.DEPARTMENT, "human_resources"),
    Person("department4", "魏东", Role.DEPARTMENT, "natural_resources"),
    Person("department5", "邱燕", Role.DEPARTMENT, "gas"),
    Person("bank", "何丽华", Role.BANK, "demo-bank"),
    Person("bank2", "谢俊", Role.BANK, "demo-guarantee"),
    Person("expert", "林则明", Role.EXPERT, "demo-university"),
    Person("expert2", "方雅琴", Role.EXPERT, "demo-institute"),
    Person("expert3", "陈启航", Role.EXPERT, "demo-university"),
    Person("supervisor", "杨正", Role.SUPERVISOR, "city_government"),
    Person("supervisor2", "罗敏", Role.SUPERVISOR, "city_government"),
    Person("auditor", "周明", Role.AUDITOR, "demo-audit"),
    Person("auditor2", "高洁", Role.AUDITOR, "demo-audit"),
    Person("administrator", "曾宇", Role.ADMINISTRATOR, "industry"),
    Person("administrator2", "施雨", Role.ADMINISTRATOR, "industry"),
)

OWN_UNITS = {
    "demo-bank": ("榕荫示范银行", "Rongyin Demo Bank"),
    "demo-guarantee": ("榕荫示范融资担保公司", "Rongyin Demo Guarantee Company"),
    "demo-university": ("榕荫示范大学", "Rongyin Demo University"),
    "demo-institute": ("榕荫示范研究院", "Rongyin Demo Institute"),
    "demo-audit": ("市审计局", "Municipal Audit Office"),
}
"""Units that the notice does not name."""


PARTS: tuple[Callable[[Past], Iterator[Step]], ...] = (
    demo_cases.steps,
    demo_tasks.steps,
    demo_lists.steps,
    demo_projects.steps,
    demo_parks.steps,
    demo_visits.steps,
    demo_targets.steps,
    demo_supervision.steps,
)
"""What the people of the demo have done before somebody looks besides money, part by part."""


def set_up(data: Path, today: date) -> None:
    """Makes whatever is not there yet. A demo that is set up is left as its users made it."""
    if not Entry.objects.filter(action=SET_UP).exists():
        city = data / "city"
        if not city.exists():
            demo_city.make(city, today)
        facts = demo_city.read(city, declared_pack())
        set_up_demo(Actor(), facts, demo_city.rich(facts, declared_pack(), today))
    if settings.DEMO:
        demo_money.set_up(default_year(pack_in_force()), today)


def fill(data: Path, today: date, origin: str, pause: float = 0.0) -> None:
    """Takes the steps of all parts that are not taken yet, with ``pause`` seconds after each.
    ``origin`` is where the demo is served: links in documents begin with it."""
    past = Past(today, origin)
    walk((step for part in PARTS for step in part(past)), pause)
    (data / FILLED).touch()


@action(SET_UP)
def set_up_demo(actor: Actor, facts: Facts, represented: list[tuple[str, str]]) -> None:
    """Units, accounts, records, who represents what, and a record shared with the bank.

    ``represented`` are the credit codes and counties of the organizations of ``enterprise`` and
    ``enterprise2``. All of it or nothing, so that one that was killed starts anew."""
    access.require(actor)
    set_up_units(actor)
    for code, (name_zh, name_en) in OWN_UNITS.items():
        make_unit(actor, code=code, name_zh=name_zh, name_en=name_en)
    units = {unit.code: unit for unit in Unit.objects.all()}
    counties = {unit.county: unit for unit in units.values() if unit.county}
    accounts: dict[str, Account] = {}
    password = make_password(DEMO_PASSWORD)  # hashed once: it takes a while, as it should
    for person in PEOPLE:
        unit = units.get(person.unit)
        if person.role is Role.COUNTY:
            unit = counties[represented[_number(person) - 1][1]]
        accounts[person.username] = Account.objects.create_user(
            person.username, name=person.name, role=person.role, unit=unit
        )
    Account.objects.filter(username__in=accounts).update(password=password)
    load_facts(
        actor,
        facts,
        kind=Source.Kind.GENERATED,
        note="a made-up city",
        verified_by=accounts["city"],
    )
    for username, (uscc, _) in zip(("enterprise", "enterprise2"), represented, strict=True):
        Representation.objects.create(account=accounts[username], organization_id=uscc)
        log(
            accounts[username],
            after={"name": accounts[username].name, "represents": uscc},
            organization=uscc,
        )
    shared = represented[0][0]
    sharing = Sharing.objects.create(organization_id=shared, unit=units["demo-bank"])
    log(sharing, after={"unit": sharing.unit.code}, organization=shared)
    log("demo", after={"units": sorted(units), "accounts": sorted(accounts)})
    year = default_year(pack_in_force())
    for measure in by_application(pack_in_force()):
        days = date(year, 1, 1), date(year, 12, 31)
        set_window(Actor(accounts["city"]), measure, year, *days)
    want_boards(year)


def _number(person: Person) -> int:
    return int(person.username.removeprefix(person.role.value) or 1)
