"""The shapes of the API's answers."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import Field

Language = Literal["zh", "en"]
Year = Annotated[int, Field(ge=1900, le=9999)]


class NamedOut(Schema):
    code: str
    words: str
    article: str


class FigureRowOut(Schema):
    key: str
    words: str
    adopted: str
    ceiling: str | None
    article: str
    assumed: bool


class MeasureOut(Schema):
    """One measure, derived from its declaration; ``facts`` are (table, column, label)."""

    measure: str
    words: str
    articles: list[str]
    without_application: bool
    conditions: list[NamedOut]
    routes: list[NamedOut]
    amount: str
    limits: list[str]
    figures: list[FigureRowOut]
    facts: list[tuple[str, str, str]]
    competes: bool


class SpanOut(Schema):
    """What holds from ``start`` until the day before ``end``."""

    start: date
    end: date
    adopted: str
    ceiling: str | None


class ParameterOut(Schema):
    key: str
    words: str
    unit: str
    article: str
    assumed: bool
    history: list[SpanOut]


class ArticleOut(Schema):
    article: str
    title: str
    summary: str
    units: list[str]
    measures: list[str]
    parameters: list[str]
    systems: list[int]
    not_computable: str | None


class OrganizationOut(Schema):
    uscc: str
    name: str
    kind: str
    county: str
    industry: str | None
    size: str | None
    scaled_on: date | None


class OrganizationPage(Schema):
    """``next`` goes into ``after`` of the next call; null at the end."""

    organizations: list[OrganizationOut]
    next: str | None


Row = dict[str, str | None]
Tables = dict[str, list[Row]]


class FactsIn(Schema):
    """Tables of rows as a file of facts would hold them: column to text; an empty text or null is
    unknown. ``year`` is settled; ``measures`` narrows the answer."""

    tables: Tables
    year: Year
    measures: list[str] | None = None


class ExplanationOut(Schema):
    """What each measure gives and why: the structure of ``banyan explain --json``. ``open`` are
    the measures that others decide too, where ``places_as_of`` is null: nobody's yes yet."""

    uscc: str
    name: str
    year: int
    amount: str
    open: list[str]
    places_as_of: datetime | None
    measures: list[dict[str, Any]]
