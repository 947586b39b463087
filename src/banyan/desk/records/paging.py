"""Pages of long lists by keyset: the next page begins after the last key of this one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

SIZE = 50


def by_htmx(request: HttpRequest) -> bool:
    """Whether a part of the page is asked for (answers are kept apart by ``Vary``)."""
    return request.headers.get("HX-Request") == "true"


@dataclass(frozen=True)
class Page:
    """``next`` and ``first`` are query strings, empty where there is no such page."""

    rows: Sequence[Any]
    next: str = ""
    first: str = ""


def page_of(request: HttpRequest, records: QuerySet[Any], *, newest_first: bool = False) -> Page:
    """The page that the request asks for, of records ordered by their primary key here."""
    after = request.GET.get("after", "")
    records = records.order_by("-pk" if newest_first else "pk")
    if after:
        try:
            records = records.filter(**{"pk__lt" if newest_first else "pk__gt": after})
        except ValueError:
            after = ""
    rows = list(records[: SIZE + 1])
    return page_after(request, rows, str(rows[SIZE - 1].pk) if len(rows) > SIZE else "")


def page_after(request: HttpRequest, rows: Sequence[Any], last: str) -> Page:
    """A page of rows of which ``last`` is the key of the last that is shown; empty: all are."""
    following = request.GET.copy()
    following["after"] = last
    start = request.GET.copy()
    start.pop("after", None)
    return Page(
        rows[:SIZE],
        next=following.urlencode() if last else "",
        first=(start.urlencode() or "after=") if request.GET.get("after") else "",
    )
