"""Monthly figures as a file that the import takes again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from typing import IO, Any

from django.db.models import QuerySet
from openpyxl import Workbook

from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.importing import headings
from banyan.desk.records.exporting import Echo, neutral


def rows_of(figures: QuerySet[Any]) -> Iterator[list[Any]]:
    """The headings, then a row for each enterprise and month."""
    yield list(headings().values())
    for one in figures.select_related("organization").iterator(2000):
        values = one.values
        yield [
            one.organization_id,
            neutral(one.organization.name),
            f"{one.month:%Y-%m}",
            *(
                None if values[code] is None else amounts.plain(code, values[code])
                for code in amounts.ALL
            ),
        ]


def csv_of(figures: QuerySet[Any]) -> Iterator[str]:
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff"
    for row in rows_of(figures):
        yield writer.writerow(row)


def workbook_of(figures: QuerySet[Any]) -> IO[bytes]:
    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    for row in rows_of(figures):
        sheet.append(row)
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file
