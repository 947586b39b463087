"""Solved cases like a text, and the examples that enterprises may read."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from banyan.desk.cases.search import actions, similar
from banyan.desk.people.roles import Role
from desk.cases.finding_scenarios import closed, opened
from desk.making import Making


def test_the_most_alike_comes_first_and_what_is_open_not_at_all(making: Making) -> None:
    closed("变压器容量不足导致夜间停电", answer="已增容")
    closed("贷款到期银行不续贷", category="finance")
    closed("夜间道路限行")
    opened("变压器容量不足导致夜间停电")
    found = similar(making.account(Role.CITY), "我厂变压器容量不足，夜间常停电")
    assert found[0].title == "变压器容量不足导致夜间停电"
    assert found[0].answer == "已增容"
    assert "贷款到期银行不续贷" not in [like.title for like in found]


def test_a_county_sees_no_other_countys_solved_cases(making: Making) -> None:
    closed("变压器停电", county="350103")
    assert similar(making.account(Role.COUNTY), "变压器停电") == []
    assert similar(making.account(Role.CITY), "变压器停电") != []


def test_an_enterprise_reads_its_own_and_examples_but_no_one_elses_case(making: Making) -> None:
    own, other = making.organization(1), making.organization(2)
    enterprise = making.account(Role.ENTERPRISE)
    making.representation(enterprise, own)
    case = closed("隔壁变压器停电", organization=other, answer="给隔壁增容")
    assert similar(enterprise, "变压器停电") == []
    city = making.actor(Role.CITY)
    actions.publish_example(city, case, title="变压器停电", answer="可申请增容")
    assert [(like.answer, like.case) for like in similar(enterprise, "变压器停电")] == [
        ("可申请增容", None)
    ]
    assert similar(enterprise, "招工困难") == []
    actions.withdraw_example(city, case)
    assert similar(enterprise, "变压器停电") == []


def test_an_example_names_nobody(making: Making) -> None:
    case = closed("停电", organization=making.organization(1), contact="林小榕")
    city = making.actor(Role.CITY)
    for words in ("福州第1机械有限公司停电", "林小榕反映停电"):
        with pytest.raises(ValidationError):
            actions.publish_example(city, case, title=words, answer="x")
    actions.publish_example(city, case, title="停电", answer="增容")
    with pytest.raises(ValidationError):
        actions.publish_example(city, case, title="停电", answer="增容")


def test_only_who_keeps_the_ledger_publishes_and_only_what_was_solved(making: Making) -> None:
    solved = closed("停电", county="350103")
    with pytest.raises(PermissionDenied):
        actions.publish_example(making.actor(Role.COUNTY), solved, title="停电", answer="增容")
    with pytest.raises(ValidationError):
        actions.publish_example(making.actor(Role.CITY), opened(), title="停电", answer="增容")
