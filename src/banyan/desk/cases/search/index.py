"""The index of terms: written with the cases, or made anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import Any

from banyan.desk.cases.models import Case, CaseTerms, Help
from banyan.desk.cases.search import terms
from banyan.desk.cases.states import State
from banyan.desk.records.rows import in_pieces
from banyan.desk.records.search.filling import fill_anew

AT_A_TIME = 5_000


def refresh(*cases: Case) -> None:
    """Writes the terms of these cases anew, as they stand in the database; call it in the action
    that opened or changed one."""
    for numbers in in_pieces(sorted(case.pk for case in cases)):
        CaseTerms.objects.bulk_create(
            _entries(numbers),
            update_conflicts=True,
            unique_fields=["case"],
            update_fields=["said", "initials", "terms"],
            batch_size=AT_A_TIME,
        )


def rebuild() -> int:
    """Makes the whole index anew, for a bulk load; the number of cases."""
    return fill_anew(CaseTerms, _everything())


def _everything() -> Iterator[list[CaseTerms]]:
    last = 0
    cases = Case.objects.order_by("pk")
    while numbers := list(cases.filter(pk__gt=last)[:AT_A_TIME].values_list("pk", flat=True)):
        last = numbers[-1]
        yield _entries(numbers)


_FIELDS = ("title", "text", "answer", "organization__name")
_THINGS = {
    "kind": "kind",
    "county": "county",
    "level": "level",
    "state": "state",
    "gravity": "gravity",
    "organization": "organization_id",
    "origin": "origin",
    "rating": "rating",
    "unit": "lead_id",
}


def _entries(numbers: Sequence[int]) -> list[CaseTerms]:
    helping = defaultdict(set)
    for number, unit in Help.objects.filter(case__in=numbers).values_list("case_id", "unit_id"):
        helping[number].add(terms.of_thing("unit", unit))
    rows = Case.objects.filter(pk__in=numbers).values("pk", "category", *_FIELDS, *_THINGS.values())
    return [_entry(row, helping[row["pk"]]) for row in rows]


def _entry(row: dict[str, Any], more: set[str]) -> CaseTerms:
    said, found = terms.of_texts(row[name] or "" for name in _FIELDS)
    initials, letters = terms.of_organization(row["organization__name"] or "")
    found |= letters | more
    found |= {
        terms.of_thing(what, row[field])
        for what, field in _THINGS.items()
        if row[field] not in ("", None)
    }
    found.add(terms.of_thing("category", f"{row['kind']}.{row['category']}"))
    if row["state"] != State.CLOSED:
        found.add(terms.of_thing("open", 1))
    return CaseTerms(case_id=row["pk"], said=said, initials=initials, terms=sorted(found))
