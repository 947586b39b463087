"""Search in the policy library. It is small: everything is looked through in memory."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.urls import reverse

from banyan.desk.policy.library import clauses, notice
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.pack import Pack

MOST_RESULTS = 60
SHOWN = 90
"""Characters of the text around a word that was found."""
NEAR = 0.6
"""The share of a Chinese word's pairs of characters from which on it counts as found."""

_CHINESE = re.compile(r"[\u3400-\u9fff]")


@dataclass(frozen=True)
class Entry:
    """One thing that can be found: its kind, its code, its title in both languages, where it is,
    and all the words by which it is found."""

    kind: str
    code: str
    title: dict[str, str]
    address: str
    texts: tuple[str, ...]

    @property
    def heading(self) -> str:
        return f"{self.code} {self.title['zh']} {self.title['en']}".casefold()


@dataclass(frozen=True)
class Found:
    """``before``, ``hit`` and ``after`` are the text around the first word that was found."""

    entry: Entry
    title: str
    before: str
    hit: str
    after: str


def search(query: str, language: str) -> list[Found]:
    """What has every word of the query, titles first. A Chinese word that stands nowhere as it is
    finds what has most of its pairs of characters."""
    words = [word.casefold() for word in query.split()][:8]
    if not words:
        return []
    pack = pack_in_force()
    document = notice(pack)
    text = None if document is None else document.text
    scored = []
    for order, entry in enumerate(_entries(pack.sha256, text.sha256 if text else "")):
        score = _score(entry, words)
        if score:
            scored.append((-score, order, entry))
    return [_found(entry, words, language) for _, _, entry in sorted(scored)[:MOST_RESULTS]]


def _score(entry: Entry, words: list[str]) -> float:
    """0 where a word is missing; a word in the title counts more than one in the text."""
    total = 0.0
    for word in words:
        best = 3 * _share(word, entry.heading)
        for text in entry.texts:
            best = max(best, _share(word, text.casefold()))
        if not best:
            return 0
        total += best
    return total


def _share(word: str, text: str) -> float:
    if word in text:
        return 1
    if len(word) < 3 or not _CHINESE.search(word):
        return 0
    pairs = [word[at : at + 2] for at in range(len(word) - 1)]
    share = sum(pair in text for pair in pairs) / len(pairs)
    return share / 2 if share >= NEAR else 0


def _found(entry: Entry, words: list[str], language: str) -> Found:
    title = entry.title[language]
    texts = sorted(entry.texts, key=lambda text: bool(_CHINESE.search(text)) is (language != "zh"))
    for text in texts:
        for word in words:
            at = text.casefold().find(word)
            if at >= 0:
                start, end = max(0, at - SHOWN // 2), at + len(word) + SHOWN
                before = ("…" if start else "") + text[start:at]
                after = text[at + len(word) : end] + ("…" if end < len(text) else "")
                return Found(entry, title, before, text[at : at + len(word)], after)
    shown = texts[0] if texts and entry.kind == "article" else ""
    return Found(entry, title, shown[:SHOWN] + ("…" if len(shown) > SHOWN else ""), "", "")


@lru_cache(maxsize=4)
def _entries(pack_sha256: str, text_sha256: str) -> tuple[Entry, ...]:
    return tuple(_all(pack_in_force()))


def _all(pack: Pack) -> Iterator[Entry]:
    official = clauses(notice(pack))
    for article in pack.articles.values():
        texts = [*article.summary.values()]
        texts += [pack.units[unit][language] for unit in article.units for language in ("zh", "en")]
        if article.not_computable is not None:
            texts += article.not_computable.values()
        if article.number in official:
            texts.append(official[article.number].words.replace("\n", " "))
        yield Entry(
            "article",
            article.number,
            dict(article.title),
            reverse("policy:article", args=[article.number]),
            tuple(texts),
        )
    for code in pack.measures:
        measure = pack.measures[code]
        reasons = [
            pack.words["reasons"].get(condition.code, {}).get(language, "")
            for condition in measure.conditions
            for language in ("zh", "en")
        ]
        yield Entry(
            "measure",
            code,
            dict(pack.words["measures"][code]),
            reverse("policy:measure", args=[code]),
            tuple(filter(None, reasons)),
        )
    for key, figure in pack.parameters.items():
        yield Entry(
            "parameter", key, dict(figure.words), reverse("policy:parameter", args=[key]), ()
        )
    for one in pack.interpretations:
        yield Entry(
            "interpretation",
            one.articles[0],
            dict(one.text),
            reverse("policy:article", args=[one.articles[0]]) + f"#{one.slug}",
            tuple(one.why.values()),
        )
