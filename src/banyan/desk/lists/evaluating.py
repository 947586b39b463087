"""One pass over all organizations: who meets the criteria of lists, who nearly does, who in a list
no longer does."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from banyan.desk.lists.declared import declared_lists
from banyan.desk.lists.models import Entry, Standing
from banyan.desk.policy.city_facts import city_facts
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count
from banyan.rules import standing as engine
from banyan.rules.facts import Facts

STATES = {
    engine.Standing.SATISFIED.value: Standing.State.SATISFIED.value,
    engine.Standing.NEEDS_FACTS.value: Standing.State.NEEDS.value,
    engine.Standing.NEAR.value: Standing.State.NEAR.value,
}


@dataclass(frozen=True)
class Found:
    """A tier's rows: ``state``, ``organization_id``, ``county``, ``industry``, ``failed``,
    ``unknown``."""

    list: str
    tier: str
    rows: pl.DataFrame


def evaluate(year: int, facts: Facts | None = None) -> Iterator[Found]:
    """What was found for each tier with criteria, by the records as they are. Raises FactsError
    where they do not hold together."""
    facts = facts or city_facts()
    pack = pack_in_force()
    pack.check_year(year)
    places = {
        tier.criteria.code: (of.code, code)
        for of in declared_lists().values()
        for code, tier in of.tiers.items()
        if tier.criteria is not None
    }
    criteria = [pack.criteria[code] for code in places]
    organizations = facts[pack.schema.organizations]
    nearness = adopted_count("lists.nearness")
    for one, frame in engine.standings(pack, facts, year, criteria, nearness=nearness):
        list_, tier = places[one.code]
        members = Entry.objects.standing().filter(list=list_, tier=tier)
        inside = pl.Series(list(members.values_list("organization_id", flat=True)), dtype=pl.String)
        yield Found(list_, tier, _kept(frame, organizations, inside))


def _kept(frame: pl.DataFrame, organizations: pl.DataFrame, inside: pl.Series) -> pl.DataFrame:
    """Of those outside who meets or nearly meets the criteria, of those inside who fails them."""
    whole = frame.with_columns(
        organizations["uscc"].alias("organization_id"),
        organizations["county"].alias("county"),
        organizations["industry"].fill_null("").alias("industry"),
        organizations["uscc"].is_in(inside.implode()).alias("inside"),
    )
    lost = pl.col("inside") & (pl.col("failed") != 0)
    outside = ~pl.col("inside") & (pl.col("standing") != engine.Standing.FAR.value)
    kept = whole.filter(lost | outside)
    state = (
        pl.when("inside")
        .then(pl.lit(Standing.State.LOST.value))
        .otherwise(pl.col("standing").replace_strict(STATES, default="", return_dtype=pl.String))
    )
    return kept.select(
        state.alias("state"), "organization_id", "county", "industry", "failed", "unknown"
    )
