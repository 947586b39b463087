"""``banyan advise``."""

from __future__ import annotations

from pathlib import Path

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import facts as facts_argument
from banyan.cli.console import language, print_json, print_table
from banyan.cli.console import year as year_option
from banyan.packs.fuzhou import pack
from banyan.rules.advice import Advice, advise
from banyan.rules.reading import read_facts
from banyan.rules.wording import Wording, yuan

PHRASES = {
    "columns": {
        "zh": "项目 建议选择 现有选择 不选时 改选的损失",
        "en": "project advised elected by-default other-choices-lose",
    },
    "best": {"zh": "最优合计 {total} 元（{proof}）", "en": "best: {total} yuan ({proof})"},
    "proven": {"zh": "已证明最优", "en": "proven optimal"},
    "not proven": {"zh": "未证明，上界 {bound} 元", "en": "not proven, at most {bound} yuan"},
    "present": {
        "zh": "现有选择 {total} 元，少 {loses} 元",
        "en": "present elections: {total} yuan, {loses} less",
    },
    "second": {
        "zh": "次优 {total} 元，少 {loses} 元：{choices}",
        "en": "second best: {total} yuan, {loses} less: {choices}",
    },
    "none": {"zh": "没有需要选择的项目", "en": "no project needs an election"},
}


@click.command("advise")
@facts_argument
@year_option
@click.option("--uscc", required=True, help="The organization's unified social credit code.")
@json_option
@language
def command(facts: str, year: int, uscc: str, as_json: bool, lang: str) -> None:
    """The best elections for one organization's projects in YEAR, under all choices and caps.

    Says whether it is proven, what the second best loses, and what each other choice would lose.
    """
    notice = pack()
    notice.check_year(year)
    advice = advise(notice, read_facts(Path(facts), notice.schema), year, uscc)
    if as_json:
        print_json(advice.as_json())
    else:
        _show(advice, Wording(notice, lang))


def _show(advice: Advice, wording: Wording) -> None:
    lang = wording.language

    def say(name: str, **parts: object) -> str:
        return PHRASES[name][lang].format(**parts)

    def title(measure: str | None) -> str:
        return "" if measure is None else wording.word("measures", measure)

    click.echo(f"{advice.name}  {advice.uscc}  {advice.year}")
    if not advice.projects:
        click.echo(say("none"))
    else:
        print_table(
            PHRASES["columns"][lang].split(" "),
            [
                (
                    one.project,
                    title(one.best),
                    title(one.elected),
                    title(one.default),
                    "; ".join(
                        f"{title(option.measure)} {yuan(option.loses)}"
                        for option in one.options
                        if option.measure != one.best
                    ),
                )
                for one in advice.projects
            ],
        )
    bound = yuan(advice.proof.bound)
    proof = say("proven") if advice.proven else say("not proven", bound=bound)
    click.echo(say("best", total=yuan(advice.best.total), proof=proof))
    present = advice.present
    click.echo(say("present", total=yuan(present.total), loses=yuan(present.loses)))
    if advice.second is not None:
        choices = ", ".join(f"{key} {title(code)}" for key, code in advice.second.choices.items())
        second = advice.second
        click.echo(
            say("second", total=yuan(second.total), loses=yuan(second.loses), choices=choices)
        )
