"""``banyan test``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import language, print_json, progress
from banyan.packs.fuzhou import pack
from banyan.rules.cases import Case, compare, read_cases
from banyan.rules.errors import FactsError
from banyan.rules.pack import Pack
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import as_texts, lines


@click.command("test")
@click.argument("cases", type=click.Path(exists=True))
@json_option
@language
def command(cases: str, as_json: bool, lang: str) -> None:
    """Run the worked cases of CASES, a YAML file or a folder of them.

    Exit code 1 where a case comes out otherwise than it says.
    """
    notice = pack()
    found = read_cases(Path(cases), notice.schema)
    results = []
    with progress("test", len(found)) as done:
        for number, case in enumerate(found, 1):
            results.append((case, run_case(notice, case)))
            done(number)
    failed = [(case, differences) for case, differences in results if differences]
    if as_json:
        print_json(
            [
                {
                    "file": case.file.name,
                    "case": case.case,
                    "title": case.title,
                    "articles": list(case.articles),
                    "passed": not differences,
                    "differences": differences,
                }
                for case, differences in results
            ]
        )
    else:
        for case, differences in failed:
            name = case.case if lang == "zh" else case.title
            click.echo(click.style(f"✗ {case.file.name}: {name}", fg="red"))
            for difference in differences:
                click.echo(f"    {difference}")
        click.echo(f"{len(found) - len(failed)} passed, {len(failed)} failed")
    if failed:
        raise SystemExit(1)


def run_case(notice: Pack, case: Case) -> list[str]:
    """How the lines of a case differ from what it expects, in words."""
    try:
        facts = facts_of_rows(notice.schema, case.tables())
    except FactsError as error:
        return [
            f"{fault.table} row {fault.row}, {fault.column}: {fault.value!r} is not "
            f"{fault.expected}"
            for fault in error.faults
        ]
    return compare(case, as_texts(lines(settle(notice, facts, case.year))))
