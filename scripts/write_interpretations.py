"""Writes ``docs/interpretations.md`` from the pack: how the notice is read where it is open, what
is chosen where it is silent, and the figures that are such a choice."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from banyan.packs.fuzhou import pack
from banyan.rules.pack import Pack
from banyan.rules.parameters import show_value

PAGE = Path(__file__).parent.parent / "docs" / "interpretations.md"

HEADINGS = {
    "zh": {
        "title": "中文",
        "open": "可作两解之处",
        "silent": "没有写明之处",
        "figures": "没有写明的数字",
        "columns": ("代号", "怎样理解", "理由", "条款"),
        "figure_columns": ("参数", "含义", "取值", "条款"),
        "about": "文件的措辞可以有另一种理解时，取哪一种；文件没有写明时，怎样处理。"
        "每一项注明条款和理由。改变一项，先改 `interpretations.toml`，再改措施或参数。",
    },
    "en": {
        "title": "English",
        "open": "Where the words are open",
        "silent": "Where the notice is silent",
        "figures": "Figures that the notice does not give",
        "columns": ("name", "reading", "why", "articles"),
        "figure_columns": ("key", "meaning", "value", "article"),
        "about": "Which reading is taken where the words of the notice allow another one, and what "
        "is chosen where it is silent, with the articles and the reason. To change one, change "
        "`interpretations.toml` and the measure or figure that follows it.",
    },
}


def page(notice: Pack) -> str:
    lines = [
        "# 解释 · Interpretations",
        "",
        "由 `scripts/write_interpretations.py` 写成；English follows the Chinese. "
        "Written by `scripts/write_interpretations.py`; change the pack, not this page.",
    ]
    for language in HEADINGS:
        lines += _part(notice, language)
    return "\n".join(lines) + "\n"


def _part(notice: Pack, language: str) -> Iterator[str]:
    words = HEADINGS[language]
    yield from ("", f"## {words['title']}", "", str(words["about"]))
    for heading, assumed in (("open", False), ("silent", True)):
        yield from ("", f"### {words[heading]}", "")
        yield from _table(
            words["columns"],
            (
                (
                    f"`{one.slug}`",
                    one.text[language],
                    one.why[language],
                    " ".join(one.articles),
                )
                for one in notice.interpretations
                if one.assumed is assumed
            ),
        )
    yield from ("", f"### {words['figures']}", "")
    yield from _table(
        words["figure_columns"],
        (
            (
                f"`{figure.key}`",
                figure.words[language],
                "; ".join(
                    f"{_from(span.start)}{show_value(span.adopted, figure.unit)}"
                    if len(figure.spans) > 1
                    else show_value(span.adopted, figure.unit)
                    for span in figure.spans
                ),
                figure.article,
            )
            for figure in notice.parameters.values()
            if figure.assumed
        ),
    )


def _from(day: date) -> str:
    return f"{day.isoformat()}: "


def _table(columns: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    columns = tuple(columns)
    yield _row(columns)
    yield _row("---" for _ in columns)
    for row in rows:
        yield _row(row)


def _row(cells: Iterable[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


if __name__ == "__main__":
    PAGE.write_text(page(pack()), encoding="utf-8", newline="\n")
