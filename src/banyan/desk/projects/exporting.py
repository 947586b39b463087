"""The library as a file, in the language of the page; the columns of an import come first, so that
an import takes the file again."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import IO, Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from banyan.desk.projects.importing import field_labels, label
from banyan.desk.projects.kinds import declared, kind_name, stage_name
from banyan.desk.projects.lights import Light
from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.records.labels import word_label

STREAMED = 2_000
GIVEN = ("code", "kind", "name", "uscc", "park", "county", "total", "starts_on", "ends_on")


def heads() -> list[str]:
    """The headings."""
    return [
        *(label(name) for name in GIVEN),
        *field_labels().values(),
        _("Number"),
        pgettext("a project", "Enterprise"),
        pgettext("a project", "Stage"),
        pgettext("a project", "Light"),
        _("planned percent"),
        _("reported percent"),
        _("points behind"),
        _("invested so far (yuan)"),
        _("Responsible officer"),
    ]


def rows(projects: QuerySet[Any]) -> Iterator[list[Any]]:
    """The cells of each project: texts, days, numbers; ``None`` where nothing stands."""
    for one in projects.select_related("organization", "officer").iterator(chunk_size=STREAMED):
        yield [
            one.code or None,
            kind_name(one.kind),
            one.name,
            one.organization_id,
            one.park_id,
            word_label("county", one.county),
            Decimal(one.total).scaleb(-2),
            one.starts_on,
            one.ends_on,
            *_fields_of(one),
            one.reference,
            one.organization.name,
            stage_name(one.stage),
            str(Light(one.light).label) if one.light else None,
            one.planned,
            one.reported,
            one.behind,
            Decimal(one.invested).scaleb(-2),
            str(one.officer) if one.officer is not None else None,
        ]


def _fields_of(project: Any) -> list[str | None]:
    """What the kind asks for, in the order of the headings; of a choice its name."""
    kind = declared().kinds.get(project.kind)
    asked = {one.code: one for one in kind.fields} if kind is not None else {}
    found: list[str | None] = []
    for code in field_labels():
        value = project.fields.get(code)
        choices = asked[code].choices if code in asked else ()
        found.append(next((one.name for one in choices if one.code == value), value))
    return found


def csv_of(projects: QuerySet[Any]) -> Iterator[str]:
    """Row by row. It begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(heads())
    for row in rows(projects):
        yield writer.writerow([_text(cell) for cell in row])


def workbook_of(projects: QuerySet[Any]) -> IO[bytes]:
    """In a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Projects"))
    sheet.freeze_panes = "A2"
    sheet.append(heads())
    for row in rows(projects):
        sheet.append([_cell(sheet, cell) for cell in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def _text(cell: Any) -> Any:
    if cell is None:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return neutral(cell) if isinstance(cell, str) else cell


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str) or not value:
        return value if value != "" else None
    cell = WriteOnlyCell(sheet, neutral(value))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell
