"""The numbers that stand before the parts of an official text: 一、 第一条 （一） 1. （1）."""

from __future__ import annotations

import re
from dataclasses import dataclass

_DIGITS = "一二三四五六七八九"
_CHINESE = f"[十{_DIGITS}]{{1,3}}"
_FORM = re.compile(rf"([{_DIGITS}]?)(十?)([{_DIGITS}]?)")


def chinese_number(text: str) -> int | None:
    """一 to 九十九 as 1 to 99; None for anything else (一二, 一十, 百)."""
    found = _FORM.fullmatch(text)
    if not text or found is None:
        return None
    first, ten, last = found.groups()
    if not ten:
        return _DIGITS.index(first) + 1 if first and not last else None
    if first == "一":
        return None
    tens = _DIGITS.index(first) + 1 if first else 1
    return 10 * tens + (_DIGITS.index(last) + 1 if last else 0)


def number_of(text: str) -> int | None:
    """A number in Chinese numerals, or in digits, full-width ones included."""
    return int(text) if text.isdecimal() else chinese_number(text)


@dataclass(frozen=True)
class Mark:
    """A number at the start of a line. ``level`` 1 is 一、 and 第一条, 2 （一）, 3 1., 4 （1）;
    ``label`` is how it is written, ``rest`` what follows it in the line."""

    level: int
    value: int
    label: str
    rest: str


# What only looks like a number of a part: 一、二级 and （三）项 inside a sentence, 2.5%.
_NOT_A_LIST = rf"(?!{_CHINESE}[、级类等批期])"
_NOT_A_REFERENCE = r"(?!\s*[项款点条目])"
_FORMS = (
    (1, re.compile(rf"(?P<label>(?P<value>{_CHINESE})\s*、){_NOT_A_LIST}(?P<rest>.*)")),
    (1, re.compile(rf"(?P<label>第(?P<value>{_CHINESE})条)\s+(?P<rest>.+)")),
    (
        2,
        re.compile(
            rf"(?P<label>[（(]\s*(?P<value>{_CHINESE})\s*[)）]){_NOT_A_REFERENCE}(?P<rest>.*)"
        ),
    ),
    (3, re.compile(r"(?P<label>(?P<value>\d{1,2})\s*[.．、])(?!\d)(?P<rest>.*)")),
    (
        4,
        re.compile(
            rf"(?P<label>[（(]\s*(?P<value>\d{{1,2}})\s*[)）]){_NOT_A_REFERENCE}(?P<rest>.*)"
        ),
    ),
)


def read_mark(text: str) -> Mark | None:
    """The number at the start of a line, if one stands there."""
    for level, form in _FORMS:
        found = form.fullmatch(text)
        value = found and number_of(found["value"])
        if found and value:
            return Mark(level, value, found["label"], found["rest"].strip())
    return None


_ANNEX = re.compile(rf"(?P<label>附\s*件\s*(?P<value>{_CHINESE}|\d{{1,2}})\s*)(?P<title>[:：].*)?")


@dataclass(frozen=True)
class AnnexMark:
    """附件 3 on a line of its own, or with the title behind a colon."""

    value: int
    label: str
    title: str


def read_annex_mark(text: str) -> AnnexMark | None:
    """The label of an annex, if that is what the line is."""
    found = _ANNEX.fullmatch(text)
    value = found and number_of(found["value"])
    if not found or not value:
        return None
    behind = found["title"] or ""
    return AnnexMark(value, found["label"].strip() + behind[:1], behind[1:].strip())
