"""Lists of applications as files."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from openpyxl import Workbook

from banyan.desk.applications.models import Application
from banyan.desk.records import labels
from banyan.desk.records.exporting import MOST_IN_A_WORKBOOK, neutral
from banyan.desk.records.views.downloads import attached, workbook


def _heads() -> list[str]:
    return [
        _("Number"),
        _("Measure"),
        _("Year"),
        _("Organization"),
        _("Credit code"),
        _("County"),
        _("State"),
        _("Submitted"),
        _("Due"),
    ]


def _cells(one: Application) -> list[str]:
    return [
        one.reference,
        labels.word_label("measure", one.measure),
        str(one.year),
        neutral(one.organization.name),
        one.organization_id,
        labels.word_label("county", one.organization.county),
        one.get_state_display(),
        f"{timezone.localtime(one.submitted_at):%Y-%m-%d}" if one.submitted_at else "",
        f"{one.due_on:%Y-%m-%d}" if one.due_on else "",
    ]


class _Echo:
    def write(self, text: str) -> str:
        return text


def _csv(found: QuerySet[Any]) -> Iterator[str]:
    writer: Any = csv.writer(_Echo(), lineterminator="\r\n")
    yield "\ufeff" + writer.writerow(_heads())
    for one in found.iterator(chunk_size=2_000):
        yield writer.writerow(_cells(one))


def export(found: QuerySet[Any], form: str) -> HttpResponseBase:
    """Applications as ``csv`` or ``xlsx``, in the language of the page."""
    name = f"applications-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        return attached(StreamingHttpResponse(_csv(found), content_type="text/csv"), name)
    if found.count() > MOST_IN_A_WORKBOOK:
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    book = Workbook(write_only=True)
    sheet = book.create_sheet(_("Applications"))
    sheet.append(_heads())
    for one in found.iterator(chunk_size=2_000):
        sheet.append(_cells(one))
    content = io.BytesIO()
    book.save(content)
    return workbook(content.getvalue(), name)
