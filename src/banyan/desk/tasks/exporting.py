"""Lists of tasks as workbooks and CSV, in the language of the page."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from datetime import date
from itertools import chain
from typing import IO, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.records.exporting import Echo, neutral
from banyan.desk.tasks.lights import light_of
from banyan.desk.tasks.listing import county_name
from banyan.desk.tasks.models import Task

STREAMED = 500


def heads() -> list[str]:
    return [
        *(_("Number"), _("Article"), _("Task"), _("Done when"), _("County"), _("Lead unit")),
        *(_("Helping units"), _("Starts"), _("Due"), _("Target"), _("Reached"), _("Counted in")),
        *(_("Percent"), _("State"), pgettext("a task", "Light"), _("Why"), _("Next milestone")),
    ]


def rows(tasks: Any) -> Iterator[list[Any]]:
    """The cells of each task: texts, days, numbers; None where nothing stands."""
    today = timezone.localdate()
    found = tasks.select_related("list", "lead").prefetch_related("milestones", "help__unit")
    return (_row(one, today) for one in found.iterator(chunk_size=STREAMED))


def _row(task: Task, today: date) -> list[Any]:
    light = light_of(task, today)
    waiting = [one for one in task.milestones.all() if one.reached_on is None]
    following = f"{waiting[0].due_on.isoformat()} {waiting[0].words}" if waiting else None
    return [
        *(task.reference, task.article, task.title, task.done, county_name(task.county) or None),
        task.lead.name if task.lead is not None else None,
        _(", ").join(one.unit.name for one in task.help.all()) or None,
        *(task.starts_on, task.due_on, task.target, task.number, task.measure or None),
        *(task.percent, str(task.get_state_display())),
        light.name if light is not None else None,
        light.words if light is not None and light.reasons else None,
        following,
    ]


def csv_of(tasks: Any) -> Iterator[str]:
    """Row by row. It begins with the mark by which spreadsheets know UTF-8."""
    writer = csv.writer(Echo(), lineterminator="\r\n")
    head = "\ufeff" + writer.writerow(heads())
    return chain([head], (writer.writerow([_text(one) for one in row]) for row in rows(tasks)))


def workbook_of(tasks: Any) -> IO[bytes]:
    """In a temporary file."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Tasks"))
    sheet.freeze_panes = "A2"
    named = []
    for head in heads():
        cell = WriteOnlyCell(sheet, head)
        cell.font = Font(bold=True)
        named.append(cell)
    sheet.append(named)
    for row in rows(tasks):
        sheet.append([_cell(sheet, one) for one in row])
    file = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed with the answer
    book.save(file)
    file.seek(0)
    return file


def how_many(count: int) -> str:
    return ngettext("%(count)s task", "%(count)s tasks", count) % {"count": count}


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else neutral(str(cell))


def _cell(sheet: Any, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    cell = WriteOnlyCell(sheet, neutral(value))
    cell.data_type = "s"  # never a formula, and no digit of a code is lost
    return cell
