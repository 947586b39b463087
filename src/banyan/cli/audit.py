"""``banyan audit``."""

from __future__ import annotations

import click

from banyan.cli.desk import of_the_desk


@click.group("audit")
def command() -> None:
    """The audit of the desk."""


@command.command("verify")
@click.option("--head", help="A head that was printed before and kept where the desk is not.")
@of_the_desk
def verify(head: str | None) -> None:
    """Find every entry that was altered, removed, inserted or moved.

    Prints the head of the chain. Keep it elsewhere: with it, a chain that was written anew as a
    whole is found out too."""
    from banyan.desk.audit import verification
    from banyan.desk.audit.models import Head

    end = Head.objects.get(pk=1)
    broken = False
    for found in verification.verify():
        broken = True
        click.echo(f"entry {found.number}: {found.why}")
    if head is not None and not verification.includes(head):
        broken = True
        click.echo("the head that was kept is not in the chain")
    click.echo(f"{end.number} entries, head {end.hash}")
    if broken:
        raise SystemExit(1)
