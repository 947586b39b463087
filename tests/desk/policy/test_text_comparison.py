"""What an amended text changes, clause by clause."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from banyan.desk.policy.official_text import ClauseChange, Comparison, Span, compare, parse
from banyan.desk.policy.text_comparison import diff

SMALL = Path(__file__).with_name("small_notice.txt").read_text(encoding="utf-8")


def amended(*replacements: tuple[str, str]) -> Comparison:
    """The small notice against itself with some words replaced."""
    text = SMALL
    for old, new in replacements:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return compare(parse(SMALL), parse(text))


def kinds(comparison: Comparison) -> list[tuple[str, str | None, str | None]]:
    return [
        (
            change.kind,
            change.before.number if change.before else None,
            change.after.number if change.after else None,
        )
        for change in comparison.changes
    ]


def spelt(spans: Sequence[Span]) -> str:
    signs = {"same": "{}", "removed": "[-{}-]", "added": "[+{}+]"}
    return "".join(signs[span.kind].format(span.text) for span in spans)


def change_of(comparison: Comparison, number: str) -> ClauseChange:
    return next(change for change in comparison.clauses if change.number == number)


def test_a_text_is_the_same_as_itself() -> None:
    comparison = amended()
    assert comparison.changes == ()
    assert comparison.touched == frozenset()
    assert len(comparison.clauses) == len(parse(SMALL).clauses)


def test_layout_and_the_width_of_characters_are_no_change() -> None:
    comparison = amended(
        ("每亩 800 元", "每亩８００元"),
        ("(二)提升", "（二）提升"),
        ("最高不超过１.５万元", "**最高**不超过1.5\n万元"),
        ("（集团公司）\n\n5家", "(集团公司)5家"),
    )
    assert comparison.changes == ()


def test_a_changed_figure_is_shown_whole() -> None:
    comparison = amended(("每亩 800 元", "每亩850.5元"))
    assert kinds(comparison) == [("changed", "A1.1", "A1.1")]
    assert "每亩[-800-][+850.5+]元给予补助" in spelt(comparison.changes[0].spans)
    assert comparison.touched == {"A1.1"}


def test_changed_units_are_a_change_of_the_clause() -> None:
    comparison = amended(("责任单位：市农业局、市水利局", "责任单位：市农业局、市交通局"))
    assert kinds(comparison) == [("changed", "A1.2", "A1.2")]
    assert "市农业局、市[-水利-][+交通+]局" in spelt(comparison.changes[0].spans)


def test_changed_units_touch_the_points_that_they_are_for() -> None:
    above = amended(("责任单位：市农业局、市水利局", "责任单位：市农业局、市交通局"))
    assert above.touched == {"A1.2", "A1.2.1", "A1.2.2"}
    heading = amended(("二、茶园道路", "二、茶园道路与水利"))
    assert heading.touched == {"A1.2"}
    own = amended(("责任单位：市农业局、市科技局", "责任单位：市农业局"))
    assert own.touched == {"A1.3.2"}


def test_a_changed_title_or_date_is_a_change_of_the_notice() -> None:
    comparison = amended(("2025年3月1日", "2025年3月8日"))
    assert kinds(comparison) == [("changed", "N", "N")]


def test_an_added_article_renumbers_those_behind_it() -> None:
    comparison = amended(
        ("八、采茶机械", "八、茶园气象\n\n每建一个气象站，奖励6万元。\n\n九、采茶机械"),
        ("九、茶旅融合", "十、茶旅融合"),
        ("十、标准制定", "十一、标准制定"),
        ("十一、灾后恢复", "十二、灾后恢复"),
    )
    assert kinds(comparison) == [
        ("added", None, "A1.8"),
        ("renumbered", "A1.8", "A1.9"),
        ("renumbered", "A1.9", "A1.10"),
        ("renumbered", "A1.10", "A1.11"),
        ("renumbered", "A1.11", "A1.12"),
        ("renumbered", "A1.12", "A1.13"),
    ]
    assert not change_of(comparison, "A1.9").words_changed
    assert comparison.touched == frozenset()
    assert comparison.renumbering["A1.12"] == "A1.13"
    assert comparison.renumbering["A1.7"] == "A1.7"


def test_an_article_that_moved_and_changed_a_little_is_known_again() -> None:
    comparison = amended(
        ("新获有机认证的，奖励3万元。", "保费补贴50%。"),
        ("四、有机认证", "四、茶园保险"),
        ("五、茶园保险\n\n保费补贴50%。", "五、有机认证\n\n新获有机认证的，奖励5万元。"),
    )
    assert kinds(comparison) == [("renumbered", "A1.5", "A1.4"), ("renumbered", "A1.4", "A1.5")]
    moved = change_of(comparison, "A1.5")
    assert moved.words_changed
    assert "奖励[-3-][+5+]万元" in spelt(moved.spans)
    assert comparison.touched == {"A1.4"}


def test_a_removed_article_stands_where_it_stood() -> None:
    text = SMALL.replace("六、病虫防治\n\n统防统治每亩补助60元。\n\n", "")
    comparison = compare(parse(SMALL), parse(text))
    assert kinds(comparison) == [("removed", "A1.6", None)]
    places = [change.number for change in comparison.clauses]
    assert places[places.index("A1.6") - 1] == "A1.5"
    assert spelt(change_of(comparison, "A1.6").spans).startswith("[-病虫防治")
    assert comparison.touched == {"A1.6"}


def test_points_move_together_with_what_is_above_them() -> None:
    text = SMALL.replace("一、新植补助", "一、茶园道路@").replace("二、茶园道路", "二、新植补助@")
    start, middle, end = (text.index(mark) for mark in ("一、茶园", "二、新植", "三、品种"))
    first, second = text[start:middle], text[middle:end]
    text = (
        text[:start]
        + second.replace("二、新植补助@", "一、茶园道路")
        + first.replace("一、茶园道路@", "二、新植补助")
        + text[end:]
    )
    comparison = compare(parse(SMALL), parse(text))
    assert kinds(comparison) == [
        ("renumbered", "A1.2", "A1.1"),
        ("renumbered", "A1.2.1", "A1.1.1"),
        ("renumbered", "A1.2.2", "A1.1.2"),
        ("renumbered", "A1.1", "A1.2"),
    ]


def test_an_annex_that_moves_takes_its_articles_with_it() -> None:
    tea = """
