"""``banyan diff``."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from banyan.cli.console import as_json as json_option
from banyan.cli.console import language, print_json, print_table
from banyan.packs.fuzhou import pack
from banyan.rules.comparison import Cause, Comparison, compare_runs
from banyan.rules.run import open_run
from banyan.rules.wording import Wording

PHRASES = {
    "parameter": {"zh": "参数 {name}：{before} → {after}", "en": "{name}: {before} → {after}"},
    "facts": {"zh": "本单位的{name}有变", "en": "its own facts: {name}"},
    "others": {"zh": "因其他单位（名额、资金或共用事实）", "en": "through others (places, funds)"},
    "added": {"zh": "新增", "en": "added"},
    "removed": {"zh": "消失", "en": "removed"},
    "changed": {"zh": "变化", "en": "changed"},
    "columns": {
        "zh": "变化 措施 信用代码 对象 前 后 原因",
        "en": "change measure uscc subject before after why",
    },
    "same": {"zh": "{lines} 条结果完全相同", "en": "the same {lines} lines"},
    "total": {"zh": "{lines} 条结果不同", "en": "{lines} lines differ"},
}


@click.command("diff")
@click.argument("before", type=click.Path())
@click.argument("after", type=click.Path())
@json_option
@language
def command(before: str, after: str, as_json: bool, lang: str) -> None:
    """Compare the runs BEFORE and AFTER line by line, with what changed and why.

    Exit code 1 where lines differ.
    """
    notice = pack()
    first, second = open_run(Path(before)), open_run(Path(after))
    comparison = compare_runs(first, second, notice)
    rows = comparison.lines.rows(named=True)
    if as_json:
        print_json(
            {
                "parameters": {
                    key: {"before": old, "after": new}
                    for key, (old, new) in comparison.parameters.items()
                },
                "facts": list(comparison.tables),
                "lines": [_as_json(comparison, row) for row in rows],
            }
        )
    elif not rows:
        click.echo(PHRASES["same"][lang].format(lines=second.summary["lines"]["rows"]))
    else:
        _table(comparison, rows, Wording(notice, lang))
    if rows:
        raise SystemExit(1)


def _as_json(comparison: Comparison, row: dict[str, Any]) -> dict[str, object]:
    shown: dict[str, object] = {
        name: value if value is None or isinstance(value, str) else str(value)
        for name, value in row.items()
    }
    shown["why"] = [
        {"kind": cause.kind, "name": cause.name, "before": cause.before, "after": cause.after}
        for cause in comparison.causes(row["measure"], row["uscc"])
    ]
    return shown


def _table(comparison: Comparison, rows: Sequence[dict[str, Any]], wording: Wording) -> None:
    lang = wording.language
    print_table(
        PHRASES["columns"][lang].split(" "),
        [
            (
                PHRASES[row["change"]][lang],
                row["measure"],
                row["uscc"],
                row["subject"],
                _side(row, "before", wording),
                _side(row, "after", wording),
                "; ".join(
                    _cause(cause, wording)
                    for cause in comparison.causes(row["measure"], row["uscc"])
                ),
            )
            for row in rows
        ],
    )
    click.echo(PHRASES["total"][lang].format(lines=len(rows)))


def _side(row: dict[str, Any], side: str, wording: Wording) -> str:
    status = row[f"status_{side}"]
    if status is None:
        return ""
    reasons = row[f"reasons_{side}"]
    text = f"{wording.word('statuses', status)} {row[f'amount_{side}']}"
    return f"{text} [{reasons}]" if reasons else text


def _cause(cause: Cause, wording: Wording) -> str:
    name = wording.word("tables", cause.name) if cause.kind == "facts" else cause.name
    return PHRASES[cause.kind][wording.language].format(
        name=name, before=cause.before, after=cause.after
    )
