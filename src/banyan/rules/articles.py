"""The articles of a policy: what each says in short, who answers for it, and where it lives."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from banyan.rules.errors import PackError

Words = Mapping[str, str]
"""A text by language: ``zh`` and ``en``."""


@dataclass(frozen=True)
class Article:
    """``systems`` are the numbers of the systems in which people act on it; ``not_computable``
    says why no rule can compute it, and what follows instead."""

    number: str
    title: Words
    summary: Words
    units: tuple[str, ...]
    systems: tuple[int, ...]
    not_computable: Words | None


@dataclass(frozen=True)
class Interpretation:
    """What was chosen where the document is silent (``assumed``) or open."""

    slug: str
    articles: tuple[str, ...]
    text: Words
    why: Words
    assumed: bool


def read_toml(path: Path) -> dict[str, Any]:
    """Raises PackError where the file is no TOML."""
    with path.open("rb") as file:
        try:
            return tomllib.load(file)
        except tomllib.TOMLDecodeError as error:
            raise PackError(f"{path.name}: {error}") from None


def both(place: str, words: Any) -> Words:
    """The words in both languages, or PackError."""
    if not isinstance(words, dict) or not (words.get("zh") and words.get("en")):
        raise PackError(f"{place}: no words in Chinese (zh) and English (en)")
    return {"zh": words["zh"], "en": words["en"]}


def load_units(path: Path) -> dict[str, Words]:
    return {code: both(f"{path.name}: {code}", words) for code, words in read_toml(path).items()}


def load_articles(path: Path, units: Mapping[str, Words]) -> dict[str, Article]:
    articles = {}
    for number, table in read_toml(path).items():
        place = f"{path.name}: {number}"
        unknown = set(table) - {"title", "summary", "units", "systems", "not_computable"}
        if unknown:
            raise PackError(f"{place}: unknown entry {sorted(unknown)[0]}")
        for unit in table.get("units", ()):
            if unit not in units:
                raise PackError(f"{place}: unknown unit {unit}")
        reason = table.get("not_computable")
        articles[number] = Article(
            number=number,
            title=both(f"{place}, title", table.get("title")),
            summary=both(f"{place}, summary", table.get("summary")),
            units=tuple(table.get("units", ())),
            systems=tuple(table.get("systems", ())),
            not_computable=None if reason is None else both(f"{place}, not_computable", reason),
        )
    return articles


def load_interpretations(path: Path, articles: Mapping[str, Article]) -> tuple[Interpretation, ...]:
    found = []
    for slug, table in read_toml(path).items():
        place = f"{path.name}: {slug}"
        for article in table.get("articles", ()):
            if article not in articles:
                raise PackError(f"{place}: unknown article {article}")
        found.append(
            Interpretation(
                slug=slug,
                articles=tuple(table.get("articles", ())),
                text=both(f"{place}, text", table.get("text")),
                why=both(f"{place}, why", table.get("why")),
                assumed=bool(table.get("assumed", False)),
            )
        )
    return tuple(found)