关于茶叶的措施
为支持茶叶发展，结合本市实际，制定本措施。
一、甲
新植茶园，每亩补助800元。
二、附则
1. 本措施所称茶园，是指连片十亩以上的茶园。
"""
    silk = """
关于丝绸的措施
为支持丝绸发展，结合本市实际，制定本措施。
一、乙
购买织机，按价款补助一成。
二、附则
1. 补助每年兑现一次，由市工业局审核。
"""
    comparison = compare(parse(f"附件1{tea}附件2{silk}"), parse(f"附件1{silk}附件2{tea}"))
    below = ("", ".1", ".2", ".2.1")
    assert comparison.renumbering == {
        **{f"A1{number}": f"A2{number}" for number in below},
        **{f"A2{number}": f"A1{number}" for number in below},
    }
    assert comparison.touched == frozenset()


def test_the_preamble_of_a_plan_does_not_become_that_of_an_annex() -> None:
    plan = parse("某方案\n为支持茶叶发展，结合本市实际，制定本方案。\n一、甲\n奖励。")
    annex = parse("附件1\n某措施\n为支持茶叶发展，结合本市实际，制定本措施。\n一、甲\n奖励。")
    assert kinds(compare(plan, annex)) == [
        ("removed", "P", None),
        ("added", None, "A1"),
        ("renumbered", "P1", "A1.1"),
    ]


def test_of_two_clauses_equally_near_the_one_with_the_number_is_the_same() -> None:
    before = parse("一、奖励\n新建茶旅线路的，奖励8万元。\n二、奖励\n新建茶旅线路的，奖励9万元。")
    after = parse("一、奖励\n新建茶旅线路的，奖励6万元。\n二、奖励\n新建茶旅线路的，奖励7万元。")
    assert compare(before, after).renumbering == {"P1": "P1", "P2": "P2"}
    fewer = parse("二、奖励\n新建茶旅线路的，奖励7万元。")
    assert compare(before, fewer).renumbering == {"P2": "P2"}


def test_an_article_written_anew_under_its_number_is_a_change() -> None:
    comparison = amended(
        ("七、茶农培训", "七、品牌宣传"),
        ("每人每年补助200元。", "在外地开设专卖店满一年的企业，分三档给予奖励。"),
    )
    assert kinds(comparison) == [("changed", "A1.7", "A1.7")]


def test_what_is_below_an_article_that_is_gone_is_gone() -> None:
    start, end = SMALL.index("三、品种改良"), SMALL.index("四、有机认证")
    comparison = compare(parse(SMALL), parse(SMALL[:start] + SMALL[end:]))
    assert kinds(comparison) == [
        ("removed", "A1.3", None),
        ("removed", "A1.3.1", None),
        ("removed", "A1.3.2", None),
    ]


@pytest.mark.parametrize(
    ("before", "after", "spans"),
    [
        ("奖励500万元", "奖励300万元", "奖励[-500-][+300+]万元"),
        ("补助2.5%", "补助2%", "补助[-2.5%-][+2%+]"),
        ("支持5G工厂", "支持6G工厂", "支持[-5-][+6+]G工厂"),
        ("国家级奖励", "国家级、省级奖励", "国家级[+、省级+]奖励"),
        ("甲乙丙丁", "戊乙己丁", "[-甲乙丙-][+戊乙己+]丁"),
        ("甲\n乙", "甲乙", "甲乙"),
        ("", "甲", "[+甲+]"),
        ("甲", "", "[-甲-]"),
    ],
)
def test_a_difference_is_shown_by_characters_and_whole_numbers(
    before: str, after: str, spans: str
) -> None:
    assert spelt(diff(before, after)) == spans


def test_both_texts_can_be_put_together_from_the_spans() -> None:
    before = "对年度投资额达500万元及以上的项目，给予不超过3%的补助，单个企业不超过500万元。"
    after = "对年度投资额达300万元以上的工业项目，给予5%的补助，单个企业每年不超过800万元。"
    spans = diff(before, after)
    assert "".join(span.text for span in spans if span.kind != "added") == before
    assert "".join(span.text for span in spans if span.kind != "removed") == after
