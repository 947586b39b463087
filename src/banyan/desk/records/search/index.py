"""The index of terms: written with the records, or made anew."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Any

from banyan.desk.records.models import FACTS, Organization, SearchEntry, Tag
from banyan.desk.records.rows import in_pieces
from banyan.desk.records.search import terms
from banyan.desk.records.search.filling import fill_anew

AT_A_TIME = 5_000


def refresh(organizations: Collection[str]) -> None:
    """Writes the terms of these organizations anew; call it where one of them changed."""
    for codes in in_pieces(sorted(organizations)):
        SearchEntry.objects.bulk_create(
            _entries(Organization.objects.filter(pk__in=codes)),
            update_conflicts=True,
            unique_fields=["organization"],
            update_fields=["name", "initials", "terms"],
            batch_size=AT_A_TIME,
        )


def rebuild() -> int:
    """Makes the whole index anew, for a bulk load; the number of organizations."""
    return fill_anew(SearchEntry, _everything())


def _everything() -> Iterator[list[SearchEntry]]:
    organizations = Organization.objects.order_by("pk")
    last = ""
    while codes := list(organizations.filter(pk__gt=last)[:AT_A_TIME].values_list("pk", flat=True)):
        last = codes[-1]
        # Read to the end first: a connection that copies answers nothing else.
        yield list(_entries(organizations.filter(pk__in=codes)))


def _entries(organizations: Any) -> Iterator[SearchEntry]:
    rows = organizations.values_list("pk", "name", "kind", "county", "industry", "size")
    rest = iter(rows)
    while part := list(islice(rest, AT_A_TIME)):
        more = _more({code for code, *_ in part})
        for code, name, kind, county, industry, size in part:
            short = terms.normal(name)
            letters = terms.initials(name)
            things = {"kind": kind, "county": county, "section": (industry or "")[:1], "size": size}
            found = terms.of_name(short) | terms.of_initials(letters) | more.get(code, set())
            found |= {terms.of_thing(what, value) for what, value in things.items() if value}
            yield SearchEntry(
                organization_id=code, name=short, initials=letters, terms=sorted(found)
            )


def _more(codes: set[str]) -> dict[str, set[str]]:
    """The terms of what other tables say: recognitions and tags."""
    found: dict[str, set[str]] = {}
    for piece in in_pieces(codes):
        recognition: Any = FACTS["recognitions"]
        recognitions = recognition.objects.filter(organization__in=piece)
        tags = Tag.objects.filter(organization__in=piece)
        for what, pairs in (
            ("recognition", recognitions.values_list("organization_id", "kind")),
            ("tag", tags.values_list("organization_id", "word")),
        ):
            for code, value in pairs:
                found.setdefault(code, set()).add(terms.of_thing(what, value))
    return found
