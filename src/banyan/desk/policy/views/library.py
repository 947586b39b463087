"""The pages of the library, open to everyone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from banyan.desk.people import access
from banyan.desk.policy import library
from banyan.desk.policy.figure_rules import changeable
from banyan.desk.policy.models import ArticleCheck, Document, FigureChange
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy.search import search
from banyan.desk.policy.sections import sections_of
from banyan.rules.coverage import Coverage
from banyan.rules.measure import Choice, Measure
from banyan.rules.measure_page import measure_page
from banyan.rules.pack import Pack
from banyan.rules.parameters import Figure
from banyan.rules.wording import Wording


@access.visitors
def home(request: HttpRequest) -> HttpResponse:
    """The documents, and the notice's table of contents; with a query what was found."""
    pack = pack_in_force()
    query = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"query": query}
    if query:
        context["found"] = search(query, library.language())
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "policy/found.html", context)
    document = library.notice(pack)
    others = Document.objects.all()
    if document is not None:
        others = others.exclude(pk=document.pk)
    return render(
        request,
        "policy/home.html",
        {
            **context,
            "pack": pack,
            "said": pack.words["document"],
            "last_day": pack.in_force[1] - timedelta(days=1),
            "document": document,
            "others": others,
            "parts": [(part, _rows(pack, part.articles)) for part in library.parts(pack)],
            "to_be_checked": library.to_be_checked(pack),
            "assumed": sum(one.assumed for one in pack.interpretations)
            + sum(figure.assumed for figure in pack.parameters.values()),
        },
    )


@access.visitors
def article(request: HttpRequest, number: str) -> HttpResponse:
    """What the article says in short, what it founds, and its official text beside it."""
    pack = pack_in_force()
    if number not in pack.articles:
        raise Http404
    found = pack.articles[number]
    year = library.year_shown(pack, None)
    place = next(one for one in library.places() if one.article.number == number)
    granted = _granted(pack, place)
    before, after = library.neighbours(pack, number)
    document = library.notice(pack)
    clauses = library.clauses(document)
    return render(
        request,
        "policy/article.html",
        {
            "article": found,
            "part": pack.words["parts"][library.part_of(number)],
            "units": [pack.units[unit] for unit in found.units],
            "systems": [pack.words["systems"][str(one)] for one in found.systems],
            "granted": _measures(pack, granted),
            "citing": _measures(
                pack,
                [
                    pack.measures[code]
                    for code in place.measures
                    if pack.measures[code] not in granted
                ],
            ),
            "figures": [_figure_in(pack.parameters[key], year) for key in place.parameters],
            "interpretations": library.interpretations_of(pack, [number]),
            "clause": clauses.get(number),
            "above": library.above(clauses, number),
            "responsible": library.responsible_for(clauses, number),
            "document": document,
            "checks": _open_checks(pack, number),
            "sections": sections_of(request, found),
            "before": before,
            "after": after,
        },
    )


@access.visitors
def measure(request: HttpRequest, code: str) -> HttpResponse:
    """A measure's page in the reference, derived from its declaration."""
    pack = pack_in_force()
    if code not in pack.measures:
        raise Http404
    found, language = pack.measures[code], library.language()
    year = library.year_shown(pack, request.GET.get("year"))
    wording = Wording(pack, language)
    page = measure_page(pack, found, year, language)
    facts: dict[str, list[str]] = {}
    for table, _column, label in page.facts:
        facts.setdefault(wording.word("tables", table), []).append(label)
    cited = library.articles_of(found)
    return render(
        request,
        "policy/measure.html",
        {
            "measure": found,
            "page": page,
            "year": year,
            "years": list(pack.years),
            "articles": [pack.articles[number] for number in page.articles],
            "candidates": wording.word("tables", found.candidates.table),
            "figures": [_figure_in(pack.parameters[row.key], year) for row in page.figures],
            "facts": facts,
            "not_together": [
                (pack.words["choices"][choice.key], choice.article, _others(pack, choice, code))
                for choice in library.choices_of(pack, code)
            ],
            "fund": found.fund and wording.word("words", "fund", found.fund.name),
            "interpretations": library.interpretations_of(pack, found.articles[:1]),
            "to_be_checked": sorted(cited & library.to_be_checked(pack)),
        },
    )


