"""``banyan benefits``."""

from __future__ import annotations

import click

from banyan.cli.desk import of_the_desk


@click.group("benefits")
def command() -> None:
    """What organizations get, from the records of the desk."""


@command.command("settle-boards")
@click.option("--year", type=int, required=True, help="A year in which the policy is in force.")
@of_the_desk
def settle_boards(year: int) -> None:
    """Settle the whole city, so that every organization can be told its place among the others."""
    from banyan.desk.audit import Actor
    from banyan.desk.benefits import actions

    kept = actions.settle_boards(Actor(), year)
    ranked = sum(len(one["entries"]) for one in kept.kept["rankings"].values())
    click.echo(f"{year}: {ranked:,} who compete for places; version {kept.version}")
