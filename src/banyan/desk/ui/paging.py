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


def page_of(rows: models.QuerySet[M], query: QueryDict, by: str, size: int = 50) -> Page[M]:
    """One page of ``rows`` in the order of ``by``, a field whose values are unique, ``-number`` for
    the highest first. A mark in ``query`` that names no row is taken as none."""
    field: Any = rows.model._meta.get_field(by.removeprefix("-"))
    mark: Any = query.get(AFTER)
    if mark is not None:
        try:
            mark = field.to_python(mark)
        except Exception:
            mark = None
    ordered = rows.order_by(by)
    if mark is not None:
        ordered = ordered.filter(**{f"{field.name}__{'lt' if by.startswith('-') else 'gt'}": mark})
    found = list(ordered[: size + 1])
    kept = query.copy()
    kept.pop(AFTER, None)
    first = kept.urlencode() if mark is not None else ""
    onward = ""
    if len(found) > size:
        kept[AFTER] = str(getattr(found[size - 1], field.attname))
        onward = kept.urlencode()
    return Page(found[:size], onward, first)
