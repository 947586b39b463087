"""Files that people attach: what is taken, told by what is in it and not by its name."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.records.importing import archive

PDF_TYPE, PNG_TYPE, JPEG_TYPE = "application/pdf", "image/png", "image/jpeg"

LARGEST = 20 * 1024 * 1024
"""Bytes of a file."""

_BEGINNINGS = ((PDF_TYPE, b"%PDF-"), (PNG_TYPE, b"\x89PNG\r\n\x1a\n"), (JPEG_TYPE, b"\xff\xd8\xff"))
_ENDS = {PDF_TYPE: b"%%EOF", PNG_TYPE: b"IEND\xaeB`\x82", JPEG_TYPE: b"\xff\xd9"}
_SUFFIXES = {PDF_TYPE: (".pdf",), PNG_TYPE: (".png",), JPEG_TYPE: (".jpg", ".jpeg")}
_TAIL = 2048
_PHONE_PHOTOS = (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftyphevc")


def file_type(path: Path, name: str) -> str:
    """The type of a file that was sent under ``name``. Raises RefusedError for what is no whole
    PDF, PNG, JPEG, Excel workbook or Word document, for one that is called something else, and for
    one that is too large."""
    size = path.stat().st_size
    if size > LARGEST:
        most = LARGEST // (1024 * 1024)
        raise RefusedError(_("The file is larger than %(most)s MB.") % {"most": most})
    suffix = Path(name).suffix.lower()
    with path.open("rb") as content:
        start = content.read(16)
        content.seek(max(0, size - _TAIL))
        end = content.read()
    for kind, beginning in _BEGINNINGS:
        if start.startswith(beginning):
            if _ENDS[kind] not in end:
                raise RefusedError(_("The file is cut off or damaged."))
            if suffix not in _SUFFIXES[kind]:
                raise RefusedError(_("The file is not what its name says that it is."))
            return kind
    if suffix in (".xlsx", ".docx"):
        return archive.office_type(path, name)
    if start[4:12] in _PHONE_PHOTOS:
        raise RefusedError(
            _("This is a HEIC photo, which not every computer shows: save or send it as JPEG.")
        )
    raise RefusedError(
        _("Only PDF, PNG, JPEG, Excel workbooks (.xlsx) and Word documents (.docx) are taken.")
    )
