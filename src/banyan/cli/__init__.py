"""The command ``banyan``.

Exit codes: 0 done; 1 the facts are bad, or there is a difference; 2 the request was not understood.
"""

from __future__ import annotations

import importlib

import click

from banyan import __version__
from banyan.cli.console import show_faults
from banyan.rules.errors import FactsError, PackError, UsageError

COMMANDS = {
    "check": "Whether a fact set holds together, with every fault.",
    "settle": "Settle a year: what every candidate gets, and why.",
    "explain": "One organization: every measure, granted, near or not, with the arithmetic.",
    "advise": "The best elections for one organization's projects, proven.",
    "simulate": "The notice as it is against the notice as changed.",
    "diff": "Two runs, line by line, with what changed why.",
    "replay": "Settle a stored run again and compare every byte.",
    "generate": "Make up a plausible city.",
    "measures": "The reference of all measures.",
    "articles": "Every article of the notice and where it lives.",
    "test": "Run worked cases written in YAML.",
    "serve": "Serve the desk in the browser.",
    "people": "The accounts of the desk: make an administrator.",
    "records": "The records of the desk: load a fact set.",
    "policy": "The policy library of the desk: import an official text.",
    "benefits": "What organizations get, from the desk's records: settle their places.",
    "audit": "The audit of the desk: verify its chain.",
    "backup": "Keep the whole desk, database and files, in one archive.",
    "restore": "Bring a desk back from its archive.",
}
"""Each command's module holds a click command of its name; it is imported only when called,
because a command should start fast."""


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"banyan.cli.{cmd_name}")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except FactsError as error:
            show_faults(error.faults, as_json=False)
            raise SystemExit(1) from None
        except (PackError, UsageError) as error:
            click.echo(f"Error: {error}", err=True)
            raise SystemExit(2) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__)
def main() -> None:
    """Banyan applies an industrial policy to facts and says what everyone gets and why."""
