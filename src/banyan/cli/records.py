"""``banyan records``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import facts, progress
from banyan.cli.desk import of_the_desk


@click.group("records")
def command() -> None:
    """The records of the desk."""


@command.command("load")
@facts
@of_the_desk
def load(facts: str) -> None:
    """Load a fact set into a desk that has no records yet.

    The same fact set again changes nothing. The tables are made where they are not there."""
    from banyan.desk.audit import Actor
    from banyan.desk.operations import serving
    from banyan.desk.operations.actions import load_facts, loaded_before
    from banyan.desk.policy_pack import declared_pack
    from banyan.rules.reading import read_facts

    serving.make_tables()
    checked = read_facts(Path(facts), declared_pack().schema)
    if loaded_before(checked):
        click.echo("The desk holds these facts already; nothing was changed.")
        return
    rows = sum(source.rows for source in checked.sources.values())
    with progress("rows", rows) as done:
        source = load_facts(Actor(), checked, note=Path(facts).resolve().name, progress=done)
    click.echo(f"{source.rows:,} rows were loaded.")
