"""The policy library: the declared policy arranged for readers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from django.utils import timezone
from django.utils.translation import get_language

from banyan.desk.policy import official_text
from banyan.desk.policy.models import ArticleCheck, Clause, Document
from banyan.desk.policy.official_text import ArticleMatch
from banyan.desk.policy_pack import declared_pack
from banyan.rules.articles import Article, Interpretation, Words
from banyan.rules.coverage import Coverage, coverage
from banyan.rules.measure import Choice, Measure
from banyan.rules.pack import Pack
from banyan.rules.parameters import Figure
from banyan.rules.reference import parameters_used


def language() -> str:
    """The reader's, as the pack has it: ``zh`` or ``en``."""
    return "en" if (get_language() or "zh").startswith("en") else "zh"


@dataclass(frozen=True)
class Part:
    """A part of the main plan (``P2``) or an annex (``A3``) with its articles."""

    number: str
    title: Words
    articles: tuple[Coverage, ...]


def part_of(article: str) -> str:
    return article.partition(".")[0]


@cache
def places() -> tuple[Coverage, ...]:
    """Every article with what cites it, in the order of the document. (Adopted values change
    nothing here.)"""
    return tuple(coverage(declared_pack()))


def parts(pack: Pack) -> list[Part]:
    """The table of contents."""
    found: dict[str, list[Coverage]] = {}
    for place in places():
        found.setdefault(part_of(place.article.number), []).append(place)
    titles = pack.words["parts"]
    return [Part(number, titles[number], tuple(inside)) for number, inside in found.items()]


def neighbours(pack: Pack, number: str) -> tuple[Article | None, Article | None]:
    """The article before and the one after."""
    numbers = list(pack.articles)
    at = numbers.index(number)
    before = pack.articles[numbers[at - 1]] if at else None
    after = pack.articles[numbers[at + 1]] if at + 1 < len(numbers) else None
    return before, after


def grants(measure: Measure, article: str) -> bool:
    """Whether this is the article that grants the measure, not only one that it also cites."""
    return measure.articles[0] == article


def interpretations_of(pack: Pack, articles: Iterable[str]) -> list[Interpretation]:
    cited = set(articles)
    return [one for one in pack.interpretations if cited & set(one.articles)]


def used_by(pack: Pack, key: str) -> list[Measure]:
    """The measures that compute with a figure."""
    return [one for one in pack.measures.values() if key in parameters_used(one)]


def choices_of(pack: Pack, code: str) -> list[Choice]:
    return [choice for choice in pack.choices if code in choice.measures]


def figures_by_part(pack: Pack) -> list[tuple[str, Words, list[Figure]]]:
    """The figures under the part whose article they carry out."""
    found: dict[str, list[Figure]] = {}
    for figure in pack.parameters.values():
        found.setdefault(part_of(figure.article), []).append(figure)
    titles = pack.words["parts"]
    order = list(titles)
    return [(number, titles[number], found[number]) for number in sorted(found, key=order.index)]


def year_shown(pack: Pack, asked: str | None) -> int:
    """The year asked for where the policy is in force in it, else this year or the nearest."""
    years = pack.years
    if asked and asked.isdecimal() and int(asked) in years:
        return int(asked)
    return min(max(timezone.localdate().year, years.start), years.stop - 1)


def notice(pack: Pack) -> Document | None:
    """The pack's own document, once its text has been imported."""
    return Document.objects.filter(number=pack.words["document"]["number"]["zh"]).first()


def clauses(document: Document | None) -> Mapping[str, Clause]:
    """The clauses of the document's present text by article number."""
    text = None if document is None else document.text
    return {} if text is None else {clause.number: clause for clause in text.clauses.all()}


def above(found: Mapping[str, Clause], number: str) -> list[Clause]:
    """The clauses that hold a clause: of ``A5.3.1`` the annex ``A5`` and the heading ``A5.3``."""
    steps = number.split(".")
    numbers = (".".join(steps[:count]) for count in range(1, len(steps)))
    return [found[one] for one in numbers if one in found]


def responsible_for(found: Mapping[str, Clause], number: str) -> str:
    """The line of responsible units of a clause: its own, or the nearest above it."""
    lines = [clause.responsible for clause in above(found, number)]
    if number in found:
        lines.append(found[number].responsible)
    return next((line for line in reversed(lines) if line), "")


@lru_cache(maxsize=8)
def match(text: str) -> ArticleMatch:
    """How the clauses of an official text meet the articles of the pack."""
    return official_text.parse(text).match(declared_pack().articles)


def to_be_checked(pack: Pack) -> set[str]:
    """The articles of the pack's document whose text changed and that nobody has confirmed, those
    that were renumbered by their number before as well."""
    number = pack.words["document"]["number"]["zh"]
    found: set[str] = set()
    for check in ArticleCheck.objects.open().filter(version__document__number=number):
        found |= {check.article, check.renumbered_from} - {""}
    return found


def articles_of(measure: Measure) -> set[str]:
    """Every article that a measure cites anywhere."""
    return {article for _, article in measure.cited()}
