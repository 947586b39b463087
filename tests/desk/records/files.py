"""Files as officers send them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

PROJECTS = (
    "项目编号",
    "项目单位",
    "项目名称",
    "是否市重点技改项目",
    "是否已获超长期特别国债设备更新资金",
    "是否已获其他财政资金或专项债",
    "是否制造业创新中心的设备",
)
"""The headings of the projects in Chinese."""


def csv_file(*lines: Sequence[str], name: str = "list.csv", encoding: str = "utf-8") -> Any:
    text = "".join(",".join(line) + "\r\n" for line in lines)
    return SimpleUploadedFile(name, text.encode(encoding), content_type="text/csv")


def workbook_content(sheets: Mapping[str, Sequence[Sequence[Any]]]) -> bytes:
    book = Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def workbook(sheets: Mapping[str, Sequence[Sequence[Any]]], name: str = "list.xlsx") -> Any:
    return SimpleUploadedFile(name, workbook_content(sheets))


def changed_archive(content: bytes, **parts: bytes) -> bytes:
    """A workbook with more parts, or others."""
    buffer = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for part in before.namelist():
            if part not in parts:
                after.writestr(part, before.read(part))
        for part, inside in parts.items():
            after.writestr(part, inside)
    return buffer.getvalue()
