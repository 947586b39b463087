"""What organizations do in a year: services, research, events, expos, orders."""

from __future__ import annotations

from typing import TYPE_CHECKING

from . import values
from .values import day_in, identifier, money, near, truth
from .world import good

if TYPE_CHECKING:
    from random import Random

    from .world import Text, World


def cloud_year(random: Random, world: World, row: int, sure: bool) -> Text | None:
    key = {
        "uscc": world.one(random, world.of_industry("BCD"), sure),
        "year": str(near(random, world.year)),
    }
    if world.has("cloud_years", **key):
        return None
    return {
        **key,
        "devices": str(random.choice(values.DEVICES)),
        "software_cost": money(random, random.choice(values.CLOUD_COST)),
        "infrastructure_cost": money(random, random.choice(values.CLOUD_COST)),
    }


def centre_year(random: Random, world: World, row: int, sure: bool) -> Text | None:
    holders = {r["uscc"] for r in world.tables["recognitions"] if r["kind"] == "innovation_centre"}
    wanted = [o for o in world.tables["organizations"] if o["uscc"] in holders]
    key = {"uscc": world.one(random, wanted, sure), "year": str(near(random, world.year))}
    if world.has("centre_years", **key):
        return None
    income = random.choice(values.SERVICE_INCOME)
    return {**key, "external_service_income": money(random, income)}


def collaboration(random: Random, world: World, row: int, sure: bool) -> Text:
    return {
        "collaboration": identifier(random, "K", row),
        "uscc": world.one(random, world.of_industry("BCD"), sure),
        "year": str(world.year if sure else near(random, world.year)),
        "paid": money(random, random.choice(values.PAID)),
        "industrialized": truth(random, 1 if sure else 0.88),
        "score": str(random.choice(values.SCORES) or 0),
    }


def event(random: Random, world: World, row: int, sure: bool) -> Text:
    kind = random.choice(world.event_kinds)
    wanted = {
        "competition": world.of_kind("enterprise", "association", "institution"),
        "supplier_conference": world.of_industry("C"),
        "supply_demand": world.of_kind("department"),
    }.get(kind, [])
    provincial = random.choice((*[0] * 9, 1, 50_000_00))
    assessed = random.choice(values.ASSESSED["supply_demand_event"])
    return {
        "event": identifier(random, "E", row),
        "kind": kind,
        "uscc": world.one(random, wanted, sure),
        "held_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "cost": money(random, random.choice(values.COST.get(kind, values.SMALL))),
        "enterprises": str(random.choice((0, 29, 30, 30, 30, 31, 500))),
        "banks": str(random.choice((0, 4, 5, 5, 5, 6, 50))),
        "in_plan": truth(random, 0.88),
        "score": str(random.choice(values.SCORES) or 0),
        "provincial_award": money(random, provincial),
        "assessed_award": money(random, assessed),
    }


def expo(random: Random, world: World, row: int, sure: bool) -> Text:
    scopes = ("national", "regional") if good(random, sure) else ("other",)
    return {
        "expo": identifier(random, "X", row),
        "uscc": world.one(random, world.tables["organizations"], sure),
        "held_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "scope": random.choice(scopes),
        "canton_fair": truth(random, 0 if sure else 0.08),
        "priority_cluster": truth(random, 0.4),
        "plan_rank": str(random.choice((0, 1, 1, 2, 10, 9))),
    }


def booths(random: Random, world: World, expo: str) -> list[Text]:
    """Around five manufacturers, and sometimes another organization."""
    makers = world.of_industry("C")
    others = [o for o in world.tables["organizations"] if o not in makers]
    exhibitors = random.sample(makers, min(len(makers), random.choice((4, 5, 5, 5, 6, 99))))
    exhibitors += random.sample(others, min(len(others), random.choice((0, 0, 1, 2))))
    return [
        {
            "expo": expo,
            "uscc": exhibitor["uscc"],
            "booth_fee": money(random, random.choice(values.FEE)),
        }
        for exhibitor in exhibitors
    ]


def order(random: Random, world: World, row: int, sure: bool) -> Text:
    return {
        "order": identifier(random, "O", row),
        "uscc": world.one(random, world.of_industry("C"), sure),
        "signed_on": str(day_in(random, world.year if sure else near(random, world.year))),
        "amount": money(random, random.choice(values.ORDERS)),
    }
