"""The terms of an organization, and those of a question."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from pypinyin import Style, lazy_pinyin

_NOT_SAID = re.compile(r"[\W_]+")


def normal(text: str) -> str:
    """Letters, figures and characters alone, in one form: lower case, of full width no more."""
    return _NOT_SAID.sub("", unicodedata.normalize("NFKC", text).lower())


def initials(text: str) -> str:
    """福州机械 2 号 → ``fzjx2h``."""
    return normal("".join(lazy_pinyin(normal(text), style=Style.FIRST_LETTER)))


def _pieces(text: str, length: int) -> Iterable[str]:
    return (text[place : place + length] for place in range(len(text) - length + 1))


def of_name(name: str) -> set[str]:
    """The terms of a normal name, or of a part of one."""
    return {f"n{piece}" for piece in _pieces(name, 2)}


def of_initials(letters: str) -> set[str]:
    """The terms of initials: triples, and pairs for a question of two letters."""
    return {f"i{piece}" for length in (2, 3) for piece in _pieces(letters, length)}


def asked_initials(letters: str) -> set[str]:
    """The terms by which a part of initials is looked for: the longest there are."""
    return {f"i{piece}" for piece in _pieces(letters, min(3, len(letters)))}


def of_thing(what: str, value: str) -> str:
    """The term of a filter: what (county, size …) is which (350102, medium …). Written in hex, so
    that no index takes it apart."""
    return f"x{what[0]}{value.encode().hex()}"
