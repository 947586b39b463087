"""The worked cases beside the repository, where they are there."""

import csv
from pathlib import Path

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.errors import FactsError
from banyan.rules.reading import read_facts

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
BAD = sorted(CASES.glob("bad-*"))
GOOD = sorted([*CASES.glob("small-*"), *CASES.glob("city-*")])

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the worked cases are not here")


@pytest.mark.parametrize("case", BAD, ids=lambda case: case.name)
def test_exactly_the_faults_of_a_bad_case_are_reported(case: Path) -> None:
    with (case / "faults.csv").open(encoding="utf-8") as file:
        expected = [(row["table"], row["row"], row["column"]) for row in csv.DictReader(file)]
    with pytest.raises(FactsError) as caught:
        read_facts(case / "facts", pack().schema)
    found = [(fault.table, str(fault.row), fault.column or "") for fault in caught.value.faults]
    assert sorted(found) == sorted(expected)


@pytest.mark.parametrize("case", GOOD, ids=lambda case: case.name)
def test_a_good_case_is_read_without_a_fault(case: Path) -> None:
    facts = read_facts(case / "facts", pack().schema)
    assert facts["organizations"]["uscc"].is_sorted()
    assert sum(source.rows for source in facts.sources.values()) > 0
