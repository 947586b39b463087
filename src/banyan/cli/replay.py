"""``banyan replay``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import print_json
from banyan.packs.fuzhou import pack
from banyan.rules.run import open_run, replay


@click.command("replay")
@click.argument("run", type=click.Path())
@json_option
def command(run: str, as_json: bool) -> None:
    """Settle the stored snapshot of RUN again, with the figures of that time.

    Exit code 0 where the same bytes come out and nothing stored was changed, else 1 and what
    differs.
    """
    found = replay(open_run(Path(run)), pack())
    if as_json:
        print_json(
            {
                "same": not found.differences,
                "differences": list(found.differences),
                "notes": list(found.notes),
            }
        )
    elif found.differences:
        for difference in found.differences:
            click.echo(difference)
    else:
        click.echo(f"{found.again.height} lines, the same bytes")
    for note in found.notes:
        click.echo(f"Note: {note}", err=True)
    if found.differences:
        raise SystemExit(1)
