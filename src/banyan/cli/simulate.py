"""``banyan simulate``: the notice as it is against the notice as changed."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import click
import polars as pl

from banyan.cli.console import as_json, facts, language, print_json, print_table, progress, year
from banyan.cli.money import grouped, percent, yuan
from banyan.cli.simulation_page import simulation_page
from banyan.packs.fuzhou import pack as fuzhou
from banyan.rules.changes import Change, read_changes
from banyan.rules.output import check_output, written
from banyan.rules.reading import read_facts
from banyan.rules.settlement.breakdown import COMPARED
from banyan.rules.settlement.lines import yuan as as_yuan
from banyan.rules.simulation import Simulation, Totals, simulate
from banyan.rules.wording import Wording


@click.command()
@facts
@year
@click.option(
    "--set",
    "settings",
    multiple=True,
    required=True,
    metavar="KEY=VALUE",
    help="A figure of the notice (equipment.rate=2%, order_award.places_1=5) or a fund's budget "
    "in yuan (budget.software=30000000, or none for no limit). May be given several times.",
)
@click.option(
    "--out",
    type=click.Path(path_type=Path),
    help="Folder for the tables and the page. Without it only the summary is shown.",
)
@language
@as_json
def command(
    facts: str,
    year: int,
    settings: tuple[str, ...],
    out: Path | None,
    lang: str,
    as_json: bool,
) -> None:
    """The notice as it is against the notice as changed: by measure, county, industry, size and
    recognition, with who gains, who loses, and every line that differs."""
    pack = fuzhou()
    pack.check_year(year)
    if out is not None:
        check_output(out)
    read = read_facts(Path(facts), pack.schema)
    changes = read_changes(pack, read, year, settings)
    for change in changes:
        if change.above_ceiling:
            click.echo(f"Note: {change.warning}", err=True)
    with progress("Settling twice", 2 * len(pack.measures)) as advance:
        simulation = simulate(pack, read, year, changes, progress=advance)
    report = as_report(simulation)
    if out is not None:
        write(simulation, report, out, lang)
    if as_json:
        print_json(report)
    else:
        show(simulation, lang)


def as_report(simulation: Simulation) -> dict[str, object]:
    """The content of ``simulation.json``; money is text in yuan with two places."""
    return {
        "pack": simulation.pack.name,
        "version": simulation.pack.version,
        "year": simulation.year,
        "facts": {
            name: {"rows": source.rows, "sha256": source.sha256}
            for name, source in simulation.base.facts.sources.items()
        },
        "changes": [_change(change) for change in simulation.changes],
        "totals": _totals(simulation.totals),
        "organizations": {
            outcome: {"organizations": totals.organizations, **_totals(totals)}
            for outcome, totals in simulation.outcomes.items()
        },
        "lines_that_differ": simulation.lines.height,
        "measures": _rows(simulation.by_measure, "measure"),
        **{
            grouping.name: _rows(simulation.group_totals(grouping), "group")
            for grouping in simulation.pack.groupings
        },
    }


def _change(change: Change) -> dict[str, object]:
    return {
        "key": change.key,
        "unit": change.unit.value,
        "before": change.show(change.before),
        "after": change.show(change.after),
        "ceiling": None if change.ceiling is None else change.show(change.ceiling),
        "article": change.article,
        "above_ceiling": change.above_ceiling,
        "note": change.warning or None,
    }


def _totals(totals: Totals) -> dict[str, object]:
    return {
        "granted_before": totals.granted_before,
        "granted_after": totals.granted_after,
        "before": yuan(totals.before),
        "after": yuan(totals.after),
        "difference": yuan(totals.difference),
    }


def _rows(frame: pl.DataFrame, key: str) -> dict[str, object]:
    return {
        row[key]: {
            "granted_before": row["granted_before"],
            "granted_after": row["granted_after"],
            "before": yuan(row["before"]),
            "after": yuan(row["after"]),
            "difference": yuan(row["difference"]),
        }
        for row in frame.iter_rows(named=True)
    }


def write(simulation: Simulation, report: dict[str, object], out: Path, language: str) -> None:
    """All files of a what-if, whole or not at all."""
    changed = simulation.organizations.filter(pl.col("difference") != 0)
    with written(out) as folder:
        _csv(simulation.by_measure, folder / "by_measure.csv")
        for grouping in simulation.pack.groupings:
            frame = simulation.by_group(grouping).rename({"group": grouping.name})
            _csv(frame, folder / f"by_{grouping.name}.csv")
        _csv(changed, folder / "organizations.csv")
        _csv(simulation.lines, folder / "lines.csv")
        page = simulation_page(simulation, language)
        (folder / "simulation.html").write_text(page, encoding="utf-8", newline="\n")
        text = json.dumps(report, ensure_ascii=False, indent=1) + "\n"
        (folder / "simulation.json").write_text(text, encoding="utf-8", newline="\n")


def _csv(frame: pl.DataFrame, path: Path) -> None:
    """UTF-8, LF, quotes only where needed; fen become yuan with two places."""
    money = [name for name in COMPARED[2:] if name in frame.columns]
    texts = pl.selectors.string()
    frame.with_columns(
        pl.when(texts == "").then(None).otherwise(texts).name.keep(),
        *(as_yuan(pl.col(name)).alias(name) for name in money),
    ).write_csv(path, line_terminator="\n", quote_style="necessary")


HEADS = {
    "zh": ("政策措施", "笔数：现行", "调整后", "金额：现行（元）", "调整后（元）", "差额（元）"),
    "en": ("measure", "lines as is", "as changed", "yuan as is", "as changed", "difference"),
}
SUMMARY = {
    "zh": "合计 {before} 元 → {after} 元，差额 {difference} 元（{percent}）；"
    "增加 {gained} 家（{more} 元），减少 {lost} 家（{less} 元），不变 {same} 家。",
    "en": "{before} yuan → {after} yuan, {difference} yuan ({percent}); {gained} get more "
    "({more} yuan), {lost} get less ({less} yuan), {same} the same.",
}


def show(simulation: Simulation, language: str) -> None:
    """The table by measure: names and separators on a terminal, codes and bare figures in a
    pipe. The headline goes to standard error, so that a pipe gets nothing but the table."""
    people = sys.stdout.isatty()
    wording = Wording(simulation.pack, language)
    frame = simulation.by_measure
    if people:
        frame = frame.filter((pl.col("before") != 0) | (pl.col("after") != 0))
    rows = []
    for row in frame.iter_rows(named=True):
        money = [row["before"], row["after"], row["difference"]]
        if people:
            name = wording.word("measures", row["measure"])
            shown = [grouped(money[0]), grouped(money[1]), grouped(money[2], signed=True)]
        else:
            name, shown = row["measure"], [yuan(amount) for amount in money]
        rows.append((name, row["granted_before"], row["granted_after"], *shown))
    heads = HEADS[language] if people else ("measure", *COMPARED)
    print_table(heads, rows, right=range(1, 6))
    totals, outcomes = simulation.totals, simulation.outcomes
    click.echo(
        SUMMARY[language].format(
            before=grouped(totals.before),
            after=grouped(totals.after),
            difference=grouped(totals.difference, signed=True),
            percent=percent(totals.difference, totals.before) or "–",
            gained=f"{outcomes['gained'].organizations:,}",
            more=grouped(outcomes["gained"].difference, signed=True),
            lost=f"{outcomes['lost'].organizations:,}",
            less=grouped(outcomes["lost"].difference, signed=True),
            same=f"{outcomes['unchanged'].organizations:,}",
        ),
        err=True,
    )
