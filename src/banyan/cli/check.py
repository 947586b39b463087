"""``banyan check``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import facts as facts_argument
from banyan.cli.console import print_table, show_faults
from banyan.packs.fuzhou import pack
from banyan.rules.errors import FactsError
from banyan.rules.reading import read_facts


@click.command("check")
@facts_argument
@json_option
def command(facts: str, as_json: bool) -> None:
    """Say whether the fact set in the folder FACTS holds together.

    Every fault is reported with its table, row (1 is the first row of data, 0 the header or the
    file), column, value and what was expected; of each kind the first hundred, and how many more.
    """
    try:
        found = read_facts(Path(facts), pack().schema)
    except FactsError as error:
        show_faults(error.faults, as_json=as_json)
        raise SystemExit(1) from None
    if as_json:
        show_faults([], as_json=True)
        return
    print_table(
        ("table", "rows", "file"),
        [
            (table, source.rows, "" if source.path is None else source.path.name)
            for table, source in found.sources.items()
        ],
        title="The facts hold together",
        right=(1,),
    )
