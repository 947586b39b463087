"""The page of a what-if: what was changed, what it costs, whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape
from importlib.resources import files
from typing import Any

import polars as pl

from banyan.cli.charts import Pair, paired_bars
from banyan.cli.money import grouped, percent, scale_for
from banyan.rules.changes import Change
from banyan.rules.grouping import NO_GROUP, Grouping
from banyan.rules.parameters import Value, show_value
from banyan.rules.settlement.breakdown import COMPARED
from banyan.rules.simulation import Simulation
from banyan.rules.units import Unit
from banyan.rules.wording import Wording

AT_ONCE = 12
"""Rows of a breakdown that are drawn and listed at once; the rest of the table is folded."""
TOP = 10
"""Winners and losers that the page lists."""

TEXTS: Mapping[str, Mapping[str, str]] = {
    "zh": {
        "title": "政策调整测算",
        "year": "{year}年度",
        "against": "现行办法与调整后办法，用同一份数据各算一遍",
        "changed": "调整了什么",
        "figure": "参数",
        "article": "条款",
        "before": "现行",
        "after": "调整后",
        "ceiling": "通知上限",
        "above": "高于通知上限",
        "above_note": "以下数值高于通知规定的上限，只能用于测算：",
        "no_limit": "不设限额",
        "cost_before": "现行金额",
        "cost_after": "调整后金额",
        "difference": "差额",
        "gained": "金额增加的单位",
        "lost": "金额减少的单位",
        "unchanged": "金额不变的单位",
        "lines": "给予支持的笔数",
        "count": "{count} 笔",
        "measure": "政策措施",
        "by": "按{name}",
        "by_measure": "按政策措施",
        "more": "其余 {count} 项",
        "drawn": "图中为变动最大的 {count} 项，其余见表",
        "unit": "单位：{unit}",
        "all": "合计",
        "none": "无或未填写",
        "winners": "增加最多的单位",
        "losers": "减少最多的单位",
        "organization": "单位",
        "nobody": "没有",
        "same": "两种办法的结果完全相同。",
        "files": "金额有增减的全部单位见 organizations.csv，逐笔变化见 lines.csv；"
        "金额按分计算，页面取整显示。",
        "first": "前 {shown} 家，共 {count} 家",
    },
    "en": {
        "title": "What the change would do",
        "year": "year {year}",
        "against": "the notice as it is and the notice as changed, on the same facts",
        "changed": "What was changed",
        "figure": "Figure",
        "article": "Article",
        "before": "As it is",
        "after": "As changed",
        "ceiling": "Ceiling",
        "above": "above the ceiling",
        "above_note": "Above the ceiling of the notice, and only good for a what-if: ",
        "no_limit": "no limit",
        "cost_before": "Cost as it is",
        "cost_after": "Cost as changed",
        "difference": "Difference",
        "gained": "Get more",
        "lost": "Get less",
        "unchanged": "Get the same",
        "lines": "Lines granted",
        "count": "lines: {count}",
        "measure": "Measure",
        "by": "By {name}",
        "by_measure": "By measure",
        "more": "{count} more",
        "drawn": "The chart shows the {count} that change most; the table has them all",
        "unit": "In {unit}",
        "all": "Total",
        "none": "None or not given",
        "winners": "Who gains most",
        "losers": "Who loses most",
        "organization": "Organization",
        "nobody": "Nobody",
        "same": "Both give exactly the same result.",
        "files": "Everyone who gains or loses is in organizations.csv, every line that differs in "
        "lines.csv. Amounts are computed to the fen and rounded only on this page.",
        "first": "The first {shown} of {count}",
    },
}


Row = tuple[str, Mapping[str, int]]
"""A group's name and its ``COMPARED``."""


def simulation_page(simulation: Simulation, language: str) -> str:
    """The whole page as HTML that names no other file or address."""
    return _Page(simulation, language).html()


