"""The layout of a text: what is paper (pages, blank lines, bold marks) and what is words.

Layout, and therefore not kept: white space beside a Chinese character, bold marks (``**``), the
signs of a Markdown heading or bullet before the words, rules (``---``), form feeds, and page
numbers. Only ``— 3 —``, ``- 3 -`` and 第 3 页 are page numbers wherever they stand; a line with
nothing but a number is one only beside a form feed, for it can as well be part of a sum.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

_CJK = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef“”‘’—…·"
_BESIDE_CJK = re.compile(rf"(?<=[{_CJK}])\s+|\s+(?=[{_CJK}])")
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]")
_BEFORE_THE_WORDS = re.compile(rf"#{{1,6}}\s+|[-*•]\s+(?=[{_CJK}])")
_RULE = re.compile(r"[-*_=—]{3,}")
_DASH = "[-—–－―─]"
_PAGE = re.compile(
    rf"{_DASH}+\s*\d{{1,4}}\s*{_DASH}+|第\s*\d{{1,4}}\s*页(?:\s*[,，/]?\s*共\s*\d{{1,4}}\s*页)?"
)
_NUMBER = re.compile(r"\d{1,4}")
_CLOSING = "”’』」）)》】"
_FINAL = "。！？；：…!?;:"
TABLE_ROW = "|"


@dataclass(frozen=True)
class Line:
    """A line with words in it. ``number`` is counted from 1; ``after_gap`` says that a blank line
    or the end of a page stands before it, ``indented`` that it begins as a paragraph does."""

    number: int
    text: str
    after_gap: bool
    indented: bool


def words(raw: str) -> str:
    """A line without the marks of its layout; white space inside it stays."""
    bare = _INVISIBLE.sub("", raw).replace("**", "").strip()
    return _BEFORE_THE_WORDS.sub("", bare, count=1).strip()


def close_up(text: str) -> str:
    """Without the white space beside Chinese characters; any other is one blank."""
    return re.sub(r"\s+", " ", _BESIDE_CJK.sub("", text.strip()))


def parted(first: str, second: str) -> str:
    """What stands between two pieces of one sentence that a line or a page had parted: a blank
    between Latin words, and else nothing."""
    latin = first[-1:].isascii() and first[-1:].isalpha()
    return " " if latin and second[:1].isascii() and second[:1].isalnum() else ""


def finished(text: str) -> bool:
    """Whether the sentence ends here, so that the next line begins a paragraph."""
    return text.rstrip(_CLOSING).endswith(tuple(_FINAL))


@dataclass(frozen=True)
class _Piece:
    """What stands between two line ends or form feeds."""

    number: int
    raw: str
    begins_page: bool
    ends_page: bool


def read_lines(text: str) -> tuple[list[Line], list[int]]:
    """The lines that have words, and the numbers of those that were taken for page numbers."""
    lines: list[Line] = []
    page_numbers: list[int] = []
    pieces = _pieces(text)
    gap = False
    for place, piece in enumerate(pieces):
        bare = piece.raw.strip()
        gap = gap or piece.begins_page
        if _PAGE.fullmatch(bare) or (_NUMBER.fullmatch(bare) and _is_beside_page(pieces, place)):
            page_numbers.append(piece.number)
            gap = True
        elif not words(bare) or _RULE.fullmatch(bare):
            gap = True
        else:
            indented = piece.raw.startswith(("\u3000\u3000", "    ", "\t"))
            lines.append(Line(piece.number, words(bare), gap, indented))
            gap = False
    return lines, page_numbers


def _pieces(text: str) -> list[_Piece]:
    pieces = []
    for number, raw in enumerate(re.split(r"\r\n|\r|\n", text), start=1):
        parts = raw.split("\f")
        for place, part in enumerate(parts):
            pieces.append(_Piece(number, part, place > 0, place < len(parts) - 1))
    return pieces


def _is_beside_page(pieces: Sequence[_Piece], place: int) -> bool:
    """Whether a page begins or ends here, but for blank lines."""
    if pieces[place].begins_page or pieces[place].ends_page:
        return True
    for after in range(place + 1, len(pieces)):
        if pieces[after].begins_page:
            return True
        if pieces[after].raw.strip():
            return False
    return False
