"""``banyan people``."""

from __future__ import annotations

import click

from banyan.cli.desk import of_the_desk
from banyan.rules.errors import UsageError


@click.group("people")
def command() -> None:
    """The accounts of the desk."""


@command.command("make-administrator")
@click.argument("username")
@click.argument("name")
@click.option("--unit", default="industry", show_default=True, help="The code of the unit.")
@of_the_desk
def make_administrator(username: str, name: str, unit: str) -> None:
    """Make an account that makes the others; prints its temporary password.

    The tables and the units that the policy names are made too where they are not there."""
    from django.core.exceptions import ValidationError

    from banyan.desk.audit import Actor
    from banyan.desk.operations import serving
    from banyan.desk.people.actions import make_account, set_up_units
    from banyan.desk.people.actions.units import units_to_set_up
    from banyan.desk.people.models import Unit
    from banyan.desk.people.roles import Role

    serving.make_tables()
    if units_to_set_up():
        set_up_units(Actor())
    found = Unit.objects.filter(code=unit).first()
    if found is None:
        raise UsageError(f"there is no unit {unit}")
    try:
        _, password = make_account(
            Actor(), username=username, name=name, role=Role.ADMINISTRATOR, unit=found
        )
    except ValidationError as error:
        raise UsageError("; ".join(error.messages)) from None
    click.echo(f"{username} signs in with {password} and then chooses a password.")
