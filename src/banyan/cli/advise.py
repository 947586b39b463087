"""``banyan advise``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import facts as facts_argument
from banyan.cli.console import language, print_json, print_table
from banyan.cli.console import year as year_option
from banyan.packs.fuzhou import pack
from banyan.rules.advice import (
    SECONDS,
    Action,
    Advice,
    Fixed,
    Method,
    Option,
    Outcome,
    ProjectAdvice,
    Why,
    advise,
)
from banyan.rules.reading import read_facts
from banyan.rules.wording import Wording, yuan

COLUMNS = {
    "zh": ("项目", "建议", "办理", "所得（元）", "不选时", "改选其他的损失（元）"),
    "en": ("project", "advised", "election", "paid (yuan)", "by default", "another loses (yuan)"),
}

ACTIONS = {
    Action.NONE: {"zh": "无需选择", "en": "none needed"},
    Action.KEEP: {"zh": "保持现有选择", "en": "keep"},
    Action.DECLARE: {"zh": "须选择", "en": "declare"},
    Action.WITHDRAW: {"zh": "撤回现有选择", "en": "withdraw"},
}

PHRASES = {
    "heading": {"zh": "{year}年择优选择（{article}）", "en": "elections for {year} ({article})"},
    "nothing": {"zh": "没有需要选择的项目。", "en": "No election changes anything."},
    "best": {"zh": "最优：全部措施合计 {total} 元。", "en": "Best: {total} yuan of all measures."},
    "tried": {
        "zh": "已逐一核算全部 {count} 种组合，证明最优。",
        "en": "Proven: all {count} assignments were settled.",
    },
    "searched": {
        "zh": "已在 {count} 种组合中证明最优。",
        "en": "Proven the best of {count} assignments.",
    },
    "not proven": {
        "zh": "限时内未能证明最优：{count} 种组合均不超过 {bound} 元。",
        "en": "Not proven in the time given: none of {count} assignments exceeds {bound} yuan.",
    },
    "ties": {
        "zh": "同样金额下是否可以少作选择，未能证明。",
        "en": "Whether fewer elections would do for the same total is not proven.",
    },
    "present": {
        "zh": "按现有选择：{total} 元，少 {loses} 元。",
        "en": "With the present elections: {total} yuan, {loses} less.",
    },
    "without": {
        "zh": "不作选择：{total} 元，少 {loses} 元。",
        "en": "Without elections: {total} yuan, {loses} less.",
    },
    "second": {
        "zh": "次优：{total} 元，少 {loses} 元：{changes}。",
        "en": "Second best: {total} yuan, {loses} less: {changes}.",
    },
    "second not proven": {
        "zh": "次优未能证明，至多 {bound} 元。",
        "en": "That it is the second best is not proven; it could be up to {bound} yuan.",
    },
    "no second": {"zh": "没有更差的组合。", "en": "Every assignment pays the same."},
    "fixed": {"zh": "选择不起作用的项目：", "en": "Projects that no election changes:"},
    "no line": {
        "zh": "另有 {count} 个项目本年没有相关事项。",
        "en": "{count} more projects have nothing to choose from this year.",
    },
    "history": {
        "zh": "以前年度已享受，继续执行“{measure}”",
        "en": "goes on with {measure}, granted in an earlier year",
    },
    "only_one": {"zh": "只有“{measure}”符合条件", "en": "only {measure} is open to it"},
    "not_eligible": {"zh": "均不符合条件", "en": "none is open to it"},
    "lacks": {"zh": "{measure}：{reasons}", "en": "{measure}: {reasons}"},
    "because": {"zh": "{why}（{reasons}）", "en": "{why} ({reasons})"},
    "of": {"zh": "、", "en": ", "},
    "between": {"zh": "；", "en": "; "},
}


@click.command("advise")
@facts_argument
@year_option
@click.option("--uscc", required=True, help="The organization's unified social credit code.")
@click.option(
    "--seconds",
    type=click.FloatRange(min=0),
    default=SECONDS,
    show_default=True,
    help="How long a search may take where there are too many assignments to try them all.",
)
@json_option
@language
def command(facts: str, year: int, uscc: str, seconds: float, as_json: bool, lang: str) -> None:
    """The best elections for one organization's projects in YEAR, under all choices and caps.

    Says whether it is proven, what the second best loses, what the present elections would give,
    and for each project what any other measure would lose.
    """
    notice = pack()
    notice.check_year(year)
    advice = advise(notice, read_facts(Path(facts), notice.schema), year, uscc, seconds=seconds)
    if as_json:
        print_json(advice.as_json())
        return
    words = _Words(Wording(notice, lang))
    click.echo(click.style(f"{advice.name}  {advice.uscc}", bold=True))
    if advice.projects:
        print_table(
            COLUMNS[lang],
            [words.row(project) for project in advice.projects],
            title=words.say("heading", year=year, article=advice.article),
            right=(3,),
        )
    for text in words.report(advice):
        click.echo(text)


class _Words:
    """Says an advice in one language."""

    def __init__(self, wording: Wording) -> None:
        self.wording = wording
        self.language = wording.language

    def say(self, name: str, **parts: object) -> str:
        return PHRASES[name][self.language].format(**parts)

    def measure(self, code: str) -> str:
        return self.wording.word("measures", code)

    def row(self, project: ProjectAdvice) -> tuple[str, ...]:
        others = [self._other(one) for one in project.options if one.measure != project.best]
        return (
            f"{project.project} {project.name}".rstrip(),
            self.measure(project.best),
            ACTIONS[project.action][self.language],
            yuan(project.amount),
            self.measure(project.default),
            self.say("between").join(others),
        )

    def _other(self, option: Option) -> str:
        return f"{self.measure(option.measure)} {yuan(option.loses)}"

    def report(self, advice: Advice) -> Iterator[str]:
        if not advice.projects:
            yield self.say("nothing")
        yield self.say("best", total=yuan(advice.best.total))
        if advice.projects:
            yield self._proof(advice)
            if not advice.proof.fewest_elections:
                yield self.say("ties")
            yield self._outcome("present", advice.present)
            yield self._outcome("without", advice.without)
            yield from self._second(advice)
        yield from self._fixed(advice.fixed)

    def _outcome(self, name: str, outcome: Outcome) -> str:
        return self.say(name, total=yuan(outcome.total), loses=yuan(outcome.loses))

    def _proof(self, advice: Advice) -> str:
        count = f"{advice.proof.assignments:,}"
        if not advice.proven:
            return self.say("not proven", count=count, bound=yuan(advice.proof.bound))
        return self.say(
            "tried" if advice.proof.method is Method.ENUMERATION else "searched", count=count
        )

    def _second(self, advice: Advice) -> Iterator[str]:
        if advice.second is not None:
            second = advice.second
            changes = _changes(advice.best.choices, second.choices)
            told = [f"{project} {self.measure(code)}" for project, code in changes.items()]
            yield self.say(
                "second",
                total=yuan(second.total),
                loses=yuan(second.loses),
                changes=self.say("of").join(told),
            )
        elif advice.second_proven:
            yield self.say("no second")
        if not advice.second_proven and advice.proof.second_bound is not None:
            yield self.say("second not proven", bound=yuan(advice.proof.second_bound))

    def _fixed(self, projects: tuple[Fixed, ...]) -> Iterator[str]:
        told = [one for one in projects if one.why is not Why.NO_LINE]
        if told:
            yield self.say("fixed")
        for one in told:
            measure = self.measure(one.measure) if one.measure else ""
            why = self.say(one.why.value, measure=measure)
            lacks = [
                self.say(
                    "lacks",
                    measure=self.measure(code),
                    reasons=self.say("of").join(
                        self.wording.word("reasons", reason) for reason in reasons
                    ),
                )
                for code, reasons in one.reasons.items()
            ]
            if lacks:
                why = self.say("because", why=why, reasons=self.say("between").join(lacks))
            yield f"  {f'{one.project} {one.name}'.rstrip()}  {why}"
        if len(projects) > len(told):
            yield self.say("no line", count=len(projects) - len(told))


def _changes(best: Mapping[str, str], other: Mapping[str, str]) -> dict[str, str]:
    return {project: code for project, code in other.items() if best[project] != code}
