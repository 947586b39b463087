"""``banyan settle``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import facts as facts_argument
from banyan.cli.console import language, print_json, print_table, progress
from banyan.cli.console import year as year_option
from banyan.packs.fuzhou import pack
from banyan.rules.output import check_output
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.run import LINES_CSV, LINES_PARQUET, write_run
from banyan.rules.settlement import Status, settle
from banyan.rules.wording import Wording


@click.command("settle")
@facts_argument
@year_option
@click.option("--out", type=click.Path(), required=True, help="The folder for the result.")
@click.option("--csv", is_flag=True, help="Write lines.csv beside lines.parquet.")
@json_option
@language
def command(facts: str, year: int, out: str, csv: bool, as_json: bool, lang: str) -> None:
    """Settle YEAR on the fact set in the folder FACTS (CSV, Parquet, or facts.xlsx).

    Writes lines.parquet, run.json and a snapshot of the facts to the folder of --out, all or
    nothing.
    """
    notice = pack()
    notice.check_year(year)
    check_output(Path(out))
    with progress("settle", len(notice.measures) + 2) as done:
        found = read_facts(Path(facts), notice.schema)
        settlement = settle(notice, found, year, progress=lambda count: done(1 + count))
        summary = write_run(settlement, Path(out), csv=csv)
    if as_json:
        print_json(summary)
        return
    print_summary(notice, summary, lang)
    click.echo(f"{Path(out) / (LINES_CSV if csv else LINES_PARQUET)}")


def print_summary(notice: Pack, summary: dict[str, Any], lang: str) -> None:
    """A run in a table by measure."""
    wording = Wording(notice, lang)
    headings = {"zh": ("措施", "名称", "金额（元）"), "en": ("measure", "title", "amount (yuan)")}
    measure, title, amount = headings[lang]
    statuses = [wording.word("statuses", status.word) for status in Status]
    rows: list[tuple[object, ...]] = []
    totals = [0] * len(Status)
    for code, found in summary["measures"].items():
        counts = [found["lines"][status.word] for status in Status]
        totals = [total + count for total, count in zip(totals, counts, strict=True)]
        rows.append((code, wording.word("measures", code), *counts, _grouped(found["amount"])))
    rows.append(({"zh": "合计", "en": "total"}[lang], "", *totals, _grouped(summary["amount"])))
    print_table(
        (measure, title, *statuses, amount),
        rows,
        title=f"{notice.name} {summary['year']}",
        right=range(2, 3 + len(Status)),
    )


def _grouped(yuan: str) -> str:
    whole, cents = yuan.split(".")
    return f"{int(whole):,}.{cents}"
