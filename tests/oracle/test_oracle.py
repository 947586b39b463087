from __future__ import annotations

import re
from pathlib import Path

import pytest

from .settle import lines_csv, read, settle

CASES = Path(__file__).parents[3] / "shared" / "cases"
SMALL = sorted(CASES.glob("small-*"))
CITY = sorted(CASES.glob("city-*/expected-*.csv"))
needs_cases = pytest.mark.skipif(not CASES.is_dir(), reason="the worked cases are not here")


@needs_cases
@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_the_oracle_settles_a_worked_case_as_it_was_worked_out_by_hand(case: Path) -> None:
    first_line = (case / "case.txt").read_text(encoding="utf-8").splitlines()[0]
    tables = read(case / "facts")
    lines = []
    for year in re.findall(r"\d{4}", first_line):
        lines += settle(tables, int(year))
    assert lines_csv(lines) == (case / "expected.csv").read_bytes().decode("utf-8")


@needs_cases
@pytest.mark.parametrize("expected", CITY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_the_oracle_settles_a_city_to_the_byte(expected: Path) -> None:
    year = int(expected.stem.removeprefix("expected-"))
    lines = settle(read(expected.parent / "facts"), year)
    assert lines_csv(lines) == expected.read_bytes().decode("utf-8")
