"""Measures, figures and articles: what everybody may read."""

from __future__ import annotations

from django.http import Http404, HttpRequest
from ninja import Router

from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.schemas import (
    ArticleOut,
    Language,
    MeasureOut,
    ParameterOut,
    SpanOut,
    Year,
)
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.rules.coverage import Coverage, coverage
from banyan.rules.measure_page import measure_page
from banyan.rules.pack import Pack
from banyan.rules.parameters import Figure, show_value

router = Router()


@router.get("/measures", response={200: list[MeasureOut], **PROBLEMS}, operation_id="measures")
def measures(request: HttpRequest, year: Year | None = None, lang: Language = "zh") -> object:
    """Every measure with the figures of a year (the first in force)."""
    pack, shown = _of_year(year)
    return [measure_page(pack, one, shown, lang).as_json() for one in pack.measures.values()]


@router.get("/measures/{code}", response={200: MeasureOut, **PROBLEMS}, operation_id="measure")
def measure(
    request: HttpRequest, code: str, year: Year | None = None, lang: Language = "zh"
) -> object:
    """One measure."""
    pack, shown = _of_year(year)
    if code not in pack.measures:
        raise Http404(f"no measure {code}")
    return measure_page(pack, pack.measures[code], shown, lang).as_json()


@router.get(
    "/parameters", response={200: list[ParameterOut], **PROBLEMS}, operation_id="parameters"
)
def parameters(request: HttpRequest, lang: Language = "zh") -> object:
    """Every figure with its dates, its ceiling and what is adopted."""
    return [_parameter(figure, lang) for figure in pack_in_force().parameters.values()]


@router.get("/parameters/{key}", response={200: ParameterOut, **PROBLEMS}, operation_id="parameter")
def parameter(request: HttpRequest, key: str, lang: Language = "zh") -> object:
    """One figure."""
    figures = pack_in_force().parameters
    if key not in figures:
        raise Http404(f"no parameter {key}")
    return _parameter(figures[key], lang)


@router.get("/articles", response={200: list[ArticleOut], **PROBLEMS}, operation_id="articles")
def articles(request: HttpRequest, lang: Language = "zh") -> object:
    """Every article: in short, who answers for it, and where it lives."""
    pack = pack_in_force()
    return [_article(pack, place, lang) for place in coverage(pack)]


@router.get("/articles/{number}", response={200: ArticleOut, **PROBLEMS}, operation_id="article")
def article(request: HttpRequest, number: str, lang: Language = "zh") -> object:
    """One article."""
    pack = pack_in_force()
    for place in coverage(pack):
        if place.article.number == number:
            return _article(pack, place, lang)
    raise Http404(f"no article {number}")


def _of_year(year: int | None) -> tuple[Pack, int]:
    pack = pack_in_force()
    shown = pack.years.start if year is None else year
    pack.check_year(shown)
    return pack, shown


def _parameter(figure: Figure, lang: str) -> ParameterOut:
    return ParameterOut(
        key=figure.key,
        words=figure.words[lang],
        unit=figure.unit.value,
        article=figure.article,
        assumed=figure.assumed,
        history=[
            SpanOut(
                start=span.start,
                end=span.end,
                adopted=show_value(span.adopted, figure.unit),
                ceiling=None if span.ceiling is None else show_value(span.ceiling, figure.unit),
            )
            for span in figure.spans
        ],
    )


def _article(pack: Pack, place: Coverage, lang: str) -> ArticleOut:
    found = place.article
    return ArticleOut(
        article=found.number,
        title=found.title[lang],
        summary=found.summary[lang],
        units=[pack.units[unit][lang] for unit in found.units],
        measures=list(place.measures),
        parameters=list(place.parameters),
        systems=list(found.systems),
        not_computable=None if found.not_computable is None else found.not_computable[lang],
    )
