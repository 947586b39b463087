"""How something gets its number and its files, and stays as it is."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.bulletins.actions import fonts_missing
from banyan.desk.bulletins.composing import ISSUER, LANGUAGES, day_in_words, number_in_words
from banyan.desk.bulletins.documents import as_pdf
from banyan.desk.bulletins.numbering import keep_files, next_number
from banyan.desk.bulletins.word import word_document
from banyan.desk.policy_pack import declared_pack
from banyan.desk.supervision.models import Paper, PaperFile, PaperSeries
from banyan.desk.ui.typesetting import FontsMissingError

Say = Callable[[Mapping[str, Any], str], dict[str, Any]]
"""Of what is frozen and a language (``zh``, ``en``): series, title, to and sections, as
``frame`` takes them."""


def issue(actor: Actor, kind: str, content: dict[str, Any], say: Say) -> Paper:
    """Freezes ``content`` under the next number of its kind and year, with its files; within a
    running action. Raises RefusedError where the fonts are missing."""
    today = timezone.localdate()
    number = next_number(PaperSeries, kind=kind, year=today.year)
    paper = Paper.objects.create(
        kind=kind,
        year=today.year,
        number=number,
        content=content,
        sha256=hash_of(content),
        issued_by=actor.account,
        issued_on=today,
    )
    try:
        keep_files(PaperFile, _files(paper, say), paper=paper)
    except FontsMissingError as error:
        raise RefusedError(fonts_missing()) from error
    return paper


def frame(
    said: Mapping[str, Any], language: str, *, year: int, number: int | None, day: date | None
) -> dict[str, Any]:
    """What every paper of the desk says around its sections: issuer, number, day, pages."""
    with translation.override(LANGUAGES[language]):
        return {
            "language": language,
            "region": "CN" if language == "zh" else "GB",
            "number": _numbered(said, year, number),
            "issuer": declared_pack().units[ISSUER][language],
            "date": day_in_words(day, language) if day else _("draft"),
            "page": _("Page {page} of {pages}"),
            **said,
        }


def _numbered(said: Mapping[str, Any], year: int, number: int | None) -> str:
    """By the paper's own pattern where it has one (``numbering``), else as bulletins are."""
    pattern = said.get("numbering")
    if pattern is None or number is None:
        return number_in_words(year, number)
    return str(pattern) % {"year": year, "number": number}


def numbered(place: int, title: str, language: str) -> str:
    """The title of a section, counted from one."""
    if language == "zh":
        return f"{'一二三四五六七八九'[place - 1]}、{title}"
    return f"{place}. {title}"


def hash_of(content: Any) -> str:
    """Of plain values, the same whatever the order of names."""
    said = json.dumps(content, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return hashlib.sha256(said.encode()).hexdigest()


def _files(paper: Paper, say: Say) -> Iterator[tuple[str, str, bytes]]:
    for language in LANGUAGES:
        with translation.override(LANGUAGES[language]):
            words = say(paper.content, language)
        said = frame(words, language, year=paper.year, number=paper.number, day=paper.issued_on)
        yield PaperFile.Form.PDF, language, as_pdf(said, paper.issued_on)
        yield PaperFile.Form.DOCX, language, word_document(said, paper.issued_on)
