"""Reading lists that are written as a whole or not at all: what is wrong with them, by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.utils.translation import gettext as _

from banyan.desk.records.importing.archive import CSV_TYPE, content_type, text_of
from banyan.rules.csv_file import CsvTable, read_csv
from banyan.rules.raw_table import UnreadableError
from banyan.rules.workbook import Sheet, Workbook


@dataclass(frozen=True)
class RowFault:
    """``row`` counts from 1 for the first below the header; 0 is the file."""

    row: int
    column: str
    value: str
    why: str


def open_list(
    path: Path,
    name: str,
    places: Callable[[list[str]], dict[str, str]],
    needed: Mapping[str, str],
    most: int,
    faults: list[RowFault],
) -> tuple[pl.DataFrame, dict[str, str]]:
    """The rows of a workbook's first sheet or of a CSV file, and the place of each column as
    ``places`` finds it in the header; ``needed`` are columns with their headings. What is wrong is
    added to ``faults``. Raises RefusedError for a file that is not taken."""
    try:
        table: CsvTable | Sheet
        if content_type(path, name) == CSV_TYPE:
            table = read_csv(text_of(path.read_bytes()))
        else:
            book = Workbook(path)
            table = book.read(book.sheets[0])
    except UnreadableError as error:
        faults.append(RowFault(error.row or 0, "", error.value or "", error.expected))
        return pl.DataFrame(), {}
    columns = places(list(table.header))
    for column, heading in needed.items():
        if column not in columns:
            faults.append(RowFault(0, heading, "", _("The column is missing.")))
    if table.frame.height > most:
        faults.append(RowFault(0, "", "", _("At most %(most)s rows.") % {"most": f"{most:,}"}))
    return table.frame, columns
