"""What entries of the ledger are about: the rows that their references name, in words, linked.

The rows belong to parts that lie above this one. Each kind of row is declared with a function that
finds many at once::

    references.declare("settlement.award", awards)   # keys -> {key: About(words, link)}
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass

from django.apps import apps

from banyan.desk.audit.words import SUBJECT_WORDS
from banyan.desk.funds.models import BudgetChange


@dataclass(frozen=True)
class About:
    """In words, and where it is; empty where it has no page."""

    words: str
    link: str = ""


Find = Callable[[Collection[int]], Mapping[int, About]]


def _changes(keys: Collection[int]) -> Mapping[int, About]:
    kind = _kind_of("funds.budgetchange")
    rows = BudgetChange.objects.in_bulk(keys)
    return {key: About(f"{kind} {key}", row.get_absolute_url()) for key, row in rows.items()}


_finders: dict[str, Find] = {"funds.budgetchange": _changes}


def declare(label: str, find: Find) -> None:
    """Has references to rows of the model ``label`` put into words by ``find``."""
    _finders[label] = find


def abouts(references: Iterable[str]) -> dict[str, About]:
    """What references name; of a kind that nobody declares, or a row that is gone, the kind."""
    found: dict[str, About] = {}
    keys: dict[str, dict[int, str]] = defaultdict(dict)
    for reference in references:
        label, _space, key = reference.partition(" ")
        found[reference] = About(f"{_kind_of(label)} {key}")
        if key.isdecimal():
            keys[label][int(key)] = reference
    for label, named in keys.items():
        if label in _finders:
            for number, about in _finders[label](list(named)).items():
                found[named[number]] = about
    return found


def _kind_of(label: str) -> str:
    if label in SUBJECT_WORDS:
        return str(SUBJECT_WORDS[label])
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label
