"""Small files of every kind that is taken."""

from __future__ import annotations

import io
from pathlib import Path

from openpyxl import Workbook

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20 + b"IEND\xaeB`\x82"
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20 + b"\xff\xd9"


def workbook() -> bytes:
    book = Workbook()
    book.active.append(["amount", 1])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def at(folder: Path, content: bytes, name: str = "file") -> Path:
    """The content as a file in the folder."""
    place = folder / name
    place.write_bytes(content)
    return place
