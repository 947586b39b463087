"""For what an officer must look at a match before the enterprise is told."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from banyan.desk.records.models import FACTS, Representation, Source
from banyan.desk.records.rows import in_pieces
from banyan.rules.measure import Measure, Places, Top


class Word(TextChoices):
    """The words, in the order in which they are shown."""

    LARGE_AMOUNT = "large_amount", _("large amount")
    PROVISIONAL_RANK = "provisional_rank", _("the place is provisional")
    NOBODY_REPRESENTS = "nobody_represents", _("nobody represents it here")
    WITHOUT_DOCUMENT = "without_document", _("no document behind the record")
    GRANTED_BEFORE = "granted_before", _("something of almost the same name was granted before")
    OFFICER = "officer", _("held back by an officer")


EXPLANATIONS: Mapping[str, Any] = {
    Word.LARGE_AMOUNT: _(
        "The amount reaches the figure from which somebody looks at it before it is promised."
    ),
    Word.PROVISIONAL_RANK: _(
        "Only the first places are paid, and a record that is verified later may change the order."
    ),
    Word.NOBODY_REPRESENTS: _(
        "No account has been accepted for this organization, so nobody could confirm. Reach it and "
        "invite somebody; it is taken off by itself once somebody is accepted."
    ),
    Word.WITHOUT_DOCUMENT: _(
        "The record was imported or declared without a file. Compare it with the document of "
        "recognition before it is promised."
    ),
    Word.GRANTED_BEFORE: _(
        "An award of this measure is on record under a name that differs only in spelling. If it "
        "is the same thing, correct the record; it is paid once."
    ),
    Word.OFFICER: _("An officer wants to look at it first; the reason stands beside it."),
}

LASTING = frozenset({Word.NOBODY_REPRESENTS})
"""What cannot be released as long as it is so."""


def joined(words: Iterable[str]) -> str:
    """As a match holds them: each once, in the order above."""
    given = set(words)
    return ";".join(word.value for word in Word if word in given)


def is_provisional(measure: Measure) -> bool:
    """Whether others who are verified later can take the place away."""
    return isinstance(measure.quota, Top) or isinstance(measure.amount, Places)


def represented(codes: Collection[str]) -> set[str]:
    """Those of the organizations for which somebody can act at the desk."""
    found: set[str] = set()
    for piece in in_pieces(codes):
        speaking = Representation.objects.filter(organization__in=piece, account__is_active=True)
        found.update(speaking.values_list("organization_id", flat=True).distinct())
    return found


def without_document(measure: Measure, year: int) -> set[tuple[str, str]]:
    """The organization and subject of the measure's records behind which there is no file."""
    table = measure.candidates.table
    model: Any = FACTS[table]
    names = model.attributes
    kinds = [Source.Kind.IMPORTED, Source.Kind.DECLARED]
    rows = model.objects.filter(source__upload=None, source__kind__in=kinds)
    if any(column.name == "year" for column in model.table.columns):
        rows = rows.filter(year=year)
    owner = f"{model.organization_path}__pk"
    subject = names[model.table.key[0]]
    return set(rows.values_list(owner, subject))


def granted_before(measure: Measure, subjects: Collection[str], year: int) -> set[tuple[str, str]]:
    """The organization and subject of recognitions whose name differs only in spelling from what
    the organization was granted for in an earlier year."""
    if measure.candidates.table != "recognitions":
        return set()
    history: Any = FACTS["history"]
    earlier = history.objects.filter(measure=measure.code, year__lt=year)
    before: dict[str, dict[str, set[str]]] = {}
    for uscc, key in earlier.values_list("uscc", "award_key"):
        before.setdefault(uscc, {}).setdefault(_plain(key), set()).add(key)
    if not before:
        return set()
    recognitions: Any = FACTS["recognitions"]
    found = set()
    for piece in in_pieces(subjects):
        named = recognitions.objects.filter(recognition__in=piece).exclude(subject=None)
        for key, uscc, name in named.values_list("recognition", "organization_id", "subject"):
            alike = before.get(uscc, {}).get(_plain(name), set())
            if alike and name not in alike:
                found.add((uscc, key))
    return found


def _plain(name: str) -> str:
    """Letters, digits and characters alone: without spaces, marks, width and case."""
    text = unicodedata.normalize("NFKC", name).casefold()
    return "".join(sign for sign in text if sign.isalnum())
