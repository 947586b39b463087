"""Shows where the result of ``make demo-settle`` is, and how to follow one of its lines."""

from __future__ import annotations

import sys
from pathlib import Path

import polars as pl


def main(city: str, run: str) -> None:
    lines = Path(run) / "lines.csv"
    granted = pl.read_parquet(Path(run) / "lines.parquet").filter(pl.col("status") == "granted")
    one = granted.filter(pl.col("reasons").str.contains("chain_uplift"))
    code = (one if one.height else granted)["uscc"][0]
    print(f"\n结果 / result: {lines}")
    print("查看一家单位 / follow one organization:")
    print(f"  .venv/bin/banyan explain {city} --year 2026 --uscc {code} --lang en")


if __name__ == "__main__":
    main(*sys.argv[1:])
