"""What a category asks for, read from what was typed; which category a text suggests."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol

from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.cases.kinds import Category, Field, Kind

LONGEST = 500
"""Characters of a text that a field asks for."""
MOST = Decimal(10) ** 12


class Asking(Protocol):
    """What has fields: a category of cases, a kind of project."""

    @property
    def fields(self) -> tuple[Field, ...]: ...


def given_fields(category: Asking, typed: Mapping[str, str]) -> dict[str, str]:
    """The fields as they are kept: numbers and days as text (``12.5``,
    ``2026-05-01``), choices as their codes. Raises RefusedError for the first that is not right;
    its ``field`` is ``field-<code>``."""
    return read_fields(category.fields, typed)


def read_fields(fields: Iterable[Field], typed: Mapping[str, str]) -> dict[str, str]:
    """The same of any fields."""
    found = {}
    for asked in fields:
        text = str(typed.get(asked.code, "")).strip()
        if not text:
            if not asked.optional:
                raise RefusedError(_("%(field)s is needed.") % {"field": asked.name}, _of(asked))
            continue
        found[asked.code] = _read(asked, text)
    return found


def shown_fields(category: Asking, kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """What was asked and given, in words."""
    return fields_in_words(category.fields, kept)


def fields_in_words(fields: Iterable[Field], kept: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same of any fields."""
    return [(asked.name, field_in_words(asked, kept)) for asked in fields if asked.code in kept]


def field_in_words(asked: Field, kept: Mapping[str, Any]) -> str:
    """What was given for one field, with its unit; a dash where nothing was."""
    if asked.code not in kept:
        return "–"
    value = str(kept[asked.code])
    named = next((one.name for one in asked.choices if one.code == value), value)
    if asked.type == "number":
        whole, point, places = value.partition(".")
        named = f"{int(whole):,}{point}{places}" if whole.lstrip("-").isdecimal() else value
    return f"{named} {unit_words(asked.unit)}".strip()


def unit_words(unit: str) -> str:
    """A unit of measure in words; most are the same in both languages."""
    return {"mu": _("mu"), "10k_yuan": _("10,000 yuan"), "yuan": _("yuan"), "tce": _("tce")}.get(
        unit, unit
    )


def suggested(text: str, kinds: Iterable[Kind]) -> tuple[Kind, Category] | None:
    """The kind and category of which the text has most of the words that suggest it; the first of
    equals; ``None`` where it has none."""
    lower = text.lower()
    best: tuple[int, Kind, Category] | None = None
    for kind in kinds:
        for category in kind.categories.values():
            hits = sum(lower.count(word.lower()) for word in category.suggested_by)
            if hits and (best is None or hits > best[0]):
                best = (hits, kind, category)
    return None if best is None else (best[1], best[2])


def _of(asked: Field) -> str:
    return f"field-{asked.code}"


def _read(asked: Field, text: str) -> str:
    if asked.type == "number":
        try:
            number = Decimal(text.replace(",", "").replace("，", ""))
        except InvalidOperation:
            number = Decimal("NaN")
        if not number.is_finite() or not 0 <= number < MOST:
            raise RefusedError(_("%(field)s is a number.") % {"field": asked.name}, _of(asked))
        return f"{number.normalize():f}"
    if asked.type == "date":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError:
            raise RefusedError(
                _("%(field)s is a day.") % {"field": asked.name}, _of(asked)
            ) from None
    if asked.type == "choice":
        if text not in {one.code for one in asked.choices}:
            raise RefusedError(_("Choose: %(field)s.") % {"field": asked.name}, _of(asked))
        return text
    if len(text) > LONGEST:
        raise RefusedError(_("At most %(most)s characters.") % {"most": LONGEST}, _of(asked))
    return text