class _Page:
    def __init__(self, simulation: Simulation, language: str) -> None:
        self.simulation = simulation
        self.pack = simulation.pack
        self.language = language
        self.wording = Wording(simulation.pack, language)
        self.texts = TEXTS[language]
        totals = simulation.totals
        self.scale = scale_for([totals.before, totals.after], language)

    def html(self) -> str:
        style = files("banyan.cli").joinpath("simulation_page.css").read_text("utf-8")
        title = f"{self.texts['title']} · {self.texts['year'].format(year=self.simulation.year)}"
        sections = [
            self._changes(),
            self._headline(),
            self._measures(),
            *(self._group(grouping) for grouping in self.pack.groupings),
            '<div class="pair">',
            self._top("winners", self.simulation.winners),
            self._top("losers", self.simulation.losers),
            "</div>",
        ]
        return (
            f'<!doctype html>\n<html lang="{"zh-Hans" if self.language == "zh" else "en"}">\n'
            '<head>\n<meta charset="utf-8">\n'
            '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
            '<meta http-equiv="Content-Security-Policy" '
            "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
            f"<title>{escape(title)}</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
            f"<header><h1>{escape(title)}</h1><p>{escape(self.pack.name)} "
            f"{escape(self.pack.version)} · {escape(self.texts['against'])}</p></header>\n"
            + "\n".join(sections)
            + f"\n<footer>{escape(self.texts['files'])}</footer>\n</main>\n</body>\n</html>\n"
        )

    def _changes(self) -> str:
        texts = self.texts
        heads = [texts[name] for name in ("figure", "article", "before", "after", "ceiling")]
        rows = []
        for change in self.simulation.changes:
            name = escape(change.words[self.language])
            tag = f' <span class="tag">{texts["above"]}</span>' if change.above_ceiling else ""
            ceiling = "–" if change.ceiling is None else self._value(change, change.ceiling)
            rows.append(
                f'<tr><th scope="row">{name}<small>{escape(change.key)}</small></th>'
                f"<td>{escape(change.article)}</td>"
                f"<td>{self._value(change, change.before)}</td>"
                f"<td><strong>{self._value(change, change.after)}</strong>{tag}</td>"
                f"<td>{ceiling}</td></tr>"
            )
        above = [change for change in self.simulation.changes if change.above_ceiling]
        note = ""
        if above:
            told = "；" if self.language == "zh" else "; "
            items = told.join(
                f"{escape(change.words[self.language])} {self._value(change, change.after)} > "
                f"{self._value(change, change.ceiling)} ({escape(change.article)})"
                for change in above
            )
            note = f'<p class="warning" role="note">{texts["above_note"]}{items}</p>'
        return (
            f"<section><h2>{texts['changed']}</h2>{note}"
            f'<div class="scroll"><table class="changes"><thead><tr>{_heads(heads)}</tr></thead>'
            f"<tbody>{''.join(rows)}</tbody></table></div></section>"
        )

    def _value(self, change: Change, value: Value | None) -> str:
        if value is None:
            return self.texts["no_limit"]
        if change.unit is Unit.MONEY and not isinstance(value, date):
            unit = "元" if self.language == "zh" else " yuan"
            return grouped(value).removesuffix(".00") + unit
        return show_value(value, change.unit)

    def _headline(self) -> str:
        texts, totals = self.texts, self.simulation.totals
        gained, lost, unchanged = self.simulation.outcomes.values()
        unit = self.scale.unit
        cards = [
            (texts["cost_before"], self._amount(totals.before), unit, ""),
            (texts["cost_after"], self._amount(totals.after), unit, ""),
            (
                texts["difference"],
                self._amount(totals.difference, signed=True),
                f"{unit} {percent(totals.difference, totals.before)}",
                "",
            ),
            (
                texts["gained"],
                f"{gained.organizations:,}",
                f"{self._amount(gained.difference, signed=True)} {unit}",
                "more",
            ),
            (
                texts["lost"],
                f"{lost.organizations:,}",
                f"{self._amount(lost.difference, signed=True)} {unit}",
                "less",
            ),
            (texts["unchanged"], f"{unchanged.organizations:,}", "", ""),
            (
                texts["lines"],
                f"{totals.granted_after:,}",
                f"{totals.granted_before:,} → {totals.granted_after:,}",
                "",
            ),
        ]
        drawn = "".join(
            f'<div class="card {tone}"><dt>{label}</dt>'
            f"<dd>{figure}<small>{below}</small></dd></div>"
            for label, figure, below, tone in cards
        )
        same = "" if self.simulation.lines.height else f"<p>{texts['same']}</p>"
        return f'<section><dl class="cards">{drawn}</dl>{same}</section>'

    def _measures(self) -> str:
        change = pl.col("difference").abs()
        frame = self.simulation.by_measure.filter(
            (pl.col("before") > 0) | (pl.col("after") > 0)
        ).sort(change, "before", "measure", descending=[True, True, False])
        rows = [
            (self.wording.word("measures", row["measure"]), row)
            for row in frame.iter_rows(named=True)
        ]
        shown = rows if len(rows) <= AT_ONCE + 3 else rows[:AT_ONCE]
        return self._breakdown(
            self.texts["by_measure"], self.texts["measure"], shown, rows[len(shown) :]
        )

    def _group(self, grouping: Grouping) -> str:
        order = [*self._table_of_words(grouping), NO_GROUP]
        found = {
            row["group"]: row
            for row in self.simulation.group_totals(grouping).iter_rows(named=True)
        }
        codes = [code for code in order if code in found] + [
            code for code in found if code not in order
        ]
        rows = [
            (
                self.texts["none"]
                if code == NO_GROUP
                else self.wording.word(*grouping.words, code),
                found[code],
            )
            for code in codes
        ]
        name = self.wording.word("groupings", grouping.name)
        inline = name if self.language == "zh" else name[0].lower() + name[1:]
        return self._breakdown(self.texts["by"].format(name=inline), name, rows)

    def _table_of_words(self, grouping: Grouping) -> Mapping[str, object]:
        found: Mapping[str, Any] = self.pack.words
        for step in grouping.words:
            found = found.get(step, {})
        return found

    def _breakdown(
        self, title: str, head: str, rows: Sequence[Row], folded: Sequence[Row] = ()
    ) -> str:
        """A chart of ``rows`` with their table; ``folded`` rows stand below in a table alone."""
        texts = self.texts
        pairs = [Pair(label, row["before"], row["after"]) for label, row in rows]
        bars = paired_bars(pairs, self.scale, title, (texts["before"], texts["after"]))
        drawn = f"<p>{texts['drawn'].format(count=len(rows))}</p>" if folded else ""
        total = {name: sum(row[name] for _, row in (*rows, *folded)) for name in COMPARED}
        heads = [head, texts["before"], texts["after"], texts["difference"]]
        table = self._table(heads, rows, total)
        if folded:
            more = texts["more"].format(count=len(folded))
            rest = self._table(heads, folded, None)
            table += f"<details><summary>{more}</summary>{rest}</details>"
        return (
            f'<section><h2>{escape(title)}</h2><div class="pair"><figure>'
            f'<figcaption><span class="key before"></span>{texts["before"]} '
            f'<span class="key after"></span>{texts["after"]} '
            f"<em>{texts['unit'].format(unit=self.scale.unit)}</em>{drawn}</figcaption>"
            f"{bars}</figure><div>{table}</div></div></section>"
        )

    def _table(
        self,
        heads: Sequence[str],
        rows: Sequence[Row],
        total: Mapping[str, int] | None,
    ) -> str:
        body = "".join(self._row(label, row) for label, row in rows)
        foot = "" if total is None else f"<tfoot>{self._row(self.texts['all'], total)}</tfoot>"
        return (
            f'<div class="scroll"><table class="figures"><thead><tr>{_heads(heads)}</tr></thead>'
            f"<tbody>{body}</tbody>{foot}</table></div>"
        )

    def _row(self, label: str, row: Mapping[str, int]) -> str:
        before, after = row["granted_before"], row["granted_after"]
        count = f"{after:,}" if before == after else f"{before:,} → {after:,}"
        return (
            f'<tr><th scope="row">{escape(label)}'
            f"<small>{self.texts['count'].format(count=count)}</small></th>"
            f"<td>{self._amount(row['before'])}</td><td>{self._amount(row['after'])}</td>"
            f'<td class="{_tone(row["difference"])}">'
            f"{self._amount(row['difference'], signed=True)}</td></tr>"
        )

    def _top(self, name: str, frame: pl.DataFrame) -> str:
        texts = self.texts
        if frame.height == 0:
            return f"<section><h2>{texts[name]}</h2><p>{texts['nobody']}</p></section>"
        shown = frame.head(TOP)
        counted = texts["first"].format(shown=f"{shown.height:,}", count=f"{frame.height:,}")
        heads = [texts["organization"], texts["before"], texts["after"], texts["difference"]]
        rows = "".join(
            f'<tr><th scope="row">{escape(row["name"])}<small>{escape(row["uscc"])}</small></th>'
            f"<td>{self._amount(row['before'])}</td><td>{self._amount(row['after'])}</td>"
            f'<td class="{_tone(row["difference"])}">'
            f"{self._amount(row['difference'], signed=True)}</td></tr>"
            for row in shown.iter_rows(named=True)
        )
        return (
            f"<section><h2>{texts[name]}</h2><p>{counted} · "
            f"{texts['unit'].format(unit=self.scale.unit)}</p>"
            f'<div class="scroll"><table class="figures"><thead><tr>{_heads(heads)}</tr></thead>'
            f"<tbody>{rows}</tbody></table></div></section>"
        )

    def _amount(self, fen: int, *, signed: bool = False) -> str:
        """In the page's unit, with the exact amount to be seen when pointed at."""
        exact = grouped(fen, signed=signed)
        return f'<span title="{exact}">{escape(self.scale.show(fen, signed=signed))}</span>'


def _heads(names: Sequence[str]) -> str:
    return "".join(f'<th scope="col">{escape(name)}</th>' for name in names)


def _tone(difference: int) -> str:
    return "more" if difference > 0 else "less" if difference < 0 else "same"
