"""Parts of a fact set."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl
from hypothesis import HealthCheck, given, settings

from banyan.packs.fuzhou import pack
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts
from banyan.rules.schema import Schema
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines
from banyan.rules.subset import of_organizations, of_tables
from facts_of import facts_of
from oracle.generated import fact_sets

if TYPE_CHECKING:
    from oracle.reading import Tables

YEAR = 2026


def referred(facts: Facts) -> Iterator[tuple[str, str, list[tuple[object, object]]]]:
    """For each table that refers to others, the texts of its rows beside the keys they mean."""
    for table in facts.schema.tables:
        frame = facts[table.name]
        for column in table.columns:
            if not column.references or column.name not in frame.columns:
                continue
            parent = facts.schema.table(column.references)
            keys = facts[parent.name][parent.key[0]]
            meant = keys.gather(frame[f"{parent.row_of}_row"])
            yield table.name, column.name, list(zip(frame[column.name], meant, strict=True))


@settings(max_examples=4, deadline=None, suppress_health_check=list(HealthCheck))
@given(fact_sets(year=YEAR))
def test_an_organization_by_itself_is_judged_as_among_all(tables: Tables) -> None:
    """But for what organizations compete for."""
    facts = facts_of(tables)
    competing = [code for code, measure in pack().measures.items() if measure.competes()]
    alone = pl.col("measure").is_in(competing).not_()
    whole = lines(settle(pack(), facts, YEAR))
    for row, code in enumerate(facts["organizations"]["uscc"][:6]):
        part = of_organizations(facts, [row])
        own = pl.col("uscc") == code
        settled = lines(settle(pack(), part, YEAR))
        assert settled.filter(own & alone).equals(whole.filter(own & alone))
        conditions = whole.filter(own & (pl.col("status") == "ineligible"))
        assert settled.filter(own & (pl.col("status") == "ineligible")).equals(conditions)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(fact_sets(year=YEAR))
def test_references_of_a_part_mean_what_they_say(tables: Tables) -> None:
    facts = facts_of(tables)
    rows = list(range(0, facts["organizations"].height, 2))
    for _, _, pairs in referred(of_organizations(facts, rows)):
        assert all(said == meant for said, meant in pairs)


def test_all_organizations_together_are_the_whole(good: Path, schema: Schema) -> None:
    facts = read_facts(good, schema)
    part = of_organizations(facts, [0, 1])
    for table in schema.tables:
        if table.name != "past":
            assert part[table.name].equals(facts[table.name])


def test_what_names_nobody_stays_whole_and_what_names_another_goes(
    good: Path, schema: Schema, codes: tuple[str, str, str]
) -> None:
    (good / "past.csv").write_text(
        f"uscc,amount\n{codes[0]},1\n{codes[1]},2\n{codes[2]},3\n", encoding="utf-8"
    )
    part = of_organizations(read_facts(good, schema), [1])
    assert part["past"]["uscc"].to_list() == [codes[1]]
    assert part["shops"]["uscc"].to_list() == [codes[1]]
    assert part["stands"]["stand"].to_list() == ["S2"]
    assert part["stand_years"].select("stand", "stand_row", "year").rows() == [("S2", 0, 2026)]
    assert part.sources["stands"].path is None
    assert part.sources["stands"].rows == 1


def test_a_booth_keeps_its_expo_the_other_booths_there_and_whose_they_are(
    tmp_path: Path,
) -> None:
    codes = ("91350102000000019B", "913501020000000276")
    organizations = [
        {
            "uscc": code,
            "name": "甲",
            "kind": "enterprise",
            "county": "350102",
            "industry": "C3911",
        }
        for code in codes
    ]
    expo = {
        "uscc": codes[1],
        "held_on": "2026-05-01",
        "scope": "national",
        "canton_fair": "false",
        "priority_cluster": "false",
        "plan_rank": "1",
    }
    facts = facts_of(
        {
            "organizations": organizations,
            "expos": [{"expo": name, **expo} for name in ("X1", "X2")],
            "booths": [
                {"expo": "X2", "uscc": codes[0], "booth_fee": "1"},
                {"expo": "X2", "uscc": codes[1], "booth_fee": "2"},
                {"expo": "X1", "uscc": codes[1], "booth_fee": "3"},
            ],
            "projects": [
                {
                    "project": "P1",
                    "uscc": codes[1],
                    "municipal_key": "false",
                    "special_bond": "false",
                    "other_fiscal_support": "false",
                    "innovation_centre": "false",
                }
            ],
            "budgets": [{"year": "2026", "fund": "software", "amount": "1"}],
        }
    )
    part = of_organizations(facts, [0])
    assert part["expos"]["expo"].to_list() == ["X2"]
    assert part["booths"].select("expo_row", "organization_row", "booth_fee").rows() == [
        (0, 0, 100),
        (0, 1, 200),
    ]
    assert part["organizations"]["uscc"].to_list() == list(codes)
    assert part["projects"].height == 0
    assert part["budgets"].height == 1


def test_tables_that_are_not_named_are_emptied_but_for_those_referred_to(
    good: Path, schema: Schema
) -> None:
    facts = of_tables(read_facts(good, schema), {"rents"})
    heights = {name: frame.height for name, frame in facts.tables.items()}
    assert heights == {
        "shops": 2,
        "stands": 2,
        "stand_years": 0,
        "rents": 2,
        "signs": 0,
        "past": 0,
    }
