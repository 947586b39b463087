"""Cases are found by their words and by what they are, by whoever may see them."""

from __future__ import annotations

from typing import Any

import pytest

from banyan.desk.cases import search
from banyan.desk.cases.models import Case, CaseTerms, Help
from banyan.desk.cases.search import Question, ask
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.cases.finding_scenarios import closed, opened
from desk.making import Making


@pytest.fixture
def city(making: Making) -> Account:
    return making.account(Role.CITY)


def found(account: Account | None, text: str = "", **things: str) -> list[str]:
    cases = ask(account, Question(text, things)).order_by("pk")
    return [case.title for case in cases]


def test_a_word_of_two_characters_is_found_in_title_text_answer_and_name(
    making: Making, city: Account
) -> None:
    one = making.organization(1, name="福州榕树纺织有限公司")
    opened("厂区停电", organization=one)
    opened("贷款难", category="finance", text="银行抽贷后，车间停电一天")
    closed("老线路", answer="已处理停电")
    opened("停工，电费高")
    assert found(city, "停电") == ["厂区停电", "贷款难", "老线路"]
    assert found(city, "停电 车间") == ["贷款难"]
    assert found(city, "榕树") == ["厂区停电"]
    assert found(city, "fzrsfz") == ["厂区停电"]
    assert found(city, one.pk) == ["厂区停电"]
    assert found(city, "电厂") == []


def test_less_than_two_characters_find_nothing(making: Making, city: Account) -> None:
    opened("停电")
    assert Question("停").too_short
    assert found(city, "停") == []


def test_a_case_is_found_by_its_number(making: Making, city: Account) -> None:
    case = opened("停电")
    assert found(city, case.reference) == ["停电"]
    assert found(city, str(case.pk)) == ["停电"]
    assert found(city, f"2019-{case.pk:07d}") == []


def test_filters_alone_and_together_with_words(making: Making, city: Account) -> None:
    power = making.unit("power")
    opened("甲停电", county="350102", gravity="grave")
    opened("乙停电", kind="factor", category="power", county="350103")
    opened("丙停电", lead=power)
    closed("丁停电", county="350102")
    assert found(city, state="open") == ["甲停电", "乙停电", "丙停电"]
    assert found(city, state="closed") == ["丁停电"]
    assert found(city, county="350102", state="any") == ["甲停电", "丁停电"]
    assert found(city, kind="factor") == ["乙停电"]
    assert found(city, category="factor.power") == ["乙停电"]
    assert found(city, category="problem.power") == []
    assert found(city, level="city") == ["丙停电"]
    assert found(city, unit=str(power.pk)) == ["丙停电"]
    assert found(city, rating="5") == ["丁停电"]
    assert found(city, "停电", gravity="grave", county="350102") == ["甲停电"]
    assert found(city, "停水", gravity="grave") == []


def test_a_unit_that_helps_has_the_case_among_its_own(making: Making, city: Account) -> None:
    case = opened("停电")
    Help.objects.create(case=case, unit=making.unit("gas"))
    search.refresh(case)
    assert found(city, unit=str(making.unit("gas").pk)) == ["停电"]


def test_nobody_finds_what_he_may_not_see(making: Making) -> None:
    one, other = making.organization(1), making.organization(2, county="350103")
    opened("甲停电", organization=one)
    opened("乙停电", organization=other, lead=making.unit("power"))
    enterprise = making.account(Role.ENTERPRISE)
    making.representation(enterprise, one)
    power = Account.objects.create_user("power", role=Role.DEPARTMENT, unit=making.unit("power"))
    assert found(making.account(Role.COUNTY), "停电") == ["甲停电"]
    assert found(enterprise, "停电") == ["甲停电"]
    assert found(power, "停电") == ["乙停电"]
    assert found(power, "停电", whose="mine") == ["乙停电"]
    assert found(making.account(Role.EXPERT), "停电") == []
    assert found(None, "停电") == []


def test_the_index_made_anew_is_the_one_that_was_kept_up(making: Making, city: Account) -> None:
    opened("甲停电", organization=making.organization(1), lead=making.unit("power"))
    closed("乙停电")
    kept = list(CaseTerms.objects.order_by("pk").values())
    assert search.rebuild() == 2
    assert list(CaseTerms.objects.order_by("pk").values()) == kept
    assert found(city, "停电") == ["甲停电", "乙停电"]
    opened("丙停电")
    assert found(city, "停电") == ["甲停电", "乙停电", "丙停电"]


@pytest.mark.parametrize("text", ['"', "停电' OR 1", "停电 AND", "*停电*", "停电%", "\x00停电"])
def test_what_databases_read_as_more_is_only_text(city: Account, text: str) -> None:
    assert isinstance(found(city, text), list)


def test_overdue_is_what_was_due_and_whose_clock_runs(making: Making, city: Account) -> None:
    for title, state in (("甲", "recorded"), ("乙", "paused")):
        case = opened(title + "停电")
        Case.objects.filter(pk=case.pk).update(due_on="2026-01-05", state=state)
        case.refresh_from_db()
        search.refresh(case)
    opened("丙停电")
    assert found(city, overdue="1") == ["甲停电"]
    assert found(city, due="2026-01-05") == ["甲停电", "乙停电"]


def test_a_question_forgets_what_it_does_not_know() -> None:
    given: dict[str, Any] = {"q": " 停电 ", "state": "open", "nonsense": "1", "kind": ""}
    assert Question.of(given).said == {"q": "停电", "state": "open"}
