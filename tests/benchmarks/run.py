"""Measures Banyan and prints one Markdown table: ``make bench``.

Meant for a machine that does nothing else. Nothing here is a test, and no time is a promise. The
cities are made once and kept in ``build/bench``; the runs that are measured are thrown away.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from measuring import Finished, banyan, machine, script

YEAR = "2026"
SEED = "2026"
EXPLAINED = 20_000
COMPARED = 100_000
CITIES = Path(__file__).parents[2] / "build" / "bench"

Row = tuple[str, int, str]


def city(organizations: int) -> Path:
    """The folder of a city of this size, made where it is not there."""
    folder = CITIES / f"city-{organizations}"
    if not folder.is_dir():
        CITIES.mkdir(parents=True, exist_ok=True)
        size = str(organizations)
        banyan("generate", "--organizations", size, "--seed", SEED, "--out", folder)
    return folder


def settling(organizations: int) -> Iterator[Row]:
    facts = city(organizations)
    with tempfile.TemporaryDirectory(dir=CITIES) as place:
        out = Path(place) / "run"
        done = banyan("settle", facts, "--year", YEAR, "--out", out, "--json")
        lines = _lines(done)
        stages = script("in_process.py", "settle", facts, Path(place) / "again")
    yield (
        "`banyan settle`, facts and lines in Parquet, all reasons",
        organizations,
        f"{done.seconds:.2f} s · {done.peak / 2**20:,.0f} MiB at most · {lines:,} lines · "
        f"{done.seconds / organizations * 1e6:.1f} µs an organization",
    )
    yield (
        f"the same in one process, {_rounds(stages)}: read and check / steps / write",
        organizations,
        f"{stages['read']:.2f} / {stages['steps']:.2f} / {stages['write']:.2f} s · "
        f"steps: {organizations / stages['steps']:,.0f} organizations a second",
    )


def _lines(done: Finished) -> int:
    return int(json.loads(done.output)["lines"]["rows"])


def _rounds(measured: dict[str, Any]) -> str:
    rounds = int(measured["rounds"])
    return "once" if rounds == 1 else f"median of {rounds}"


def explaining() -> Iterator[Row]:
    facts = city(EXPLAINED)
    warm = script("in_process.py", "explain", facts)
    yield (
        f"explain one organization, all measures, in a settled city: median of {warm['asked']}",
        EXPLAINED,
        f"{warm['median']:.1f} ms (at most {warm['most']:.1f} ms; once before the first "
        f"{warm['prepared']:.2f} s)",
    )
    asked = ("explain", facts, "--year", YEAR, "--uscc", warm["uscc"])
    cold = [banyan(*asked).seconds for _ in range(3)]
    yield (
        "`banyan explain`, which reads and settles the city first: median of 3",
        EXPLAINED,
        f"{median(cold):.2f} s",
    )


def comparing(organizations: int) -> Iterator[Row]:
    found = script("side_by_side.py", city(organizations))
    ours, theirs = found["banyan"], found["openfisca"]
    name = f"OpenFisca-Core {found['version']}"
    yield (
        f"three measures without choices, steps with all reasons, {_rounds(ours)}: Banyan",
        organizations,
        f"{ours['steps']:.3f} s",
    )
    whole = theirs["arrays"] + theirs["setting"] + theirs["calculating"]
    yield (
        f"the same three, eligibility and amounts, {_rounds(theirs)}: {name}, facts to arrays / "
        "setting inputs / calculating",
        organizations,
        f"{theirs['arrays']:.3f} / {theirs['setting']:.3f} / {theirs['calculating']:.3f} s",
    )
    yield (
        f"{name} to Banyan: calculating alone / all three parts",
        organizations,
        f"{theirs['calculating'] / ours['steps']:.2f} / {whole / ours['steps']:.2f} times as long",
    )
    for numbers in ("float32", "float64"):
        remark = "" if numbers == "float32" else ", widened to float64 from outside"
        for code, measure in found[numbers].items():
            yield (
                f"`{code}`: {name}{remark} against exact amounts",
                organizations,
                f"{measure['differ']:,} of {measure['eligible']:,} eligible lines differ, by "
                f"{measure['most']} yuan at most; {measure['judged_otherwise']:,} of "
                f"{measure['lines']:,} judged otherwise, worth {measure['most_judged']} yuan "
                "at most",
            )


def main() -> None:
    parser = argparse.ArgumentParser(description="Measures Banyan; prints a Markdown table.")
    parser.add_argument(
        "--sizes",
        type=int,
        nargs="+",
        default=[10_000, 100_000, 1_000_000],
        help="organizations of the cities that are settled",
    )
    parser.add_argument("--large", action="store_true", help="settle 5,000,000 too")
    parser.add_argument(
        "--compared", type=int, default=COMPARED, help="organizations beside OpenFisca-Core"
    )
    chosen = parser.parse_args()
    sizes = [*chosen.sizes, *([5_000_000] if chosen.large else [])]
    print(f"| {machine()} | organizations | measured |")
    print("|---|---:|---|")
    for rows in (*map(settling, sizes), explaining(), comparing(chosen.compared)):
        for what, organizations, measured in rows:
            print(f"| {what} | {organizations:,} | {measured} |", flush=True)


if __name__ == "__main__":
    main()
