"""The pages of the library, open to everyone."""

from __future__ import annotations

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
            "parts": library.parts(pack),
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
    place = next(one for one in library.places() if one.article.number == number)
    measures = [pack.measures[code] for code in place.measures]
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
            "granted": _measures(pack, [one for one in measures if library.grants(one, number)]),
            "citing": _measures(pack, [one for one in measures if not library.grants(one, number)]),
            "figures": [_figure_now(pack.parameters[key]) for key in place.parameters],
            "interpretations": library.interpretations_of(pack, [number]),
            "clause": clauses.get(number),
            "frame": clauses.get(library.part_of(number)),
            "document": document,
            "checks": _open_checks(pack, number),
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
            "figures": [
                (pack.parameters[row.key], pack.parameters[row.key].in_year(year))
                for row in page.figures
            ],
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
    return render(
        request,
        "policy/parameters.html",
        {
            "parts": [
                (number, title, [_figure_now(figure) for figure in figures])
                for number, title, figures in library.figures_by_part(pack)
            ],
            "year": library.year_shown(pack, None),
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
    account = access.account_of(request)
    changes = FigureChange.objects.visible_to(account).filter(key=key)
    return render(
        request,
        "policy/parameter.html",
        {
            "figure": figure,
            "article": pack.articles[figure.article],
            "now": _figure_now(figure)["span"],
            "year": library.year_shown(pack, None),
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
                    "article": place.article,
                    "measures": [(code, pack.words["measures"][code]) for code in place.measures],
                    "figures": len(place.parameters),
                    "systems": [pack.words["systems"][str(one)] for one in place.article.systems],
                }
                for place in library.places()
            ],
            "homeless": [
                place.article.number for place in library.places() if not place.has_a_place
            ],
            "clauses": library.clauses(library.notice(pack)),
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
                                measure_page(pack, pack.measures[code], year, language)
                                for code in place.measures
                                if library.grants(pack.measures[code], place.article.number)
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


def _measures(pack: Pack, measures: list[Any]) -> list[dict[str, Any]]:
    return [{"code": one.code, "words": pack.words["measures"][one.code]} for one in measures]


def _others(pack: Pack, choice: Any, code: str) -> list[dict[str, Any]]:
    return _measures(pack, [pack.measures[other] for other in choice.measures if other != code])


def _figure_now(figure: Figure) -> dict[str, Any]:
    pack = pack_in_force()
    return {"figure": figure, "span": figure.in_year(library.year_shown(pack, None))}


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
