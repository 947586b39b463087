"""Whether a file is what it says it is, and harmless: looked at before anything opens it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError

WORKBOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WORD_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
OFFICE_TYPES = (WORKBOOK_TYPE, WORD_TYPE)
CSV_TYPE = "text/csv"

MOST_PARTS = 2_000
MOST_UNPACKED = 400 * 1024 * 1024
"""Bytes of all parts of a workbook together."""
UNSUSPICIOUS = 16 * 1024 * 1024
MOST_RATIO = 100
"""How many times larger than packed a workbook above ``UNSUSPICIOUS`` bytes may be."""

_AT_A_TIME = 1 << 20
_TYPES = "[Content_Types].xml"
_NEEDED = (_TYPES, "xl/workbook.xml", "xl/_rels/workbook.xml.rels")
_NEEDED_OF_WORD = (_TYPES, "word/document.xml")
_ACTIVE = re.compile(
    r"vbaproject|/activex/|/embeddings/|/macrosheets/|/dialogsheets/|\.bin$|/externallinks/", re.I
)
_ACTIVE_TYPE = re.compile(rb"macroEnabled|vbaProject|activeX|oleObject", re.I)
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.I)
_PRINTER = re.compile(r"/printersettings/", re.I)
_CONTROL = re.compile(rb"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def content_type(path: Path, name: str) -> str:
    """The type of a file, by what is in it. Raises RefusedError."""
    size = path.stat().st_size
    if size > settings.UPLOAD_LARGEST:
        raise RefusedError(too_large())
    if size == 0:
        raise RefusedError(_("The file is empty."))
    suffix = Path(name).suffix.lower()
    if suffix == ".xlsx":
        _check_workbook(path, size)
        return WORKBOOK_TYPE
    if suffix == ".csv":
        _check_text(path)
        return CSV_TYPE
    raise RefusedError(_("Only Excel workbooks (.xlsx) and CSV files are taken."))


def office_type(path: Path, name: str) -> str:
    """The type of an Excel workbook or a Word document that is kept and not read. Raises
    RefusedError."""
    if Path(name).suffix.lower() != ".docx":
        return content_type(path, name)
    size = path.stat().st_size
    if size > settings.UPLOAD_LARGEST:
        raise RefusedError(too_large())
    no_document = RefusedError(_("The file is no Word document (.docx), or it is damaged."))
    _check_archive(path, size, _NEEDED_OF_WORD, no_document)
    return WORD_TYPE


def too_large() -> str:
    """What is said of a file that is larger than what is taken."""
    most = settings.UPLOAD_LARGEST // (1024 * 1024)
    return _("The file is larger than %(most)s MB.") % {"most": most}


def text_of(content: bytes) -> bytes:
    """A CSV file as UTF-8; Chinese Excel writes GB 18030. Raises RefusedError."""
    for encoding in ("utf-8", "gb18030"):
        try:
            return content.decode(encoding).encode()
        except UnicodeDecodeError:
            continue
    raise RefusedError(_("The file is no text: save it as CSV UTF-8 or as .xlsx."))


def _check_text(path: Path) -> None:
    content = path.read_bytes()
    if _CONTROL.search(content):
        raise RefusedError(_("The file is no text: save it as CSV UTF-8 or as .xlsx."))
    text_of(content)


def _check_workbook(path: Path, size: int) -> None:
    no_workbook = RefusedError(_("The file is no Excel workbook (.xlsx), or it is damaged."))
    _check_archive(path, size, _NEEDED, no_workbook)


def _check_archive(path: Path, size: int, needed: tuple[str, ...], refused: RefusedError) -> None:
    if not zipfile.is_zipfile(path):
        raise refused
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            names = [part.filename for part in parts]
            if len(parts) > MOST_PARTS or any(name not in names for name in needed):
                raise refused
            if any(part.flag_bits & 1 for part in parts):
                raise RefusedError(_("The workbook is protected by a password."))
            if any(name.startswith("/") or ".." in name.split("/") for name in names):
                raise refused
            if any(_ACTIVE.search(name) and not _PRINTER.search(name) for name in names):
                raise RefusedError(
                    _("The workbook holds macros or embedded objects; save it without them.")
                )
            _check_parts(archive, parts, size)
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError, ValueError):
        raise refused from None


def _check_parts(archive: zipfile.ZipFile, parts: list[zipfile.ZipInfo], size: int) -> None:
    """Unpacks every part, counting what really comes out: what an archive says of itself is not
    believed."""
    most = max(UNSUSPICIOUS, min(MOST_UNPACKED, MOST_RATIO * size))
    unpacked = 0
    for part in parts:
        is_types = part.filename == _TYPES
        rest = b""
        with archive.open(part) as content:
            while piece := content.read(_AT_A_TIME):
                unpacked += len(piece)
                if unpacked > most:
                    raise RefusedError(_("The workbook unpacks to far more than it should."))
                seen = rest + piece
                if _DECLARATION.search(seen):
                    raise RefusedError(_("The workbook declares entities, which none needs."))
                if is_types and _ACTIVE_TYPE.search(seen):
                    raise RefusedError(
                        _("The workbook holds macros or embedded objects; save it without them.")
                    )
                rest = piece[-32:]
