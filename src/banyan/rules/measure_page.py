"""A measure's page in the reference, derived from its declaration."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass

from banyan.rules.measure import Measure, Places
from banyan.rules.pack import ALREADY_GRANTED, Pack
from banyan.rules.parameters import adopted_in, show_value
from banyan.rules.reference import facts_needed, parameters_used
from banyan.rules.rule_words import RuleWords
from banyan.rules.wording import Wording

PHRASES = {
    "places": {"zh": "第 {first}–{last} 名 {amount}", "en": "places {first}–{last}: {amount}"},
    "once": {"zh": "同一事项只奖励一次", "en": "once for the same achievement"},
    "in all": {"zh": "（累计）", "en": " (in all)"},
    "deduction": {"zh": "扣除{deducted}", "en": "less {deducted}"},
    "choice": {
        "zh": "同一{key}与{others}只能享受一项",
        "en": "one {key} gets only one of this and {others}",
    },
    "list": {"zh": "、", "en": ", "},
    "articles": {"zh": "条款", "en": "Articles"},
    "conditions": {
        "zh": "条件（不符合时的原因）",
        "en": "Conditions (the reason where one is not met)",
    },
    "routes": {"zh": "路径（满足其一）", "en": "Routes (one is enough)"},
    "amount": {"zh": "金额", "en": "Amount"},
    "limits": {"zh": "限制", "en": "Limits"},
    "figures": {"zh": "参数", "en": "Figures"},
    "figure columns": {
        "zh": "| 参数 | 含义 | 采用值 | 上限 | 条款 |",
        "en": "| key | meaning | adopted | ceiling | article |",
    },
    "facts": {"zh": "所需事实", "en": "Facts needed"},
    "without application": {"zh": "免申即享", "en": "Paid without application"},
    "assumed": {"zh": "（文件未明确）", "en": " (the notice is silent)"},
}


@dataclass(frozen=True)
class FigureRow:
    key: str
    words: str
    adopted: str
    ceiling: str | None
    article: str
    assumed: bool


@dataclass(frozen=True)
class Named:
    code: str
    words: str
    article: str


@dataclass(frozen=True)
class MeasurePage:
    """``amount`` and ``limits`` are in words; ``facts`` are (table, column, label)."""

    measure: str
    words: str
    articles: tuple[str, ...]
    without_application: bool
    conditions: tuple[Named, ...]
    routes: tuple[Named, ...]
    amount: str
    limits: tuple[str, ...]
    figures: tuple[FigureRow, ...]
    facts: tuple[tuple[str, str, str], ...]
    competes: bool

    def as_json(self) -> dict[str, object]:
        return asdict(self)


def measure_page(pack: Pack, measure: Measure, year: int, language: str) -> MeasurePage:
    """The page with the figures adopted for ``year``."""
    wording = Wording(pack, language)
    table = pack.schema.table(measure.candidates.table)
    words = RuleWords(wording, adopted_in(pack.parameters, year), table)
    conditions = [
        Named(one.code, wording.word("reasons", one.code), one.article)
        for one in measure.conditions
    ]
    if measure.once is not None:
        conditions.append(
            Named(ALREADY_GRANTED, wording.word("reasons", ALREADY_GRANTED), measure.articles[0])
        )
    return MeasurePage(
        measure=measure.code,
        words=wording.word("measures", measure.code),
        articles=measure.articles,
        without_application=measure.without_application,
        conditions=tuple(conditions),
        routes=tuple(
            Named(one.name, wording.word("routes", one.name), one.article) for one in measure.routes
        ),
        amount=_amount(measure, words, language),
        limits=tuple(_limits(pack, measure, words, language)),
        figures=tuple(_figures(pack, measure, year, language)),
        facts=tuple(
            (table, column, wording.column(table, column))
            for table, column in facts_needed(pack, measure)
        ),
        competes=measure.competes(),
    )


def _amount(measure: Measure, words: RuleWords, language: str) -> str:
    if not isinstance(measure.amount, Places):
        return words.say(measure.amount)
    tiers, first = [], 1
    for count, amount in measure.amount.tiers:
        number = words.figures[count.key]
        assert isinstance(number, int)
        tiers.append(
            PHRASES["places"][language].format(
                first=first, last=first + number - 1, amount=words.say(amount)
            )
        )
        first += number
    return "；".join(tiers) if language == "zh" else "; ".join(tiers)


def _limits(pack: Pack, measure: Measure, words: RuleWords, language: str) -> Iterator[str]:
    if measure.uplift is not None:
        yield words.say(measure.uplift.rate)
    if measure.item_cap is not None:
        yield words.say(measure.item_cap)
    if measure.once is not None:
        yield PHRASES["once"][language]
    if measure.quota is not None:
        yield words.say(measure.quota.places)
    for choice in pack.choices:
        if measure.code in choice.measures:
            others = [
                words.wording.word("measures", code)
                for code in choice.measures
                if code != measure.code
            ]
            yield PHRASES["choice"][language].format(
                key=words.wording.word("choices", choice.key),
                others=PHRASES["list"][language].join(others),
            )
    if measure.counted is not None:
        yield words.say(measure.counted.cap)
    if measure.cap is not None:
        in_all = PHRASES["in all"][language] if measure.cap.in_all else ""
        yield words.say(measure.cap.amount) + in_all
    if measure.deduction is not None:
        yield PHRASES["deduction"][language].format(deducted=words.say(measure.deduction.amount))
    if measure.fund is not None:
        yield words.wording.word("words", "fund", measure.fund.name)


def _figures(pack: Pack, measure: Measure, year: int, language: str) -> Iterator[FigureRow]:
    for key in parameters_used(measure):
        figure = pack.parameters[key]
        span = figure.in_year(year)
        yield FigureRow(
            key=key,
            words=figure.words[language],
            adopted=show_value(span.adopted, figure.unit),
            ceiling=None if span.ceiling is None else show_value(span.ceiling, figure.unit),
            article=figure.article,
            assumed=figure.assumed,
        )


def as_markdown(pack: Pack, pages: Sequence[MeasurePage], language: str) -> str:
    """The pages as one Markdown document."""
    return "".join(f"{text}\n" for page in pages for text in _markdown(pack, page, language))


def _markdown(pack: Pack, page: MeasurePage, language: str) -> Iterator[str]:
    def heading(name: str) -> str:
        return f"**{PHRASES[name][language]}**"

    yield f"## {page.words} `{page.measure}`"
    yield ""
    if page.without_application:
        yield f"*{PHRASES['without application'][language]}*"
        yield ""
    yield heading("articles")
    yield ""
    for article in page.articles:
        yield f"- {article} {pack.articles[article].title[language]}"
    for name, rows in (("conditions", page.conditions), ("routes", page.routes)):
        if rows:
            yield ""
            yield heading(name)
            yield ""
            for row in rows:
                yield f"- `{row.code}` {row.words} ({row.article})"
    yield ""
    yield f"{heading('amount')}: {page.amount}"
    if page.limits:
        yield ""
        yield heading("limits")
        yield ""
        for limit in page.limits:
            yield f"- {limit}"
    if page.figures:
        yield ""
        yield heading("figures")
        yield ""
        yield PHRASES["figure columns"][language]
        yield "|---|---|---|---|---|"
        for figure in page.figures:
            assumed = PHRASES["assumed"][language] if figure.assumed else ""
            yield (
                f"| `{figure.key}` | {figure.words}{assumed} | {figure.adopted} "
                f"| {figure.ceiling or ''} | {figure.article} |"
            )
    yield ""
    yield heading("facts")
    yield ""
    for table, column, label in page.facts:
        yield f"- `{table}.{column}` {label}"
    yield ""
