"""``banyan restore``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.desk import of_the_desk


@click.command("restore")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--replace", is_flag=True, help="Throw away what the desk holds now.")
@of_the_desk
def command(file: Path, replace: bool) -> None:
    """Bring a desk back from its archive, into an empty place, while it is not served."""
    from banyan.desk.operations import archive, serving

    with serving.alone():
        try:
            manifest = archive.restore(file, replace=replace)
        except archive.ArchiveError as error:
            click.echo(f"Error: {error}", err=True)
            raise SystemExit(1) from None
    click.echo(f"The desk of {manifest.made_at} is back; banyan audit verify checks its audit.")
