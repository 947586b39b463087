"""``banyan policy``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import language
from banyan.cli.desk import of_the_desk
from banyan.rules.errors import UsageError


@click.group("policy")
def command() -> None:
    """The policy library of the desk."""


@command.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--number", default="", help="The document number, where the text gives none.")
@language
@of_the_desk
def import_file(file: Path, number: str, lang: str) -> None:
    """Lay an official text (UTF-8) beside the rules.

    Where an earlier version is there, the articles that changed are listed, one a line with what
    happened to it; what cites them is to be checked by a person.
    """
    from django.utils import translation

    from banyan.desk.audit import Actor, RefusedError
    from banyan.desk.policy.actions import import_text

    try:
        content = file.read_bytes()
    except OSError as error:
        raise UsageError(f"cannot read {file}: {error.strerror}") from None
    with translation.override("en" if lang == "en" else "zh-hans"):
        try:
            version = import_text(Actor(), content, file.name, number=number)
        except RefusedError as error:
            raise UsageError(str(error)) from None
        click.echo(f"{version.document.number} {version.document.title}", err=True)
        for check in version.checks.all():
            click.echo(f"{check.article}\t{check.get_kind_display()}")
