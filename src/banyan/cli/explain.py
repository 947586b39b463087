"""``banyan explain``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import facts as facts_argument
from banyan.cli.console import language, print_json
from banyan.cli.console import year as year_option
from banyan.packs.fuzhou import pack
from banyan.rules.competition import Competition, Standing
from banyan.rules.explanation import (
    ExplainedLine,
    ExplainedMeasure,
    Explainer,
    Explanation,
    Finding,
    Group,
)
from banyan.rules.reading import read_facts
from banyan.rules.settlement import settle

GROUPS = {
    Group.GRANTED: {"zh": "可享受", "en": "Yours", "colour": "green"},
    Group.ELIGIBLE: {
        "zh": "符合条件，但未安排金额",
        "en": "Eligible, but nothing is paid",
        "colour": "cyan",
    },
    Group.NEAR: {"zh": "接近", "en": "Near", "colour": "yellow"},
    Group.NEEDS_FACTS: {"zh": "需补充信息", "en": "Facts are needed", "colour": "blue"},
    Group.NOT_FOR_YOU: {"zh": "不适用", "en": "Not for you", "colour": "bright_black"},
}

PHRASES = {
    "total": {"zh": "{year}年合计 {amount} 元", "en": "{year}: {amount} yuan in all"},
    "gap": {
        "zh": "{label}：现有 {have}，须达 {need}，还差 {missing}",
        "en": "{label}: has {have}, needs {need}, {missing} short",
    },
    "excess": {
        "zh": "{label}：现为 {have}，不得超过 {need}，超出 {missing}",
        "en": "{label}: has {have}, at most {need}, {missing} too much",
    },
    "needs": {"zh": "请补充：{facts}", "en": "please give: {facts}"},
    "earlier": {
        "zh": "以前年度的不算本年新认定：{ids}",
        "en": "of other years, and so not new this year: {ids}",
    },
    "top_n": {
        "zh": "{words}：本年 {of} 个竞争 {places} 个名额{last}",
        "en": "{words}: {of} compete for {places} places this year{last}",
    },
    "last": {"zh": "，入围末位 {last}", "en": "; the last one in has {last}"},
    "fund": {
        "zh": "{fund}：预算 {budget} 元，申领 {claimed} 元",
        "en": "{fund}: budget {budget} yuan, claimed {claimed} yuan",
    },
    "no limit": {"zh": "不限", "en": "no limit"},
    "rank": {
        "zh": "在本数据中排第 {rank}（共 {of}，名额 {places}）",
        "en": "rank {rank} of {of} in this fact set, {places} places",
    },
    "would": {
        "zh": "若其他条件都具备，在本数据中将排第 {rank}（共 {of}，名额 {places}）",
        "en": "would be rank {rank} of {of} in this fact set if nothing else were lacking, "
        "{places} places",
    },
    "article": {"zh": "（{article}）", "en": " ({article})"},
    "list": {"zh": "、", "en": ", "},
    "route": {"zh": "路径“{words}”", "en": "route {words}"},
}


@click.command("explain")
@facts_argument
@year_option
@click.option("--uscc", required=True, help="The organization's unified social credit code.")
@click.option("--measure", help="One measure only.")
@json_option
@language
def command(
    facts: str, year: int, uscc: str, measure: str | None, as_json: bool, lang: str
) -> None:
    """Explain what one organization gets of every measure in YEAR, and why.

    Every failed condition is named with its article; for each threshold what is missing and by
    how much; facts that are not known are asked for. Measures for which organizations compete
    are told with the rank in this fact set.
    """
    notice = pack()
    notice.check_year(year)
    if measure is not None:
        notice.measure(measure)
    settlement = settle(notice, read_facts(Path(facts), notice.schema), year)
    explanation = Explainer(settlement, lang).explain(uscc, measure)
    if as_json:
        print_json(explanation.as_json())
        return
    for text in _report(explanation, lang):
        click.echo(text)


def _say(name: str, lang: str, **parts: object) -> str:
    return PHRASES[name][lang].format(**parts)


def _report(explanation: Explanation, lang: str) -> Iterator[str]:
    yield click.style(f"{explanation.name}  {explanation.uscc}", bold=True)
    yield _say("total", lang, year=explanation.year, amount=explanation.amount)
    for group in Group:
        measures = [one for one in explanation.measures if one.group is group]
        if not measures:
            continue
        words = GROUPS[group]
        yield ""
        yield click.style(f"■ {words[lang]}", fg=words["colour"], bold=True)
        for measure in measures:
            yield from _measure(measure, group, lang)


def _measure(measure: ExplainedMeasure, group: Group, lang: str) -> Iterator[str]:
    article, title = measure.articles[0]
    amount = f"  {measure.amount}" if group is Group.GRANTED else ""
    heading = click.style(f"{measure.words}{amount}", bold=group is Group.GRANTED)
    yield f"  {heading}  {measure.measure} · {article} {title}"
    if measure.competition is not None and group is not Group.NOT_FOR_YOU:
        yield from (f"      {text}" for text in _competition(measure.competition, lang))
    for line in measure.lines:
        yield from (f"      {text}" for text in _line(line, lang))
    if measure.missing and group is not Group.NOT_FOR_YOU:
        labels = dict.fromkeys(fact.label for fact in measure.missing)
        yield f"      {_say('needs', lang, facts=_say('list', lang).join(labels))}"
    if measure.earlier:
        yield f"      {_say('earlier', lang, ids=_say('list', lang).join(measure.earlier))}"


def _competition(competition: Competition, lang: str) -> Iterator[str]:
    if competition.places is not None:
        last = _say("last", lang, last=competition.last) if competition.last else ""
        yield _say(
            "top_n",
            lang,
            words=competition.words,
            of=competition.of,
            places=competition.places,
            last=last,
        )
    if competition.fund:
        budget = competition.budget or _say("no limit", lang)
        yield _say("fund", lang, fund=competition.fund, budget=budget, claimed=competition.claimed)


def _line(line: ExplainedLine, lang: str) -> Iterator[str]:
    if line.subject:
        why = _say("list", lang).join(line.reason_words)
        tail = f" {line.amount}" if line.status == "granted" else f": {why}" if why else ""
        yield f"{line.subject}  {line.status_words}{tail}"
    for step in line.steps:
        yield f"  {step.words} = {step.amount}{_say('article', lang, article=step.article)}"
    if line.standing is not None:
        yield f"  {_standing(line.standing, lang)}"
    for finding in line.failed:
        if finding.holds is False:
            yield from (f"  {text}" for text in _failed(finding, lang))
    if any(finding.holds is False for finding in line.failed):
        for route in line.routes:
            for gap in route.gaps:
                yield f"    {_say('route', lang, words=route.words)}: {_gap(gap, lang)}"


def _standing(standing: Standing, lang: str) -> str:
    return _say(
        "would" if standing.would else "rank",
        lang,
        rank=standing.rank,
        of=standing.of,
        places=standing.places,
    )


def _failed(finding: Finding, lang: str) -> Iterator[str]:
    article = _say("article", lang, article=finding.article)
    yield click.style(f"✗ {finding.words}{article}", fg="red")
    if finding.code != "below_threshold":
        yield from (f"  {_gap(gap, lang)}" for gap in finding.gaps)


def _gap(gap: object, lang: str) -> str:
    fields = asdict(gap)  # type: ignore[call-overload]
    return _say("gap" if fields.pop("short") else "excess", lang, **fields)
