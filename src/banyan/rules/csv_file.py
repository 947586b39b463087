"""A table from CSV: every field as text, and every row whose number of fields is wrong.

Polars reads the fields; how many each row has is counted here, since Polars fills short rows up
and says of long ones only that there are some.
"""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from banyan.rules.raw_table import UnreadableError

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_QUOTE, _COMMA, _NEWLINE, _RETURN = b'",\n\r'

Places = npt.NDArray[np.int64]


@dataclass(frozen=True)
class CsvTable:
    """``header`` as it stands; the columns of ``frame`` are text and named by their place ("0",
    "1", …). ``fields`` counts the fields of each row; ``None``: as many as the header has."""

    header: list[str]
    frame: pl.DataFrame
    fields: pl.Series | None = None


def read_csv(content: bytes) -> CsvTable:
    """Reads a table. Raises ``UnreadableError``."""
    content = content.removeprefix(_BYTE_ORDER_MARK)
    if not content.isascii():
        try:
            content.decode()
        except UnicodeDecodeError:
            raise UnreadableError("a file in UTF-8") from None
    content = _without_blank_end(content)
    if not content or content[0] in (_NEWLINE, _RETURN):
        raise UnreadableError("a header row")
    ends, fields = _lines(content)
    first = int(ends[0])
    try:
        header = next(csv.reader(io.StringIO(content[:first].decode(), newline="")))
    except csv.Error as error:
        raise UnreadableError("a header row", value=str(error)) from None
    rows = len(ends) - 1
    if not rows:
        empty = {str(place): pl.Series(dtype=pl.String) for place in range(len(header))}
        return CsvTable(header, pl.DataFrame(empty))
    places = [str(place) for place in range(len(header))]
    if content.find(_QUOTE, 0, first) >= 0:
        # What a header quotes has been read here: Polars gets a plain one of as many columns.
        content = ",".join(places).encode() + content[first:]
    try:
        frame = pl.read_csv(content, infer_schema=False, truncate_ragged_lines=True)
    except pl.exceptions.PolarsError as error:
        raise UnreadableError("a table in CSV", value=str(error)) from None
    if frame.shape != (rows, len(header)):
        raise UnreadableError("a table in CSV with a row a line")
    frame.columns = places
    uneven = bool((fields[1:] != len(header)).any())
    return CsvTable(header, frame, pl.Series(fields[1:]) if uneven else None)


def _without_blank_end(content: bytes) -> bytes:
    """The file without empty lines at its end (an empty quoted field is no empty line)."""
    end = len(content)
    while end and content[end - 1] in (_NEWLINE, _RETURN):
        end -= 1
    # Usually it ends as it should, and a copy of a large file takes its time.
    return content if content[end:] in (b"\n", b"\r\n") else content[:end] + b"\n" * (end > 0)


def _lines(content: bytes) -> tuple[Places, Places]:
    """Where each line ends and how many fields it has; a quoted line end ends no line. An empty
    line has no field."""
    characters = np.frombuffer(content, dtype=np.uint8)
    ends = np.flatnonzero(characters == _NEWLINE)
    commas = np.flatnonzero(characters == _COMMA)
    quotes = np.flatnonzero(characters == _QUOTE)
    if len(quotes):
        ends = _outside(ends, quotes)
        commas = _outside(commas, quotes)
        _refuse_stray_quotes(characters, quotes, ends)
    fields = np.diff(np.searchsorted(commas, ends), prepend=0) + 1
    starts = np.concatenate(([0], ends[:-1] + 1))
    blank = (ends == starts) | ((ends == starts + 1) & (characters[starts] == _RETURN))
    fields[blank] = 0
    return ends, fields


def _outside(places: Places, quotes: Places) -> Places:
    """The places that are not between an opening and a closing quote."""
    outside: Places = places[np.searchsorted(quotes, places) % 2 == 0]
    return outside


def _refuse_stray_quotes(characters: npt.NDArray[np.uint8], quotes: Places, ends: Places) -> None:
    """A quoted field is quoted from its first character to its last, and a quote in it is
    doubled. Anything else could be read in two ways, so it is not read."""
    opening, closing = quotes[0::2], quotes[1::2]
    before = np.where(opening == 0, _NEWLINE, characters[opening - 1])
    after = characters[np.minimum(closing + 1, len(characters) - 1)]
    stray = np.concatenate(
        (
            opening[~np.isin(before, (_COMMA, _NEWLINE, _QUOTE))],
            closing[~np.isin(after, (_COMMA, _NEWLINE, _RETURN, _QUOTE))],
            opening[-1:] if len(quotes) % 2 else opening[:0],
        )
    )
    if len(stray):
        row = int(np.searchsorted(ends, stray.min()))
        raise UnreadableError("quotes around a whole field, doubled within it", row)
