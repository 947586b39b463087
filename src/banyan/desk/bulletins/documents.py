"""A bulletin as files: PDF and Word, in both languages, the same bytes for the same bulletin."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime, time
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.timezone import get_current_timezone

from banyan.desk.bulletins.composing import LANGUAGES, composed
from banyan.desk.bulletins.models import Bulletin, Document
from banyan.desk.bulletins.word import word_document
from banyan.desk.ui.typesetting import typeset


def desk_address(origin: str) -> str:
    """Under which address the links of a bulletin find the desk: the first of the names that it is
    reached under from elsewhere (``BANYAN_HOSTS``), else ``origin``, where it was published."""
    names = [host for host in settings.ALLOWED_HOSTS if host not in settings.LOOPBACK]
    if names:
        return f"{'https' if settings.TLS else 'http'}://{names[0]}"
    return origin.rstrip("/")


def documents_of(bulletin: Bulletin) -> Iterator[tuple[Document.Form, str, bytes]]:
    """Every file of a published bulletin: form, language, bytes. Raises FontsMissingError."""
    for language in LANGUAGES:
        said = said_in(bulletin, language)
        yield Document.Form.PDF, language, as_pdf(said, bulletin.published_on)
        yield Document.Form.DOCX, language, word_document(said, bulletin.published_on)


def said_in(bulletin: Bulletin, language: str) -> dict[str, Any]:
    """The words of a published bulletin, its figures with the addresses of their pages."""
    said = composed(
        bulletin.content,
        bulletin.words,
        language,
        number=bulletin.number,
        published_on=bulletin.published_on,
    )
    address = bulletin.content["address"]
    return linked(
        said, lambda code: address + reverse("bulletins:figure", args=[bulletin.code, code])
    )


def as_pdf(said: Mapping[str, Any], day: date) -> bytes:
    at = datetime.combine(day, time.min, get_current_timezone())
    return typeset("banyan.desk.bulletins", "bulletin.typ", said, at)


def linked(value: Any, address_of: Any) -> Any:
    """The same words, where every run that is a figure has an ``href`` too."""
    if isinstance(value, list):
        return [linked(one, address_of) for one in value]
    if isinstance(value, Mapping):
        found = {name: linked(one, address_of) for name, one in value.items()}
        if "figure" in found:
            found["href"] = address_of(found["figure"])
        return found
    return value
