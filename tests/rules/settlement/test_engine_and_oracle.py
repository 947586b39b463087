"""The engine against a second, slow, obvious implementation, over generated fact sets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from banyan.packs.fuzhou import pack
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import as_texts, lines, to_csv
from facts_of import facts_of
from oracle.generated import YEARS, fact_sets, settlements
from oracle.settle import lines_csv
from oracle.settle import settle as settle_slowly

if TYPE_CHECKING:
    from oracle.reading import Tables

slow = settings(deadline=None, suppress_health_check=list(HealthCheck))


@settings(slow, max_examples=120)
@given(settlements())
def test_a_whole_year_comes_out_to_the_byte(settlement: tuple[Tables, int]) -> None:
    tables, year = settlement
    settled = to_csv(lines(settle(pack(), facts_of(tables), year)))
    assert settled.decode() == lines_csv(settle_slowly(tables, year))


@pytest.mark.parametrize("measure", list(pack().measures))
@settings(slow, max_examples=12)
@given(st.data())
def test_each_measure_comes_out_as_worked_out_slowly(measure: str, data: st.DataObject) -> None:
    tables = data.draw(fact_sets(measures=[measure]))
    year = data.draw(st.sampled_from(YEARS))
    settled = as_texts(lines(settle(pack(), facts_of(tables), year)))
    slowly = settle_slowly(tables, year)
    assert [one for one in settled if one["measure"] == measure] == [
        one for one in slowly if one["measure"] == measure
    ]
