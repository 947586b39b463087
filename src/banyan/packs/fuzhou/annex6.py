"""Annex 6: markets."""

from __future__ import annotations

from banyan.packs.fuzhou.conditions import (
    assessed,
    held_in_year,
    is_kind,
    is_manufacturing,
    manufacturing,
)
from banyan.rules.expressions import (
    Count,
    Exists,
    Total,
    col,
    least,
    of,
    p,
    share,
    year,
    year_of,
    zero,
)
from banyan.rules.measure import Candidates, Cap, Condition, Measure, Places, Plan, Top

_major = col("scope").is_in("national", "regional")
_exhibitors = Count("booths", manufacturing, "expo")


def _group_at_expo(article: str) -> tuple[Condition, ...]:
    """The conditions on the expo: a large professional one, and a group of manufacturers."""
    return (
        Condition("canton_fair", of("expo", ~col("canton_fair")), article),
        Condition("not_major_expo", of("expo", _major), article),
        Condition("too_few_exhibitors", of("expo", _exhibitors) >= p("expo.exhibitors"), article),
    )


_plan = Plan(
    "expo",
    p("expo.plan"),
    where=year_of(col("held_on")).equals(year()) & ~col("canton_fair") & _major,
    order=((col("priority_cluster"), True), (col("plan_rank"), False)),
    article="A6.1",
)

expo_booth = Measure(
    "expo_booth",
    articles=("A6.1", "P2.9", "A5.6"),
    candidates=Candidates(
        "booths", of_kind=None, in_year=year_of(col("expo.held_on")).equals(year())
    ),
    conditions=(is_manufacturing("A6.1"), *_group_at_expo("A6.1")),
    amount=share("booth_fee", p("expo_booth.rate")),
    item_cap=p("expo_booth.item_cap"),
    quota=_plan,
    cap=Cap(p("expo_booth.cap"), article="A6.1"),
)

expo_organizer = Measure(
    "expo_organizer",
    articles=("A6.1", "P2.9", "A5.6"),
    candidates=held_in_year("expos"),
    conditions=_group_at_expo("A6.1"),
    amount=share(Total("booths", "booth_fee", manufacturing, "expo"), p("expo_organizer.rate")),
    quota=_plan,
    cap=Cap(p("expo_organizer.cap"), article="A6.1"),
)

supplier_conference = Measure(
    "supplier_conference",
    articles=("A6.2.1",),
    candidates=held_in_year("events", of_kind=col("kind").is_in("supplier_conference")),
    conditions=(is_manufacturing("A6.2.1"),),
    amount=share("cost", p("supplier_conference.rate")),
    item_cap=p("supplier_conference.item_cap"),
    quota=Top(p("supplier_conference.places"), col("score"), article="A6.2.1"),
)

supply_demand_event = Measure(
    "supply_demand_event",
    articles=("A6.2.2", "P2.9", "A5.6"),
    candidates=held_in_year("events", of_kind=col("kind").is_in("supply_demand")),
    conditions=(
        is_kind("department", article="A6.2.2"),
        Condition("provincial_award_received", col("provincial_award") <= zero(), article="A6.2.2"),
        assessed("A6.2.2"),
    ),
    amount=least(col("assessed_award"), p("supply_demand.cap")),
)

_signed = year_of(col("signed_on")).equals(year())
_ordered = Total("orders", "amount", _signed, "organization")

order_award = Measure(
    "order_award",
    articles=("A6.3.1",),
    candidates=Candidates(
        "organizations", of_kind=None, in_year=Exists("orders", _signed, "organization")
    ),
    conditions=(is_manufacturing("A6.3.1"),),
    amount=Places(
        by=_ordered,
        tiers=tuple(
            (p(f"order_award.places_{tier}"), p(f"order_award.amount_{tier}")) for tier in (1, 2, 3)
        ),
        article="A6.3.1",
    ),
    item_cap=share(_ordered, p("order_award.share")),
)

MEASURES = (
    expo_booth,
    expo_organizer,
    supplier_conference,
    supply_demand_event,
    order_award,
)