@access.visitors
def parameters(request: HttpRequest) -> HttpResponse:
    """Every figure of the policy with what holds now."""
    pack = pack_in_force()
    year = library.year_shown(pack, None)
    return render(
        request,
        "policy/parameters.html",
        {
            "parts": [
                (number, title, [_figure_in(figure, year) for figure in figures])
                for number, title, figures in library.figures_by_part(pack)
            ],
            "year": year,
            "to_be_checked": library.to_be_checked(pack),
        },
    )


@access.visitors
def parameter(request: HttpRequest, key: str) -> HttpResponse:
    """A figure with its whole history."""
    pack = pack_in_force()
    figure = pack.parameters.get(key)
    if figure is None:
        raise Http404
    year = library.year_shown(pack, None)
    account = access.account_of(request)
    changes = FigureChange.objects.visible_to(account).filter(key=key)
    return render(
        request,
        "policy/parameter.html",
        {
            "figure": figure,
            "article": pack.articles[figure.article],
            "now": figure.in_year(year),
            "year": year,
            "spans": _spans(figure),
            "changes": changes.select_related("proposed_by", "decided_by"),
            "waiting": changes.filter(state=FigureChange.State.PROPOSED).first(),
            "changeable": changeable(figure),
            "measures": _measures(pack, library.used_by(pack, key)),
            "interpretations": library.interpretations_of(pack, [figure.article]),
            "checks": _open_checks(pack, figure.article),
        },
    )


@access.visitors
def coverage(request: HttpRequest) -> HttpResponse:
    """Every article and where it lives."""
    pack = pack_in_force()
    return render(
        request,
        "policy/coverage.html",
        {
            "rows": [
                {
                    **row,
                    "granted": _measures(pack, _granted(pack, place)),
                    "figures": len(place.parameters),
                    "systems": [pack.words["systems"][str(one)] for one in place.article.systems],
                }
                for place, row in zip(library.places(), _rows(pack, library.places()), strict=True)
            ],
            "homeless": [
                place.article.number for place in library.places() if not place.has_a_place
            ],
        },
    )


@access.visitors
def print_view(request: HttpRequest) -> HttpResponse:
    """The whole library on one page, to be printed."""
    pack, language = pack_in_force(), library.language()
    year = library.year_shown(pack, request.GET.get("year"))
    return render(
        request,
        "policy/print.html",
        {
            "said": pack.words["document"],
            "year": year,
            "sha256": pack.sha256,
            "parts": [
                (
                    part,
                    [
                        (
                            place,
                            [pack.units[unit] for unit in place.article.units],
                            [
                                measure_page(pack, one, year, language)
                                for one in _granted(pack, place)
                            ],
                        )
                        for place in part.articles
                    ],
                )
                for part in library.parts(pack)
            ],
            "interpretations": pack.interpretations,
        },
    )


def _granted(pack: Pack, place: Coverage) -> list[Measure]:
    """The measures that an article grants, of all that cite it."""
    measures = [pack.measures[code] for code in place.measures]
    return [one for one in measures if library.grants(one, place.article.number)]


def _rows(pack: Pack, places: Sequence[Coverage]) -> list[dict[str, Any]]:
    """Articles, with how many measures each grants and how many else cite it."""
    return [
        {
            "article": place.article,
            "granted": len(_granted(pack, place)),
            "citing": len(place.measures) - len(_granted(pack, place)),
        }
        for place in places
    ]


def _measures(pack: Pack, measures: Iterable[Measure]) -> list[dict[str, Any]]:
    return [{"code": one.code, "words": pack.words["measures"][one.code]} for one in measures]


def _others(pack: Pack, choice: Choice, code: str) -> list[dict[str, Any]]:
    return _measures(pack, [pack.measures[other] for other in choice.measures if other != code])


def _figure_in(figure: Figure, year: int) -> dict[str, Any]:
    return {"figure": figure, "span": figure.in_year(year)}


def _spans(figure: Figure) -> list[dict[str, Any]]:
    return [
        {
            "span": span,
            "last_day": span.end - timedelta(days=1),
            "may_change": figure.may_adopt(span),
        }
        for span in figure.spans
    ]


def _open_checks(pack: Pack, number: str) -> list[ArticleCheck]:
    document = pack.words["document"]["number"]["zh"]
    open_checks = ArticleCheck.objects.open().filter(version__document__number=document)
    return [one for one in open_checks if number in (one.article, one.renumbered_from)]
