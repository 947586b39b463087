"""How a text is laid out on paper does not change what it says."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from banyan.desk.policy.official_text import Document, parse

SMALL = Path(__file__).with_name("small_notice.txt").read_text(encoding="utf-8")
LABEL = re.compile(r"[一二三四五六七八九十]+、|附件|关于|青禾市扶持|2\. 关于")


def said(document: Document) -> list[tuple[str, ...]]:
    """What the clauses say, whatever their lines and paragraphs."""
    return [
        (c.number, c.heading, c.text.replace("\n", ""), c.responsible) for c in document.clauses
    ]


def paragraphs() -> list[str]:
    """The small notice, a paragraph a line, without its page numbers."""
    text = SMALL.replace("（集团公司）\n\n", "（集团公司）").replace("的\n若干", "的若干")
    lines: list[str] = []
    for block in re.split(r"\n\n+", text.strip()):
        apart = LABEL.match(block) or block.startswith("|")
        lines += block.split("\n") if apart else [block.replace("\n", "")]
    return [line for line in lines if not re.fullmatch(r"[-—] \d [-—]|第.*页", line)]


def wrapped(text: str, width: int) -> list[str]:
    """Lines of a width; Latin words and numbers stay whole, as any typesetter leaves them."""
    lines = [""]
    for token in re.findall(r"\*\*|[\w.%]+(?<=[A-Za-z0-9０-９.%])|.", text, re.ASCII):
        if lines[-1] and len(lines[-1]) + len(token) > width:
            lines.append("")
        lines[-1] += token
    return lines


def laid_out(width: int, style: str) -> Iterator[str]:
    for count, text in enumerate(paragraphs()):
        whole = LABEL.match(text) or text.startswith("|")
        pieces = [text] if whole else wrapped(text, width)
        if style == "indented":
            pieces[0] = f"\u3000\u3000{pieces[0]}"
        yield from pieces
        if style == "parted":
            yield ""
        if style == "indented" and count % 9 == 8:
            yield from (f"— {count // 9 + 1} —", "\f")


@pytest.mark.parametrize("width", range(14, 60, 3))
@pytest.mark.parametrize("style", ["parted", "indented"])
def test_a_text_says_the_same_however_its_lines_are_broken(width: int, style: str) -> None:
    assert said(parse("\n".join(laid_out(width, style)))) == said(parse(SMALL))


def test_a_text_with_a_line_a_paragraph_needs_no_blank_lines() -> None:
    assert said(parse("\n".join(paragraphs()))) == said(parse(SMALL))


@pytest.mark.parametrize("ending", ["\r\n", "\r"])
def test_line_ends_and_a_byte_order_mark_make_no_difference(ending: str) -> None:
    assert parse(b"\xef\xbb\xbf" + SMALL.replace("\n", ending).encode()) == parse(SMALL)


def test_a_sentence_goes_on_behind_a_blank_line() -> None:
    assert "（集团公司）5家、合作社40家。" in parse(SMALL)["P2.1"].text


def test_a_name_goes_on_behind_the_end_of_a_line_or_page() -> None:
    assert parse(SMALL)["P2.2"].responsible == (
        "责任单位：市工业局、市财政局（市国有资产监督管理办公室）、市农业局"
    )
    text = "一、甲\n\n奖励。\n\n责任单位：市自然资源和规\n\n- 7 -\n\n划局、市财政局\n\n二、乙"
    assert parse(text)["P1"].units == ("市自然资源和规划局", "市财政局")


def test_bold_marks_are_not_words() -> None:
    clause = parse(SMALL)["A1.3.1"]
    assert (clause.label, clause.heading, clause.text) == (
        "１．",
        "引进良种",
        "每引进一个良种奖励2万元。",
    )
    assert parse("**一、甲**\n\n**用电\n方面**，奖励。")["P1"].text == "用电方面，奖励。"


def test_a_reference_at_the_start_of_a_line_is_no_clause() -> None:
    assert "依照第五条第（二）项的规定，" in parse(SMALL)["P2.2"].text
    assert parse("一、甲\n\n对第\n一、二名，奖励。")["P1"].text == "对第一、二名，奖励。"
    assert parse("一、甲\n\n最高奖励\n2.5 万元。")["P1"].text == "最高奖励2.5万元。"


@pytest.mark.parametrize("mark", ["- 12 -", "— 12 —", "－１２－", "第 12 页", "第12页 共30页"])
def test_a_page_number_is_left_out_and_named(mark: str) -> None:
    document = parse(f"一、甲\n\n对新设的企业给\n\n{mark}\n\n予奖励。")
    assert document["P1"].text == "对新设的企业给予奖励。"
    assert document.page_numbers == (5,)


def test_a_number_alone_is_a_page_number_only_beside_a_form_feed() -> None:
    assert parse("一、甲\n最高奖励\n500\n万元。")["P1"].text == "最高奖励500万元。"
    document = parse("一、甲\n最高奖励\n12\n\f500万元。")
    assert document["P1"].text == "最高奖励500万元。"
    assert document.page_numbers == (3,)


def test_words_in_latin_letters_stay_apart() -> None:
    assert parse("一、甲\n支持 Open\nHarmony 与 RISC-V 生态。")["P1"].text == (
        "支持Open Harmony与RISC-V生态。"
    )


def test_half_width_and_full_width_numbers_are_the_same_numbers() -> None:
    full = parse("一、甲\n\n（一）乙。内容。\n\n１．丙。内容。\n\n（１）丁。内容。")
    half = parse("一、甲\n\n(一)乙。内容。\n\n1.丙。内容。\n\n(1)丁。内容。")
    assert said(full) == said(half)
    assert [clause.number for clause in full.clauses] == ["P1", "P1.1", "P1.1.1", "P1.1.1.1"]


def test_a_heading_alone_in_its_line_may_be_broken_over_two() -> None:
    clause = parse("一、支持企业建立研发机构和工业\n设计中心\n\n给予奖励，一次付清。")["P1"]
    assert clause.heading == "支持企业建立研发机构和工业设计中心"
    assert clause.text == "给予奖励，一次付清。"
    assert clause.lines == (1, 2, 4)


def test_a_heading_before_a_blank_line_is_one_at_every_level() -> None:
    clause = parse("一、甲\n\n（一）支持对象\n\n在本市注册的企业。")["P1.1"]
    assert (clause.heading, clause.text) == ("支持对象", "在本市注册的企业。")


def test_a_list_of_units_may_end_with_a_sentence() -> None:
    sentence = "以下均需各镇人民政府落实，不再列出。"
    wrapped_line = parse(f"一、甲\n\n奖励。\n\n责任单位：市财政局，市农\n业局，{sentence}")
    assert wrapped_line["P1"].responsible == f"责任单位：市财政局，市农业局，{sentence}"
    next_page = parse(f"一、甲\n\n奖励。\n\n责任单位：市财政局、\n\n市农业局，{sentence}")
    assert next_page["P1"].responsible == f"责任单位：市财政局、市农业局，{sentence}"


def test_a_signature_behind_the_units_is_not_one_of_them() -> None:
    text = "一、甲\n\n奖励。\n\n责任单位：市财政局\n\n青禾市农业局\n\n2025年3月1日"
    assert parse(text)["P1"].units == ("市财政局",)


def test_the_end_of_a_page_is_the_end_of_a_finished_paragraph() -> None:
    document = parse("一、甲\n\n奖励一次。\f奖励两次，\n分两年。\n\n二、乙\n\n内容。")
    assert document["P1"].text == "奖励一次。\n奖励两次，分两年。"
