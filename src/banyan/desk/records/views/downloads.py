"""Answers that are files, always as attachments."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import BadRequest
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from banyan.desk.records import exporting
from banyan.desk.records.importing.archive import WORKBOOK_TYPE


def attached(response: HttpResponseBase, name: str) -> HttpResponseBase:
    """The answer as a file to be kept, never shown by the browser."""
    response["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def export(records: QuerySet[Any], form: str) -> HttpResponseBase:
    """Records as ``csv`` or ``xlsx``, streamed."""
    name = f"{records.model.table.name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        rows = StreamingHttpResponse(exporting.csv_of(records), content_type="text/csv")
        return attached(rows, name)
    if records.order_by()[: exporting.MOST_IN_A_WORKBOOK + 1].count() > (
        exporting.MOST_IN_A_WORKBOOK
    ):
        raise BadRequest(_("Too many rows for a workbook; export them as CSV."))
    return attached(FileResponse(exporting.workbook_of(records), content_type=WORKBOOK_TYPE), name)


def workbook(content: bytes, name: str) -> HttpResponseBase:
    return attached(HttpResponse(content, content_type=WORKBOOK_TYPE), name)
