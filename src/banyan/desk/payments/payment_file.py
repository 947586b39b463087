"""The file that the bank is given. The same batch gives the same bytes.

Columns, in this order: place in the file, reference, payer, payee's name, account number, bank,
bank code of 12 digits (may be empty), amount in yuan with two decimals, purpose. The headings are
Chinese, as the bank reads them. In CSV the lines end with CR LF; it is UTF-8 with a byte order
mark, or GBK. A text that a spreadsheet would take for a formula has an apostrophe before it.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from banyan.desk.audit import RefusedError
from banyan.desk.payments.models import Batch, PaymentFile, PaymentOrder
from banyan.desk.records.exporting import neutral
from banyan.desk.records.labels import word_label
from banyan.rules.wording import plain_yuan

HEADINGS = (
    "序号",
    "业务参考号",
    "付款方",
    "收款人户名",
    "收款账号",
    "收款银行",
    "行号",
    "金额（元）",
    "用途",
)
_WIDTHS = (8, 20, 24, 36, 26, 30, 16, 18, 40)
_AMOUNT = 7
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def rows_of(batch: Batch) -> list[list[str]]:
    """The rows of the file, as text."""
    payer = f"{word_label('county', batch.county, 'zh')}财政局"
    orders = batch.orders.exclude(state=PaymentOrder.State.CANCELLED)
    return [
        [
            str(order.sequence),
            order.reference,
            payer,
            neutral(order.holder),
            neutral(order.number),
            neutral(order.bank),
            order.branch_code,
            plain_yuan(order.amount),
            neutral(f"{order.award.year}年{word_label('measure', order.award.measure, 'zh')}"),
        ]
        for order in orders.select_related("award").order_by("sequence")
    ]


def write(form: str, rows: Sequence[Sequence[str]], made_at: datetime) -> bytes:
    """The rows in one of ``PaymentFile.Form``. Raises RefusedError where GBK has no sign for a
    character."""
    if form == PaymentFile.Form.XLSX:
        return _workbook(rows, made_at)
    text = _csv(rows)
    if form == PaymentFile.Form.CSV:
        return b"\xef\xbb\xbf" + text.encode()
    try:
        return text.encode("gbk")
    except UnicodeEncodeError as error:
        character = text[error.start]
        raise RefusedError(
            _("GBK has no “%(character)s”; give the bank UTF-8 or Excel.")
            % {"character": character}
        ) from None


def _csv(rows: Iterable[Sequence[str]]) -> str:
    place = io.StringIO(newline="")
    writer = csv.writer(place, lineterminator="\r\n")
    writer.writerow(HEADINGS)
    writer.writerows(rows)
    return place.getvalue()


def _workbook(rows: Iterable[Sequence[str]], made_at: datetime) -> bytes:
    book = Workbook(write_only=True)
    moment = made_at.replace(tzinfo=None, microsecond=0)
    book.properties.created = moment
    book.properties.creator = "Banyan"
    sheet: Any = book.create_sheet("付款")
    sheet.freeze_panes = "A2"
    for letter, width in zip("ABCDEFGHI", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    heads = [WriteOnlyCell(sheet, heading) for heading in HEADINGS]
    for head in heads:
        head.font = Font(bold=True)
    sheet.append(heads)
    for row in rows:
        sheet.append([_cell(sheet, place, text) for place, text in enumerate(row)])
    written = io.BytesIO()
    book.save(written)
    return _without_time(written.getvalue(), moment)


def _cell(sheet: Any, place: int, text: str) -> Any:
    """Everything is text, so that no digit of an account is lost; the amount too, to the fen."""
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if place == _AMOUNT:
        cell = WriteOnlyCell(sheet, Decimal(text))
        cell.number_format = "0.00"
    return cell


def _without_time(content: bytes, moment: datetime) -> bytes:
    """The workbook packed again, so that it does not say when it was packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as source,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for part in source.infolist():
            inside = source.read(part)
            if part.filename == "docProps/core.xml":
                inside = _with_moment(inside, moment)
            target.writestr(zipfile.ZipInfo(part.filename, _LONG_AGO), inside)
    return packed.getvalue()


def _with_moment(properties: bytes, moment: datetime) -> bytes:
    """openpyxl notes the time of saving as that of the last change."""
    before, _opening, rest = properties.partition(b"<dcterms:modified")
    kind, _end, after = rest.partition(b">")
    _time, closing, last = after.partition(b"</dcterms:modified>")
    said = f"{moment.isoformat()}Z".encode()
    return before + b"<dcterms:modified" + kind + b">" + said + closing + last
