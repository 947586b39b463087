"""Solved cases that are like a text: by the terms that they share, rare ones counting more."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from django.db import connection

from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case, CaseTerms, Example
from banyan.desk.cases.search import terms
from banyan.desk.cases.search.actions import SOLVED
from banyan.desk.cases.search.question import within
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization

SHOWN = 5
LOOKED_AT = 300
"""Cases that share something rare, the newest first, of which the most alike are shown."""

ASKED_FOR = 12
"""The rarest known terms of a text, by which cases are looked up, beside those that are not known
(few have them, or none)."""

ENOUGH = 0.15
"""The share of a text's weight that must be shared."""

UNKNOWN = 1e-4
"""How frequent a term is taken to be that the database does not know as frequent."""

LONGEST = 1_000
"""Characters of a text that are compared."""


@dataclass(frozen=True)
class Like:
    """What is shown of a case that is alike: its words, or those of a public example, where
    ``case`` is None. ``share`` is how much of the text it shares, from 0 to 1."""

    title: str
    answer: str
    share: float
    case: Case | None = None


def similar(
    account: Account | None, text: str, organization: Organization | None = None
) -> list[Like]:
    """Of what the account may see, the solved cases most like the text; for an enterprise also
    the public examples of the categories that the text's words suggest. With an organization only
    its own cases."""
    _said, asked = terms.of_texts([text[:LONGEST]])
    if not asked:
        return []
    text_weights = Weights(asked, known_frequencies(asked))
    found = [
        Like(one.title, one.answer, share, one)
        for one, share in _cases(account, text_weights, organization)
    ]
    if account is not None and account.role == Role.ENTERPRISE:
        seen = {like.case.pk for like in found if like.case is not None}
        found += _examples(account, text, text_weights, seen)
    found.sort(key=lambda like: -like.share)
    return found[:SHOWN]


class Weights:
    """What each term of a text weighs, and how much of it another text has."""

    def __init__(self, asked: Collection[str], known: Mapping[str, float]) -> None:
        self.of = {term: -math.log(min(0.999, known.get(term, UNKNOWN))) for term in asked}
        rarest = sorted(known, key=lambda term: (known[term], term))
        self.looked_up = rarest[:ASKED_FOR] + sorted(set(asked) - set(known))
        # What stands nowhere else is nothing that others lack.
        self.whole = sum(self.of[term] for term in known or asked)

    def shared(self, found: Collection[str]) -> float:
        """From 0 to 1."""
        there = set(found)
        common = sum(weight for term, weight in self.of.items() if term in there)
        return min(1.0, common / self.whole)


def _cases(
    account: Account | None, weights: Weights, organization: Organization | None
) -> Iterable[tuple[Case, float]]:
    cases = Case.objects.visible_to(account).filter(
        outcome__in=SOLVED, search__terms__any=weights.looked_up
    )
    county = within(account)
    if county:
        cases = cases.filter(search__terms__has=sorted(county))
    if organization is not None:
        cases = cases.filter(organization=organization)
    numbers = list(cases.order_by("-pk").values_list("pk", flat=True)[:LOOKED_AT])
    held = CaseTerms.objects.filter(pk__in=numbers).values_list("pk", "terms")
    shares = {number: weights.shared(found) for number, found in held}
    best = sorted(shares, key=lambda number: -shares[number])[:SHOWN]
    rows = Case.objects.select_related("organization", "lead").in_bulk(best)
    return [(rows[number], shares[number]) for number in best if shares[number] >= ENOUGH]


def _examples(
    account: Account, text: str, weights: Weights, seen: Collection[int]
) -> Iterable[Like]:
    suggested = {
        (kind.code, category.code)
        for kind in declared_kinds().values()
        for category in kind.categories.values()
        if any(word.lower() in text.lower() for word in category.suggested_by)
    }
    published = Example.objects.visible_to(account).filter(
        case__kind__in={kind for kind, _ in suggested},
        case__category__in={category for _, category in suggested},
    )
    for one in published.select_related("case")[:LOOKED_AT]:
        if one.case_id in seen or (one.case.kind, one.case.category) not in suggested:
            continue
        share = weights.shared(terms.of_texts([one.title, one.answer])[1])
        yield Like(one.title, one.answer, share)


def known_frequencies(asked: Collection[str]) -> dict[str, float]:
    """In what share of the cases each term stands that the database knows as frequent: PostgreSQL
    from a sample, without those that are rare."""
    return _sampled(asked) if connection.vendor == "postgresql" else _counted(asked)


def _sampled(asked: Collection[str]) -> dict[str, float]:
    sql = """
        SELECT term, share FROM pg_stats,
            unnest(most_common_elems::text::text[], most_common_elem_freqs) AS one(term, share)
        WHERE schemaname = ANY (current_schemas(false)) AND tablename = %s
            AND attname = 'terms' AND term = ANY (%s)"""
    with connection.cursor() as cursor:
        cursor.execute(sql, [CaseTerms._meta.db_table, list(asked)])
        return dict(cursor.fetchall())


def _counted(asked: Collection[str]) -> dict[str, float]:
    cases = CaseTerms.objects.order_by()
    everything = cases.count()
    if not everything:
        return {}
    counts = {term: cases.filter(terms__has=[term]).count() for term in asked}
    return {term: count / everything for term, count in counts.items() if count}
