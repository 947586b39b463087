"""What somebody looks for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from banyan.desk.people.models import Account
from banyan.desk.records.models import FACTS, Organization, Tag
from banyan.desk.records.search import terms

SHORTEST = 2
"""Characters of a word that can be looked for."""

THINGS = ("county", "section", "size", "kind", "recognition", "tag")
"""By what lists of organizations are filtered."""

_CODE = re.compile(r"[0-9A-Z]{2}[0-9]{2}[0-9A-Z]{0,14}")


@dataclass(frozen=True)
class Question:
    """``text`` is a credit code or its beginning, or words of the name, or initials; ``things``
    are filters by their names in ``THINGS``, empty where there is none."""

    text: str = ""
    things: Mapping[str, str] = field(default_factory=dict)

    @property
    def words(self) -> list[str]:
        found = (terms.normal(word) for word in self.text.split())
        return [word for word in found if word]

    @property
    def code(self) -> str:
        """The beginning of a credit code, where the text is one."""
        text = self.text.strip().upper()
        return text if _CODE.fullmatch(text) else ""

    @property
    def too_short(self) -> bool:
        return bool(self.text.strip()) and (
            not self.words or any(len(word) < SHORTEST for word in self.words)
        )


def ask(account: Account | None, question: Question) -> QuerySet[Any]:
    """The organizations that the account sees and that answer the question, by credit code."""
    organizations = Organization.objects.visible_to(account).order_by("pk")
    if question.too_short:
        return organizations.none()  # type: ignore[no-any-return]
    things = {
        terms.of_thing(what, value)
        for what, value in question.things.items()
        if value and what in THINGS
    }
    condition = Q()
    if question.code:
        condition &= Q(pk__startswith=question.code)
        if things:
            condition &= Q(search__terms__has=sorted(things))
    elif question.words:
        for word in question.words:
            condition &= _said(word, things)
    elif things:
        condition &= Q(search__terms__has=sorted(things))
    organizations = organizations.filter(condition)
    recognition, tag = question.things.get("recognition"), question.things.get("tag")
    if recognition:
        organizations = organizations.filter(_holds(recognition, timezone.localdate()))
    if tag:
        organizations = organizations.filter(
            Exists(Tag.objects.filter(organization=OuterRef("pk"), word=tag))
        )
    return organizations  # type: ignore[no-any-return]


def _said(word: str, things: set[str]) -> Q:
    """In the name, or, of letters, in the initials."""
    name = Q(search__terms__has=sorted(terms.of_name(word) | things), search__name__contains=word)
    if not (word.isascii() and word.isalnum()):
        return name
    letters = sorted(terms.asked_initials(word) | things)
    return name | Q(search__terms__has=letters, search__initials__contains=word)


def _holds(kind: str, today: date) -> Exists:
    """Whether a recognition of the kind holds today: the terms do not know of expiry."""
    recognition: Any = FACTS["recognitions"]
    recognitions = recognition.objects.filter(
        Q(expires_on=None) | Q(expires_on__gt=today), organization=OuterRef("pk"), kind=kind
    )
    return Exists(recognitions)
