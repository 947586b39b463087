"""``banyan backup``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.desk import of_the_desk


@click.command("backup")
@click.argument("file", type=click.Path(path_type=Path))
@of_the_desk
def command(file: Path) -> None:
    """Keep the whole desk (database, files, key) in one archive; it may be in use."""
    from banyan.desk.operations import archive

    manifest = archive.write(file)
    click.echo(f"{file}: {len(manifest.files)} files, {file.stat().st_size:,} bytes")
