"""The official text beside the repository, where it is there, against the pack."""

from __future__ import annotations

import datetime
import re
import tomllib
from pathlib import Path

import pytest

import banyan.packs.fuzhou
from banyan.desk.policy.official_text import Document, compare, parse

NOTICE = Path(__file__).resolve().parents[4] / "shared" / "policy" / "fuzhou-2026-05.txt"
ARTICLES = Path(banyan.packs.fuzhou.__file__).with_name("articles.toml")

pytestmark = pytest.mark.skipif(not NOTICE.is_file(), reason="the notice is not here")


@pytest.fixture(scope="module")
def text() -> str:
    return NOTICE.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def document(text: str) -> Document:
    return parse(text)


def test_every_article_of_the_pack_has_its_clause_and_every_clause_its_article(
    document: Document,
) -> None:
    articles = list(tomllib.loads(ARTICLES.read_text(encoding="utf-8")))
    found = document.match(articles)
    assert list(found.matched) == articles
    assert (found.absent, found.unknown) == ((), ())


def test_what_has_no_article_only_holds_others(document: Document) -> None:
    articles = list(tomllib.loads(ARTICLES.read_text(encoding="utf-8")))
    assert document.match(articles).frames == (
        *("N", "P", "P2", "P3", "A", "A1", "A2", "A2.3", "A3", "A3.6", "A3.7"),
        *("A4", "A4.2", "A4.3", "A4.5", "A5", "A5.2", "A5.3", "A6", "A6.2", "A6.3"),
    )


def test_no_word_is_lost_and_none_is_in_two_clauses(text: str, document: Document) -> None:
    raw = dict(enumerate(text.split("\n"), start=1))
    kept = [number for clause in document.clauses for number in clause.lines]
    assert sorted(kept) == [number for number, line in raw.items() if line.strip()]
    for clause in document.clauses:
        lines = "".join(raw[line] for line in clause.lines).removeprefix("- ")
        whole = clause.label + clause.heading + clause.stop + clause.text + clause.responsible
        assert re.sub(r"\s", "", whole) == re.sub(r"\s|\*\*", "", lines)


def test_the_document_says_what_it_is(document: Document) -> None:
    assert document.title.endswith("促进制造业高质量发展的总体方案")
    assert document.number == "榕政办规〔2026〕5号"
    assert document.issuer == "福州市人民政府办公厅"
    assert document.date == datetime.date(2026, 2, 13)
    assert document.effective == datetime.date(2026, 1, 1)
    assert document.expires == datetime.date(2030, 12, 31)
    assert [annex.number for annex in document.annexes] == [1, 2, 3, 4, 5, 6]
    assert [(repeal.number, repeal.clause) for repeal in document.repeals] == [
        ("榕政办规〔2024〕21号", "A5.11")
    ]
    assert document.page_numbers == document.gaps == ()


def test_no_sentence_is_broken_where_a_page_ended(document: Document) -> None:
    assert "（集团公司）120家、超百亿元企业" in document["P2.1"].text
    assert "加快数智技术、绿色技术及创新产品" in document["P2.3"].text
    several = [clause.number for clause in document.clauses if "\n" in clause.text]
    assert several == ["N", "A"]


def test_every_measure_has_responsible_units_but_those_that_name_none(document: Document) -> None:
    without = [
        clause.number
        for clause in document.clauses
        if clause.text and not document.responsible_for(clause.number)
    ]
    assert without == [
        *("N", "P", "P1", "P3.1", "P3.2", "P3.3", "P4", "A"),
        *("A2.8", "A3.7.1", "A3.7.2", "A3.7.3", "A4.5.1", "A4.5.2", "A5.11"),
    ]


def test_an_amended_annex_shows_what_it_changes_and_nothing_else(
    text: str, document: Document
) -> None:
    start, end = text.index("附件 3"), text.index("附件 4")
    annex = text[start:end]
    for old, new in (
        ("七、附则", "八、附则"),
        ("六、支持", "七、支持"),
        ("五、支持", "六、支持"),
        ("四、培育", "五、培育"),
        ("三、支持", "四、支持"),
        ("二、降低", "三、降低"),
        ("一、实施", "二、支持首次技改\n\n对首次实施技改的企业，一次性奖励5万元。\n\n@、实施"),
        ("最高给予实际投放贷款年化 2% 贴息", "最高给予实际投放贷款年化 1.5% 贴息"),
    ):
        assert annex.count(old) == 1, old
        annex = annex.replace(old, new)
    first = annex.index("二、支持首次"), annex.index("@、实施"), annex.index("三、降低")
    annex = (
        annex[: first[0]]
        + annex[first[1] : first[2]].replace("@", "一")
        + annex[first[0] : first[1]]
        + annex[first[2] :]
    )
    comparison = compare(document, parse(text[:start] + annex + text[end:]))
    assert [change.number for change in comparison.changes if change.kind == "added"] == ["A3.2"]
    moved = {c.before.number: c.number for c in comparison.changes if c.before}
    assert moved == {
        **{f"A3.{number}": f"A3.{number + 1}" for number in range(2, 8)},
        **{f"A3.6.{number}": f"A3.7.{number}" for number in range(1, 4)},
        **{f"A3.7.{number}": f"A3.8.{number}" for number in range(1, 4)},
    }
    assert comparison.touched == {"A3.2"}
