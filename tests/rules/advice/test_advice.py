"""The advice against every assignment, settled by a second implementation."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings

from banyan.packs.fuzhou import pack
from banyan.rules.advice import Advice, Method, advise
from electing import MEASURES, OWN, election, organizations
from facts_of import facts_of
from oracle.reading import decimal
from oracle.settle import settle

if TYPE_CHECKING:
    from oracle.reading import Tables

YEAR = 2026
thorough = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def total(tables: Tables, elected: dict[str, str]) -> int:
    """What the organization gets of everything with these elections, in fen."""
    elections = [election(name, measure) for name, measure in elected.items()]
    lines = settle({**tables, "elections": elections}, YEAR)
    return sum(decimal(line["amount"], 2) for line in lines if line["uscc"] == OWN)


def advice(tables: Tables, **limits: float) -> Advice:
    return advise(pack(), facts_of(tables), YEAR, OWN, **limits)  # type: ignore[arg-type]


def check(found: Advice, tables: Tables) -> None:
    """The advice is the best of all assignments, and says so of the others too."""
    names = [row["project"] for row in tables["projects"]]
    declared = {
        chosen: total(tables, {n: m for n, m in zip(names, chosen, strict=True) if m})
        for chosen in product(("", *MEASURES), repeat=len(names))
    }
    totals = sorted(set(declared.values()), reverse=True)
    assert found.proven
    assert found.best.total == totals[0]
    fewest = min(sum(map(bool, chosen)) for chosen, value in declared.items() if value == totals[0])
    assert sum(p.best != p.default for p in found.projects) == fewest
    assert found.second_proven
    assert (found.second.total if found.second else None) == (totals[1:] or [None])[0]
    present = {row["project"]: row["measure"] for row in tables.get("elections", [])}
    assert found.present.total == total(tables, present)
    assert found.without.total == total(tables, {})
    for outcome in (found.best, found.second or found.best):
        assert total(tables, dict(outcome.choices)) == outcome.total
        assert outcome.loses == found.best.total - outcome.total
    for project in found.projects:
        for option in project.options:
            changed = {**found.best.choices, project.project: option.measure}
            assert option.loses == found.best.total - total(tables, changed)


@thorough
@given(organizations(most_projects=3))
def test_no_assignment_pays_more_than_the_one_advised(tables: Tables) -> None:
    found = advice(tables)
    assert found.proof.method is not Method.SEARCH
    check(found, tables)


@thorough
@given(organizations(most_projects=3))
def test_a_search_finds_what_trying_all_finds(tables: Tables) -> None:
    tried, searched = advice(tables), advice(tables, enumerated=1)
    if tried.projects:
        assert searched.proof.method is Method.SEARCH
    assert (searched.best, searched.second) == (tried.best, tried.second)
    assert searched.projects == tried.projects
    assert searched.proven
    assert searched.second_proven
    assert searched.proof.fewest_elections
