"""The words of a month, and which of them are rising."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from banyan.desk.cases.models import Case, MonthWord
from banyan.desk.cases.search import words
from banyan.desk.people.roles import Role
from desk.cases.finding_scenarios import DESK, opened
from desk.making import Making

NOVEMBER = datetime(2026, 11, 10, tzinfo=ZoneInfo("Asia/Shanghai"))


def _raised(texts: list[str], at: datetime, county: str = "350102") -> None:
    for text in texts:
        case = opened(text, county=county)
        Case.objects.filter(pk=case.pk).update(raised_at=at)


@pytest.fixture
def counted(making: Making) -> None:
    said = ["夜间停电影响甲", "车间停电损失乙", "厂区停电赔丙", "工人宿舍停电"]
    _raised([*said, "银行贷款到期", "续贷银行贷款", "银行贷款利率"], NOVEMBER)
    _raised(["停电", "银行贷款", "银行贷款", "银行贷款", "银行贷款"], NOVEMBER - timedelta(days=40))
    _raised(["停电"], NOVEMBER - timedelta(days=200))
    _raised(["停电"], NOVEMBER, "350103")
    words.count_words(DESK, NOVEMBER.date().replace(day=1))


@pytest.mark.usefixtures("counted")
def test_what_is_said_most_comes_first_and_no_piece_of_a_word_beside_it() -> None:
    found = words.words_of(NOVEMBER.date().replace(day=1))
    assert [(one.word, one.cases) for one in found[:2]] == [("停电", 5), ("银行贷款", 3)]
    assert "行贷" not in [one.word for one in found]


@pytest.mark.usefixtures("counted")
def test_what_has_a_larger_share_than_before_is_rising() -> None:
    found = {one.word: one for one in words.words_of(NOVEMBER.date().replace(day=1))}
    assert found["停电"].rising
    assert not found["银行贷款"].rising


@pytest.mark.usefixtures("counted")
def test_a_county_has_its_own_words() -> None:
    (one,) = words.words_of(NOVEMBER.date().replace(day=1), county="350103")
    assert (one.word, one.cases, one.share) == ("停电", 1, 1)


@pytest.mark.usefixtures("counted")
def test_counted_again_it_is_the_same() -> None:
    before = list(MonthWord.objects.order_by("county", "word").values_list("word", "cases"))
    words.count_words(DESK, NOVEMBER.date().replace(day=1))
    assert list(MonthWord.objects.order_by("county", "word").values_list("word", "cases")) == before


@pytest.mark.usefixtures("counted")
def test_the_page_leads_to_the_cases(client: Client, making: Making) -> None:
    client.force_login(making.account(Role.CITY))
    row = client.get("/cases/words/").context["most"][0]
    assert row["word"] == "停电"
    assert len(client.get(f"/cases/?{row['query']}").context["lines"]) == 5


@pytest.mark.usefixtures("counted")
def test_a_county_officer_reads_no_other_countys_words(client: Client, making: Making) -> None:
    client.force_login(making.account(Role.COUNTY, county="350103"))
    rows = client.get("/cases/words/?county=350102").context["most"]
    assert [(row["word"], row["cases"]) for row in rows] == [("停电", 1)]
