"""The engine against the worked cases beside the repository, where they are there."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest

from banyan.packs.fuzhou import pack
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import lines, to_csv

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "cases"
SMALL = sorted(CASES.glob("small-*"))
CITY = sorted(CASES.glob("city-*/expected-*.csv"))

pytestmark = pytest.mark.skipif(not CASES.is_dir(), reason="the worked cases are not here")


def settled(folder: Path, year: int) -> str:
    return to_csv(lines(settle(pack(), read_facts(folder, pack().schema), year))).decode()


@pytest.mark.parametrize("case", SMALL, ids=lambda case: case.name)
def test_a_small_case_comes_out_as_worked_out_by_hand(case: Path) -> None:
    first_line = (case / "case.txt").read_text(encoding="utf-8").partition("\n")[0]
    years = [int(year) for year in re.findall(r"\b20\d\d\b", first_line)]
    assert years
    found = [
        line
        for year in years
        for line in csv.DictReader(io.StringIO(settled(case / "facts", year)))
    ]
    with (case / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert found == list(csv.DictReader(file))


@pytest.mark.parametrize("expected", CITY, ids=lambda path: f"{path.parent.name} {path.stem}")
def test_a_city_comes_out_to_the_byte(expected: Path) -> None:
    year = int(expected.stem.removeprefix("expected-"))
    assert settled(expected.parent / "facts", year) == expected.read_bytes().decode()
