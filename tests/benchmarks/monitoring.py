"""How long the rules take over every key enterprise: ``python tests/benchmarks/monitoring.py``.

Ten thousand enterprises, thirty-six months, all rules, the thresholds as the pack declares them."""

from __future__ import annotations

import time

import polars as pl

import banyan.desk

banyan.desk.start()

from banyan.desk.monitoring.evaluation import FIGURES, WATCHED, evaluate  # noqa: E402
from banyan.desk.monitoring.made_up import months_of  # noqa: E402
from banyan.desk.monitoring.rules import declared_rules  # noqa: E402
from banyan.desk.policy_pack import declared_pack  # noqa: E402

ENTERPRISES, MONTHS, FIRST = 10_000, 36, 2024 * 12


def main() -> None:
    months = range(FIRST, FIRST + MONTHS)
    rows = [
        (f"E{number:05d}", month, *figures.values())
        for number in range(ENTERPRISES)
        for month, figures in months_of(
            number, months, {FIRST + 30: 60} if number % 50 == 0 else {}
        )
    ]
    figures = pl.DataFrame(rows, schema=FIGURES, orient="row")
    watched = pl.DataFrame(
        [(f"E{number:05d}", f"{13 + number % 30}", FIRST, None) for number in range(ENTERPRISES)],
        schema=WATCHED,
        orient="row",
    )
    rules = list(declared_rules().values())
    figures_of = declared_pack().parameters
    limits = {rule.code: figures_of[rule.threshold].spans[0].adopted for rule in rules}
    for name, wanted in (("one month", [FIRST + 35]), ("every month", list(months))):
        began = time.perf_counter()
        found = evaluate(figures, watched, rules, limits, wanted, 5)  # type: ignore[arg-type]
        seconds = time.perf_counter() - began
        print(f"{name}: {figures.height:,} rows, {found.height:,} found, {seconds:.2f} s")
    print(found.group_by("rule").len().sort("rule"))


if __name__ == "__main__":
    main()
