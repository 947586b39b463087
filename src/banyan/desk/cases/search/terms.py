"""The terms of a case, and those of a question about cases."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache

from banyan.desk.records.search.terms import initials, normal, of_initials, of_name

LONGEST = 4_000
"""Characters of a text that can be found; what comes after is read on the case's page."""

THINGS: Mapping[str, str] = {
    "kind": "k",
    "category": "c",
    "county": "p",
    "level": "l",
    "state": "s",
    "open": "n",
    "gravity": "g",
    "unit": "u",
    "organization": "e",
    "origin": "o",
    "rating": "r",
}
"""By what ledgers are filtered, each with the letter that its terms begin with."""

letters_of = lru_cache(maxsize=10_000)(initials)
"""The initials of a name; many cases are of the same organization."""


def of_thing(what: str, value: object) -> str:
    """The term of a filter: what (county, state …) is which (350102, closed …). Written in hex, so
    that no index takes it apart."""
    return f"x{THINGS[what]}{str(value).encode().hex()}"


def of_texts(texts: Iterable[str]) -> tuple[str, set[str]]:
    """What texts say in their normal form, and its terms; no word runs from one text into the
    next."""
    said = [normal(text[:LONGEST]) for text in texts if text]
    found: set[str] = set()
    return " ".join(said), found.union(*(of_name(text) for text in said))


def of_organization(name: str) -> tuple[str, set[str]]:
    """The initials of an organization's name, and their terms."""
    letters = letters_of(name)
    return letters, of_initials(letters)
