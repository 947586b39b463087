"""The numbers before the parts of an official text."""

from __future__ import annotations

import pytest

from banyan.desk.policy.text_numbering import chinese_number, read_annex_mark, read_mark

DIGITS = "一二三四五六七八九"


def in_chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    ten = "" if tens == 0 else "十" if tens == 1 else f"{DIGITS[tens - 1]}十"
    return ten + (DIGITS[ones - 1] if ones else "")


def test_chinese_numerals_are_read_to_99() -> None:
    assert [chinese_number(in_chinese(number)) for number in range(1, 100)] == [*range(1, 100)]


@pytest.mark.parametrize("text", ["", "一二", "十十", "一十", "二三十", "百", "5", "十 一"])
def test_what_is_no_numeral_is_none(text: str) -> None:
    assert chinese_number(text) is None


@pytest.mark.parametrize(
    ("line", "level", "value", "rest"),
    [
        ("二十一、加强保障", 1, 21, "加强保障"),
        ("第十二条　本办法施行。", 1, 12, "本办法施行。"),
        ("（十）做好保障。内容", 2, 10, "做好保障。内容"),
        ("( 三 ) 内容", 2, 3, "内容"),
        ("3. 内容", 3, 3, "内容"),
        ("１２．内容", 3, 12, "内容"),
        ("3、内容", 3, 3, "内容"),
        ("（2）内容", 4, 2, "内容"),
        ("(２)内容", 4, 2, "内容"),
    ],
)
def test_a_mark_has_a_level_a_number_and_the_rest(
    line: str, level: int, value: int, rest: str
) -> None:
    mark = read_mark(line)
    assert mark is not None
    assert (mark.level, mark.value, mark.rest) == (level, value, rest)


@pytest.mark.parametrize(
    "line",
    [
        "2.5万元",
        "120家企业",
        "一、二级企业",
        "（二）项",
        "（三）款规定",
        "第三条第2点",
        "（含5家）",
        "0. 无",
    ],
)
def test_what_only_looks_like_a_mark_is_none(line: str) -> None:
    assert read_mark(line) is None


@pytest.mark.parametrize(
    ("line", "value", "title"),
    [
        ("附件 3", 3, ""),
        ("附件３", 3, ""),
        ("附 件 十二", 12, ""),
        ("附件2：", 2, ""),
        ("附件2：若干措施", 2, "若干措施"),
    ],
)
def test_the_label_of_an_annex_is_known(line: str, value: int, title: str) -> None:
    mark = read_annex_mark(line)
    assert mark is not None
    assert (mark.value, mark.title) == (value, title)


@pytest.mark.parametrize(
    "line", ["附件中另有规定的", "附件：1. 若干措施", "附件", "附件2另有规定的"]
)
def test_a_line_that_speaks_of_annexes_is_no_label(line: str) -> None:
    assert read_annex_mark(line) is None
