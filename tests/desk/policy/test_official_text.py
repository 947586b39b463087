"""An official text becomes a document with its clauses, and no word of it is lost."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest

from banyan.desk.policy.official_text import (
    Annex,
    Clause,
    Document,
    OfficialTextError,
    Repeal,
    parse,
)

SMALL = Path(__file__).with_name("small_notice.txt")


@pytest.fixture(scope="module")
def document() -> Document:
    return parse(SMALL.read_bytes())


def squeezed(text: str) -> str:
    return re.sub(r"\s|\*\*", "", text)


def test_the_clauses_come_in_order_with_the_numbers_of_a_pack(document: Document) -> None:
    assert [clause.number for clause in document.clauses] == [
        *("N", "P", "P1", "P2", "P2.1", "P2.2", "P3", "A"),
        *("A1", "A1.1", "A1.2", "A1.2.1", "A1.2.2", "A1.3", "A1.3.1", "A1.3.2", "A1.4", "A1.5"),
        *("A1.6", "A1.7", "A1.8", "A1.9", "A1.10", "A1.11", "A1.12"),
        *("A2", "A2.1", "A2.2", "A2.2.1", "A2.2.2"),
    ]


def test_the_notice_says_who_issued_what_when_and_to_whom(document: Document) -> None:
    assert document.title == "青禾市扶持茶业发展总体方案"
    assert document.notice_title == "青禾市人民政府办公室关于印发青禾市扶持茶业发展总体方案的通知"
    assert document.number == "青政办〔2025〕17号"
    assert document.issuer == "青禾市人民政府办公室"
    assert document.addressees == "各镇人民政府，市直各单位"
    assert document.date == datetime.date(2025, 3, 1)


def test_the_plan_says_how_long_it_holds_and_what_it_repeals(document: Document) -> None:
    assert document.effective == datetime.date(2025, 4, 1)
    assert document.expires == datetime.date(2028, 12, 31)
    assert document.repeals == (Repeal("青禾市茶园补助办法", "青政办〔2021〕9号", "A1.12"),)


def test_one_sentence_may_repeal_several_documents() -> None:
    text = "一、附则\n《甲办法》（某政〔2019〕1号）、《乙办法》（某政〔2020〕2号）同时废止。"
    assert parse(f"{text}《丙办法》（某政〔2021〕3号）有效。").repeals == (
        Repeal("甲办法", "某政〔2019〕1号", "P1"),
        Repeal("乙办法", "某政〔2020〕2号", "P1"),
    )


def test_an_annex_is_known_by_its_label_or_by_its_title_in_the_list(document: Document) -> None:
    assert document.annexes == (
        Annex(1, "关于支持茶园建设的若干措施"),
        Annex(2, "关于支持茶叶加工的若干措施"),
    )
    assert document["A1"].label == "附件1"
    assert document["A2"].label == ""


def test_a_heading_alone_in_its_line_has_no_stop(document: Document) -> None:
    clause = document["A1.1"]
    assert (clause.label, clause.heading, clause.stop) == ("一、", "新植补助", "")
    assert clause.text == "对新植茶园按每亩800元给予补助，单个农户不超过4万元。"
    assert clause.responsible == "责任单位：市农业局、市财政局"


def test_a_heading_in_front_of_its_text_is_the_first_sentence(document: Document) -> None:
    clause = document["A1.2.1"]
    assert (clause.label, clause.heading, clause.stop) == ("1.", "修建机耕路", "。")
    assert clause.text == "对宽度3米以上的机耕路，每公里补助5万元。"


def test_a_sentence_with_a_comma_is_no_heading(document: Document) -> None:
    clause = document["A1.2.2"]
    assert clause.heading == ""
    assert clause.text.startswith("对修建蓄水池的农户，")


def test_a_sentence_without_a_text_behind_it_is_no_heading() -> None:
    clause = parse("一、奖励\n1. 每个苗圃奖励10万元。\n2. 每口水井奖励1万元。")["P1.1"]
    assert (clause.heading, clause.text) == ("", "每个苗圃奖励10万元。")


def test_units_behind_several_points_are_those_of_the_clause_above(document: Document) -> None:
    assert document["A1.2"].units == ("市农业局", "市水利局")
    assert document["A1.2.2"].responsible == ""
    assert document.responsible_for("A1.2.1") == "责任单位：市农业局、市水利局"


def test_points_with_units_of_their_own_keep_them(document: Document) -> None:
    assert document["A1.3.1"].units == ("市农业局",)
    assert document["A1.3.2"].units == ("市农业局", "市科技局")
    assert document["A1.3"].responsible == ""


def test_leading_and_helping_units_are_all_responsible() -> None:
    text = "一、甲\n\n奖励。\n\n牵头单位：市农业局\n\n配合单位：市水利局，市财政局"
    clause = parse(text)["P1"]
    assert clause.responsible == "牵头单位：市农业局\n配合单位：市水利局，市财政局"
    assert clause.units == ("市农业局", "市水利局", "市财政局")


def test_a_paragraph_behind_the_last_units_is_the_next_article(document: Document) -> None:
    assert document["A1.11"].units == ("市农业局", "市应急局")
    assert document["A1.12"].text.startswith("本措施自公布之日起施行")


def test_within_a_chapter_of_the_plan_it_is_the_next_of_the_chapter() -> None:
    text = "一、甲\n（一）乙。内容。\n责任单位：市财政局\n本方案另有规定的除外。\n二、丙\n内容。"
    document = parse(text)
    assert [clause.number for clause in document.clauses] == ["P1", "P1.1", "P1.2", "P2"]


def test_each_paragraph_of_the_supplementary_provisions_is_one(document: Document) -> None:
    assert document["A2.2"].text == ""
    assert document["A2.2.1"].text == "本措施所称企业，是指在本市注册的茶叶加工企业。"
    assert document["A2.2.2"].text == "本措施由市工业局负责解释。"
    assert document["P3"].text.startswith("本方案自")


def test_the_rows_of_a_table_stay_apart(document: Document) -> None:
    assert document["A1.11"].text.split("\n") == [
        "|受灾程度|每亩补助|",
        "|轻| 100元|",
        "|重| 300元|",
    ]


def test_every_line_with_words_is_in_one_clause_and_nothing_else_is(document: Document) -> None:
    raw = dict(enumerate(SMALL.read_text(encoding="utf-8").split("\n"), start=1))
    kept = [number for clause in document.clauses for number in clause.lines]
    assert sorted([*kept, *document.page_numbers]) == [n for n, line in raw.items() if line]
    for clause in document.clauses:
        assert squeezed(whole(clause)) == squeezed("".join(raw[line] for line in clause.lines))


def whole(clause: Clause) -> str:
    return clause.label + clause.heading + clause.stop + clause.text + clause.responsible


def test_the_lines_of_a_clause_lead_back_to_the_file(document: Document) -> None:
    raw = SMALL.read_text(encoding="utf-8").split("\n")
    clause = document["A1.2"]
    assert raw[clause.first_line - 1] == "二、茶园道路"
    assert raw[clause.last_line - 1] == "责任单位：市农业局、市水利局"


def test_clauses_and_articles_are_matched_both_ways(document: Document) -> None:
    numbers = [clause.number for clause in document.clauses]
    frames = {"N", "P", "P2", "A", "A1", "A1.2", "A1.3", "A2", "A2.2"}
    articles = [n for n in numbers if n not in frames]
    assert document.match(articles).absent == document.match(articles).unknown == ()
    assert set(document.match(articles).frames) == frames
    found = document.match([*articles[1:], "A2.3"])
    assert (found.absent, found.unknown) == (("A2.3",), (articles[0],))


def test_a_number_that_is_passed_over_is_named() -> None:
    assert parse("一、甲\n内容。\n四、乙\n内容。").gaps == ("P2", "P3")


def test_a_text_without_a_clause_is_refused_at_its_end() -> None:
    with pytest.raises(OfficialTextError, match="line 2") as refused:
        parse("只有一句话。\n又一句。\n")
    assert (refused.value.kind, refused.value.line) == ("no_clause", 2)
    with pytest.raises(OfficialTextError) as refused:
        parse("")
    assert refused.value.kind == "no_clause"


def test_a_number_that_appears_twice_is_refused_with_both_lines() -> None:
    with pytest.raises(OfficialTextError, match=r"line 4: P1 .* line 1") as refused:
        parse("一、甲\n内容。\n\n一、乙\n内容。")
    error = refused.value
    assert (error.kind, error.line, error.number, error.earlier) == ("number_twice", 4, "P1", 1)


def test_an_annex_that_appears_twice_is_refused() -> None:
    with pytest.raises(OfficialTextError) as refused:
        parse("附件1\n某措施\n一、甲\n内容。\n附件1\n某措施\n一、乙\n内容。")
    assert (refused.value.number, refused.value.line) == ("A1", 5)


def test_bytes_that_are_no_text_are_refused_with_the_line() -> None:
    with pytest.raises(OfficialTextError) as refused:
        parse("一、甲\n二、".encode() + "乙".encode("gb18030"))
    assert (refused.value.kind, refused.value.line) == ("not_utf8", 2)


def test_a_plan_without_a_named_title_begins_behind_the_date_of_its_notice() -> None:
    notice = "某政发[2024]3号\n各单位：\n现印发方案。\n某市政府\n二〇二四年十月二十一日\n（公开）\n"
    document = parse(f"{notice}某方案\n一、甲\n内容。")
    assert document.date == datetime.date(2024, 10, 21)
    assert (document.issuer, document.title) == ("某市政府", "某方案")


def test_a_title_ends_where_a_clause_begins() -> None:
    assert parse("附件1\n关于某事的措施\n（一）甲\n内容。").title == "关于某事的措施"


def test_an_annex_alone_is_a_text() -> None:
    document = parse("附件3：关于某事的若干措施\n\n一、甲\n\n内容。")
    assert [clause.number for clause in document.clauses] == ["A3", "A3.1"]
    assert document.title == "关于某事的若干措施"
    assert document.date is None
    assert document.gaps == ()
