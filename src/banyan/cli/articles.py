"""``banyan articles``."""

from __future__ import annotations

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import language, print_json, print_table
from banyan.packs.fuzhou import pack
from banyan.rules.coverage import coverage
from banyan.rules.wording import Wording


@click.command("articles")
@json_option
@language
def command(as_json: bool, lang: str) -> None:
    """Every article of the notice, who answers for it, and where it lives.

    An article lives in measures that cite it, in systems by which people act on it, or it is not
    computable, with the reason. Exit code 1 where one has no place.
    """
    notice = pack()
    wording = Wording(notice, lang)
    places = coverage(notice)
    homeless = [place for place in places if not place.has_a_place]
    if as_json:
        print_json(
            [
                {
                    "article": place.article.number,
                    "title": place.article.title[lang],
                    "summary": place.article.summary[lang],
                    "units": [notice.units[unit][lang] for unit in place.article.units],
                    "measures": list(place.measures),
                    "parameters": list(place.parameters),
                    "systems": list(place.article.systems),
                    "not_computable": None
                    if place.article.not_computable is None
                    else place.article.not_computable[lang],
                }
                for place in places
            ]
        )
    else:
        headings = {
            "zh": ("条款", "标题", "责任单位", "措施", "系统", "不可计算的部分"),
            "en": ("article", "title", "units", "measures", "systems", "not computable"),
        }
        separator = {"zh": "、", "en": ", "}[lang]
        print_table(
            headings[lang],
            [
                (
                    place.article.number,
                    place.article.title[lang],
                    separator.join(notice.units[unit][lang] for unit in place.article.units),
                    separator.join(wording.word("measures", measure) for measure in place.measures),
                    " ".join(str(system) for system in place.article.systems),
                    ""
                    if place.article.not_computable is None
                    else place.article.not_computable[lang],
                )
                for place in places
            ],
        )
    for place in homeless:
        click.echo(f"{place.article.number} has no place", err=True)
    if homeless:
        raise SystemExit(1)
