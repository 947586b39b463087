"""Whatever the lines of a text are: it is refused with a line, or no word of it is lost."""

from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from banyan.desk.policy.official_text import Document, OfficialTextError, compare, parse

LINES = st.sampled_from(
    [
        *("", "", "\f", "— 3 —", "12", "---", "某市人民政府文件", "某政办〔2025〕1号"),
        *("某办公室关于印发某方案的通知", "各单位：", "《某方案》已经同意。", "2025年3月1日"),
        *(
            "（此件公开）",
            "某方案",
            "一、目标",
            "二、举措",
            "三、附则",
            "**一、** 目标。内容，更多。",
        ),
        *("（一）扩大规模。每年", "(二)提升", "1. 修路。对路补助", "２．种树", "（1）内容；"),
        *("责任单位：市财政局、", "责任单位：市工业局", "市农业局", "本措施自公布之日起施行。"),
        *("附件：1. 甲措施", "2. 乙措施", "附件 1", "附件2：乙措施", "甲措施", "乙措施"),
        *(
            "给予 500 万元",
            "奖励，最高不超过2.5%。",
            "第",
            "（二）项规定的",
            "| 甲 | 乙 |",
            "\u3000\u3000另行规定。",
        ),
    ]
)


def read(lines: list[str]) -> Document | int:
    """The document, or the line at which it was refused."""
    try:
        return parse("\n".join(lines))
    except OfficialTextError as error:
        return error.line


@settings(max_examples=400, deadline=None)
@given(st.lists(LINES, max_size=25))
def test_a_text_is_refused_with_its_line_or_kept_whole(lines: list[str]) -> None:
    document = read(lines)
    if isinstance(document, int):
        assert 1 <= document <= max(1, len(lines))
        return
    kept = [number for clause in document.clauses for number in clause.lines]
    assert len(kept) == len(set(kept))
    left_out = {
        number
        for number, line in enumerate(lines, start=1)
        if not line.strip() or line == "---" or number in document.page_numbers
    }
    assert set(kept) == set(range(1, len(lines) + 1)) - left_out
    for clause in document.clauses:
        whole = clause.label + clause.heading + clause.stop + clause.text + clause.responsible
        raw = "".join(lines[number - 1] for number in clause.lines)
        assert re.sub(r"\s", "", whole) == re.sub(r"\s|\*\*", "", raw)
    assert compare(document, document).changes == ()


@settings(max_examples=200, deadline=None)
@given(st.lists(LINES, max_size=15), st.lists(LINES, max_size=15))
def test_every_clause_of_two_texts_is_in_their_comparison_once(
    first: list[str], second: list[str]
) -> None:
    before, after = read(first), read(second)
    if isinstance(before, int) or isinstance(after, int):
        return
    changes = compare(before, after).clauses
    old = [change.before.number for change in changes if change.before]
    assert sorted(old) == sorted(before.by_number)
    assert [c.after.number for c in changes if c.after] == [c.number for c in after.clauses]
