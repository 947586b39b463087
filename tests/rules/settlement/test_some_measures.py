"""Settling only some measures."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.packs.fuzhou import pack
from banyan.rules.errors import UsageError
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines
from facts_of import facts_of
from oracle.generated import settlements
from oracle.reading import Tables

MEASURE_CODES = list(pack().measures)


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(drawn=settlements(), wanted=st.sets(st.sampled_from(MEASURE_CODES), min_size=1, max_size=4))
def test_some_measures_come_out_as_among_all(drawn: tuple[Tables, int], wanted: set[str]) -> None:
    tables, year = drawn
    facts = facts_of(tables)
    part = settle(pack(), facts, year, measures=wanted)
    assert wanted <= set(part.frames)
    whole = lines(settle(pack(), facts, year))
    assert lines(part).equals(whole.filter(whole["measure"].is_in(list(part.frames))))


def test_measures_of_one_choice_or_fund_are_settled_together() -> None:
    kept = pack().only(["digital_project"]).measures
    assert {"equipment_upgrade", "technology_loan_interest", "park_loan_interest"} <= set(kept)
    assert "software_honour" in kept  # by the loan choice and the fund of software loans
    assert "software_honour" not in pack().only(["digital_project"], funds=False).measures
    assert set(pack().only(["order_award"]).measures) == {"order_award"}


def test_an_unknown_measure_is_refused() -> None:
    with pytest.raises(UsageError, match="no measure moonshot"):
        settle(pack(), facts_of({}), 2026, measures=["moonshot"])
