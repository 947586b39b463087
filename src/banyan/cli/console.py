"""How commands speak: tables and colours on a terminal, plain text in a pipe, JSON when asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, TypeVar

import click

from banyan.rules.errors import Fault

Function = TypeVar("Function", bound=Callable[..., Any])

language = click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    envvar="BANYAN_LANG",
    show_default=True,
    help="Language of the words for people.",
)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
year = click.option("--year", type=int, required=True, help="The year to settle.")
facts = click.argument("facts", type=click.Path())


def print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def print_table(
    columns: Sequence[str],
    rows: Sequence[Sequence[object]],
    *,
    title: str = "",
    right: Sequence[int] = (),
    error: bool = False,
) -> None:
    """A table on a terminal; in a pipe tab-separated lines under a header. ``right`` are the
    numbers of the columns that hold figures."""
    stream = sys.stderr if error else sys.stdout
    if not stream.isatty():
        for row in (columns, *rows):
            click.echo("\t".join("" if cell is None else str(cell) for cell in row), err=error)
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(title=title or None, title_justify="left", header_style="bold")
    for number, column in enumerate(columns):
        table.add_column(column, justify="right" if number in right else "left", overflow="fold")
    for row in rows:
        table.add_row(*("" if cell is None else str(cell) for cell in row))
    Console(stderr=error).print(table)


def show_faults(faults: Sequence[Fault], *, as_json: bool) -> None:
    """All faults: a JSON array on standard output, or a table on standard error."""
    if as_json:
        print_json([fault_as_json(fault) for fault in faults])
        return
    print_table(
        ("table", "row", "column", "key", "value", "expected"),
        [
            (
                fault.table,
                fault.row,
                fault.column,
                fault.key,
                fault.value,
                fault.expected + (f" (and {fault.more} more like this)" if fault.more else ""),
            )
            for fault in faults
        ],
        title="Faults in the facts",
        error=True,
    )
    total = sum(1 + fault.more for fault in faults)
    count = "1 fault" if total == 1 else f"{total} faults"
    click.echo(f"{count}; nothing was settled or written.", err=True)


def fault_as_json(fault: Fault) -> dict[str, object]:
    shown: dict[str, object] = {
        "table": fault.table,
        "row": fault.row,
        "column": fault.column,
        "key": fault.key,
        "value": fault.value,
        "expected": fault.expected,
    }
    if fault.more:
        shown["more"] = fault.more
    return shown


@contextmanager
def progress(title: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal's standard error, silence elsewhere. The block is given a
    function that is told how far the work has come, out of ``total``."""
    if not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bars:
        bar = bars.add_task(title, total=total)
        yield lambda done: bars.update(bar, completed=done)
