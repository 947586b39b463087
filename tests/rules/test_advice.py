"""The best elections of an organization."""

from __future__ import annotations

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.advice import advise
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.settlement import settle
from facts_of import facts_of

MAKER = "91350102000000019B"


def two_projects() -> Facts:
    """Both projects' digital amounts are the larger, but the digital cap pays only one of them."""
    fees = {"special_bond": "false", "other_fiscal_support": "false", "innovation_centre": "false"}
    year = {"year": "2026", "equipment_gross": "60000000", "equipment_net": "50000000"}
    digital = {"digital_net": "10000000", "digital_effective": "true"}
    return facts_of(
        {
            "organizations": [
                {
                    "uscc": MAKER,
                    "name": "甲",
                    "kind": "enterprise",
                    "county": "350102",
                    "industry": "C3911",
                    "size": "large",
                    "scaled_on": "",
                },
            ],
            "projects": [
                {"project": name, "uscc": MAKER, "name": "", "municipal_key": "false", **fees}
                for name in ("P1", "P2")
            ],
            "project_years": [{"project": name, **year, **digital} for name in ("P1", "P2")],
        }
    )


def test_one_project_takes_equipment_where_the_digital_cap_is_used_up_by_the_other() -> None:
    advice = advise(pack(), two_projects(), 2026, MAKER)
    assert sorted(advice.best.choices.values()) == ["digital_project", "equipment_upgrade"]
    assert advice.best.total == 200_000_000 + 150_000_000
    assert advice.present.total == 200_000_000
    assert advice.proven


def test_without_elections_the_total_is_what_the_engine_pays() -> None:
    facts = two_projects()
    paid = sum(int(f["amount"].sum()) for f in settle(pack(), facts, 2026).frames.values())
    assert advise(pack(), facts, 2026, MAKER).without.total == paid


def test_an_organization_that_is_not_in_the_facts_is_refused() -> None:
    with pytest.raises(UsageError):
        advise(pack(), two_projects(), 2026, "913501020000000276")
