"""``banyan generate``."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

import click

from banyan.cli.console import print_table, progress
from banyan.packs.fuzhou.city import generate


@click.command("generate")
@click.option("--organizations", type=int, required=True, help="How many, from 1 to 10,000,000.")
@click.option(
    "--seed", type=int, default=1, show_default=True, help="The same seed, the same city."
)
@click.option("--out", type=click.Path(), required=True, help="The folder for the fact set.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["parquet", "csv"]),
    default="parquet",
    show_default=True,
)
def command(organizations: int, seed: int, out: str, form: Literal["parquet", "csv"]) -> None:
    """Make up a plausible industrial city in all tables."""
    with progress("generate", organizations) as done:
        rows = generate(Path(out), organizations, seed, form=form, progress=done)
    print_table(("table", "rows"), list(rows.items()), right=(1,))
