"""``banyan measures``."""

from __future__ import annotations

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import language, print_json, print_table
from banyan.packs.fuzhou import pack
from banyan.rules.measure_page import MeasurePage, as_markdown, measure_page


@click.command("measures")
@json_option
@click.option("--markdown", is_flag=True, help="Print the whole reference as Markdown.")
@click.option("--measure", help="One measure only.")
@click.option("--year", type=int, help="The year whose figures are shown (the first in force).")
@language
def command(
    as_json: bool, markdown: bool, measure: str | None, year: int | None, lang: str
) -> None:
    """The reference of the measures: conditions, amounts, caps, figures and facts needed."""
    notice = pack()
    shown = notice.years.start if year is None else year
    notice.check_year(shown)
    codes = list(notice.measures) if measure is None else [notice.measure(measure).code]
    pages = [measure_page(notice, notice.measures[code], shown, lang) for code in codes]
    if as_json:
        print_json([page.as_json() for page in pages])
    elif markdown or measure is not None:
        click.echo(as_markdown(notice, pages, lang), nl=False)
    else:
        _table(pages, lang)


def _table(pages: list[MeasurePage], lang: str) -> None:
    headings = {
        "zh": ("措施", "名称", "条款", "金额", "限制"),
        "en": ("measure", "title", "articles", "amount", "limits"),
    }
    print_table(
        headings[lang],
        [
            (
                page.measure,
                page.words,
                " ".join(page.articles),
                page.amount,
                "；".join(page.limits) if lang == "zh" else "; ".join(page.limits),
            )
            for page in pages
        ],
    )
