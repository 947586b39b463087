"""A measure of a policy as one declaration, from which everything about it follows.

The steps of a settlement read these declarations in their order: candidates and conditions,
amount, quota, choices, counted principal, caps, fund.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from banyan.rules.expressions import Expression, Parameter


@dataclass(frozen=True)
class Candidates:
    """The rows of ``table`` that are candidates of a year: those ``of_kind``, and of these those
    ``in_year``. What a row that is of the kind but not of the year lacks has the code
    ``otherwise``; such a row is no line of a yearly run, only part of an explanation."""

    table: str
    of_kind: Expression | None
    in_year: Expression
    otherwise: str = ""

    def where(self) -> Expression:
        return self.in_year if self.of_kind is None else self.of_kind & self.in_year


@dataclass(frozen=True)
class Condition:
    """``test`` must hold, else the line is ineligible with the reason ``code``. Where ``when`` is
    given and does not hold, the condition is not asked."""

    code: str
    test: Expression
    article: str
    when: Expression | None = None


@dataclass(frozen=True)
class Route:
    """One of several ways to qualify; the first that is met names the line's route."""

    name: str
    test: Expression
    article: str


@dataclass(frozen=True)
class Once:
    """Granted once for each organization and ``key``; asked only of lines that meet every other
    condition. Within a year the line keeps it that comes
    first by ``order`` (columns, then the subject); ``history`` says whether earlier years count."""

    key: Expression
    order: tuple[str, ...] = ()
    history: bool = True


@dataclass(frozen=True)
class Uplift:
    """The unrounded amount times ``rate`` for whom ``where`` holds, before any cap."""

    code: str
    rate: Parameter
    where: Expression
    article: str


@dataclass(frozen=True)
class Top:
    """Of a year's eligible lines the first ``places`` by ``score`` descending, then by subject."""

    places: Parameter
    score: Expression
    article: str


@dataclass(frozen=True)
class Plan:
    """Only the lines whose row of ``reference`` (an expo) is among the first ``places`` of its
    table's rows with ``where``, by ``order`` (the largest or ``true`` first where the flag says
    so), then by key. It is the row of the plan that takes a place, eligible or not."""

    reference: str
    places: Parameter
    where: Expression
    order: tuple[tuple[Expression, bool], ...]
    article: str


@dataclass(frozen=True)
class Places:
    """An amount by place: eligible lines in order of ``by`` descending, then credit code, fill
    the ``tiers`` (how many places, what each pays); a place beyond the last pays nothing."""

    by: Expression
    tiers: tuple[tuple[Parameter, Parameter], ...]
    article: str


@dataclass(frozen=True)
class Counted:
    """At most ``cap`` of the money in ``column`` counts for an organization and year; it is used
    up in order of ``order``, then the subject, and the amount is computed anew on what counts."""

    column: str
    cap: Parameter
    order: str
    article: str
    code: str = "principal_cap"


@dataclass(frozen=True)
class Cap:
    """A cap on the sum of an organization's lines: of the year, or, ``in_all``, together with the
    history of the years before. ``per`` names the column that is capped in place of the
    organization (a platform). Lines get what is left in order of ``order``, then the subject."""

    amount: Parameter
    article: str
    in_all: bool = False
    per: str = ""
    order: str = ""
    code: str = "organization_cap"


@dataclass(frozen=True)
class Deduction:
    """Money that others paid and that is taken off the capped amount, not below 0."""

    code: str
    amount: Expression
    where: Expression
    article: str


@dataclass(frozen=True)
class Fund:
    """Money for a year that several measures share; where it is short, all get their share."""

    name: str
    article: str


@dataclass(frozen=True)
class Measure:
    """One subsidy or award. ``amount`` is the money of one line before caps; ``Places`` as the
    amount pays by place. ``articles`` cites every article that the measure carries out; the
    first is the one that grants it. ``award_key`` names the key under which the award is
    remembered where there is no ``once``; left out it is the subject."""

    code: str
    articles: tuple[str, ...]
    candidates: Candidates
    conditions: tuple[Condition, ...]
    amount: Expression | Places
    routes: tuple[Route, ...] = ()
    once: Once | None = None
    award_key: Expression | None = None
    uplift: Uplift | None = None
    item_cap: Expression | None = None
    quota: Top | Plan | None = None
    counted: Counted | None = None
    cap: Cap | None = None
    deduction: Deduction | None = None
    fund: Fund | None = None
    without_application: bool = False

    def expressions(self) -> Iterator[tuple[str, Expression]]:
        """Every expression over the candidate's row, with the name of its place."""
        if self.candidates.of_kind is not None:
            yield "candidates", self.candidates.of_kind
        yield "candidates", self.candidates.in_year
        for condition in self.conditions:
            yield f"condition {condition.code}", condition.test
            if condition.when is not None:
                yield f"condition {condition.code}", condition.when
        for route in self.routes:
            yield f"route {route.name}", route.test
        if isinstance(self.amount, Places):
            yield "places", self.amount.by
            for places, amount in self.amount.tiers:
                yield "places", places
                yield "places", amount
        else:
            yield "amount", self.amount
        if self.once is not None:
            yield "once", self.once.key
        if self.award_key is not None:
            yield "award key", self.award_key
        if self.uplift is not None:
            yield "uplift", self.uplift.rate
            yield "uplift", self.uplift.where
        if self.item_cap is not None:
            yield "item cap", self.item_cap
        if isinstance(self.quota, Top):
            yield "quota", self.quota.places
            yield "quota", self.quota.score
        if self.counted is not None:
            yield "counted", self.counted.cap
        if self.cap is not None:
            yield "cap", self.cap.amount
        if self.deduction is not None:
            yield "deduction", self.deduction.amount
            yield "deduction", self.deduction.where

    def cited(self) -> Iterator[tuple[str, str]]:
        """Every article cited, with the name of the place that cites it."""
        for article in self.articles:
            yield "articles", article
        for condition in self.conditions:
            yield f"condition {condition.code}", condition.article
        for route in self.routes:
            yield f"route {route.name}", route.article
        limits = (
            self.uplift,
            self.quota,
            self.counted,
            self.cap,
            self.deduction,
            self.fund,
            self.amount if isinstance(self.amount, Places) else None,
        )
        for limit in limits:
            if limit is not None:
                yield type(limit).__name__.lower(), limit.article

    def competes(self) -> bool:
        """Whether what one candidate gets depends on the other organizations' candidates."""
        return self.quota is not None or isinstance(self.amount, Places) or self.fund is not None


@dataclass(frozen=True)
class Choice:
    """Of several measures' lines with one ``key`` only one measure's go on; the others are
    superseded by it. ``key`` is a reference (a project, a loan). The winner is the measure with
    the largest sum of gross amounts, ties in the order of ``measures``; where ``binding``, first
    the measure that history holds for the key, then the one that ``elections`` name."""

    name: str
    key: str
    measures: tuple[str, ...]
    article: str
    binding: bool = False
