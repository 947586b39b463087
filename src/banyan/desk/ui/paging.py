"""Long lists a page at a time, by the key of the last row shown, so that none is slow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from django.db import models
from django.http import QueryDict

M = TypeVar("M", bound=models.Model)

AFTER = "after"
"""The parameter of the query string that names the last row of the page before."""


@dataclass(frozen=True)
class Page(Generic[M]):
    """``next`` is the query string of the next page, ``first`` that of the first page; empty where
    there is none, or where this is it."""

    rows: list[M]
    next: str
    first: str


def page_of(
    rows: models.QuerySet[M], query: QueryDict, by: str | tuple[str, ...], size: int = 50
) -> Page[M]:
    """One page of ``rows`` in the order of ``by``, a field whose values are unique, ``-number`` for
    the highest first; or several that are unique together, all in one direction. A mark in
    ``query`` that names no row is taken as none."""
    order = (by,) if isinstance(by, str) else by
    backwards = order[0].startswith("-")
    fields: list[Any] = [rows.model._meta.get_field(one.removeprefix("-")) for one in order]
    mark = _mark(query.get(AFTER), fields)
    ordered = rows.order_by(*order)
    if mark is not None:
        ordered = ordered.filter(_beyond(fields, mark, "lt" if backwards else "gt"))
    found = list(ordered[: size + 1])
    kept = query.copy()
    kept.pop(AFTER, None)
    first = kept.urlencode() if mark is not None else ""
    onward = ""
    if len(found) > size:
        last = [str(getattr(found[size - 1], field.attname)) for field in fields]
        kept[AFTER] = _BETWEEN.join(last)
        onward = kept.urlencode()
    return Page(found[:size], onward, first)


_BETWEEN = "~"


def _mark(text: str | None, fields: list[Any]) -> list[Any] | None:
    """The values of the last row shown."""
    if text is None:
        return None
    texts = text.split(_BETWEEN, len(fields) - 1)
    try:
        return [field.to_python(one) for field, one in zip(fields, texts, strict=True)]
    except Exception:
        return None


def _beyond(fields: list[Any], mark: list[Any], comparison: str) -> models.Q:
    """The rows that follow: of a later first value, or of the same and a later second, ...; the
    first bound alone lets the database use the index of the order."""
    name, value = fields[0].name, mark[0]
    if len(fields) == 1:
        return models.Q(**{f"{name}__{comparison}": value})
    later = models.Q(**{f"{name}__{comparison}": value}) | _beyond(fields[1:], mark[1:], comparison)
    return models.Q(**{f"{name}__{comparison}e": value}) & later
