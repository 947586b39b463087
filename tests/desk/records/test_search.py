"""Organizations are found by what people know of them, and only by those who may see them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records import actions, search
from banyan.desk.records.checking import Draft
from banyan.desk.records.models import Organization, SearchEntry
from banyan.desk.records.search import Question, terms
from desk.making import Making

NAMES = {
    1: "福州榕树机械有限公司",
    2: "福建榕科软件有限公司",
    3: "福州鼓楼重型机床厂",
    4: "Fuzhou ＡＢＣ 5G Machinery",
}


@pytest.fixture
def city(making: Making) -> Making:
    for number, name in NAMES.items():
        making.organization(
            number,
            name=name,
            county="350102" if number < 3 else "350103",
            industry="I6510" if number == 2 else "C3411",
            size=None if number == 3 else "small",
        )
    search.rebuild()
    return making


def _found(city: Making, text: str = "", role: Role = Role.CITY, **things: str) -> list[int]:
    account = Account.objects.filter(role=role).first() or city.account(role)
    known = {city.credit_code(number): number for number in range(1, 10)}
    return sorted(known[one.pk] for one in search.ask(account, Question(text, things)))


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("机械", [1]),
        ("有限公司", [1, 2]),
        ("福州", [1, 3]),
        ("福州榕树机械有限公司", [1]),
        ("福州 机床", [3]),
        ("榕树机床", []),
        ("械机", []),
        ("限公", [1, 2]),
        ("公司有限", []),
        ("abc", [4]),
        ("ABC5G", [4]),
        ("machinery", [4]),
        ("  ", [1, 2, 3, 4]),
    ],
)
def test_words_of_a_name(city: Making, text: str, numbers: list[int]) -> None:
    assert _found(city, text) == numbers


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        ("fzrsjx", [1]),
        ("FZRS", [1]),
        ("rjyxgs", [2]),
        ("jx", [1]),
        ("zxjc", [3]),
        ("xj", [3]),
        ("gx", []),
    ],
)
def test_pinyin_initials(city: Making, text: str, numbers: list[int]) -> None:
    assert _found(city, text) == numbers


def test_a_character_with_two_readings_is_read_as_in_its_word() -> None:
    assert terms.initials("重庆长乐银行") == "cqclyh"


def test_a_credit_code_whole_or_its_beginning(city: Making) -> None:
    code = city.credit_code(2)
    assert _found(city, code) == [2]
    assert _found(city, code.lower()) == [2]
    assert _found(city, "9135") == [1, 2, 3, 4]
    assert _found(city, "9136") == []


@pytest.mark.parametrize("text", ["福", "福州 械", "-", "《》"])
def test_less_than_two_characters_find_nothing(city: Making, text: str) -> None:
    assert Question(text).too_short
    assert _found(city, text) == []


def test_filters_alone_and_together_with_words(city: Making) -> None:
    assert _found(city, county="350102") == [1, 2]
    assert _found(city, section="C", size="small") == [1, 4]
    assert _found(city, "福州", section="C", county="350103") == [3]
    assert _found(city, "9135", section="I") == [2]


def test_a_recognition_is_filtered_by_while_it_holds(city: Making) -> None:
    today = timezone.localdate()
    for number, expires_on in ((1, None), (2, today + timedelta(1)), (3, today)):
        row = {
            "recognition": f"R{number}",
            "uscc": city.credit_code(number),
            "kind": "srdi",
            "recognized_on": "2020-01-01",
            "expires_on": str(expires_on or ""),
        }
        actions.import_rows(Actor(), Draft.of_rows({"recognitions": [row]}))
    assert _found(city, recognition="srdi") == [1, 2]
    assert _found(city, recognition="little_giant") == []


def test_tags_are_found_and_forgotten(city: Making) -> None:
    actor = city.actor(Role.CITY)
    one = Organization.objects.get(pk=city.credit_code(3))
    actions.tag(actor, one, "重点 走访")
    assert _found(city, tag="重点 走访") == [3]
    actions.untag(actor, one, "重点 走访")
    assert _found(city, "", tag="重点 走访") == []


def test_the_index_follows_what_is_written(city: Making) -> None:
    actor = city.actor(Role.CITY)
    row = {
        "uscc": city.credit_code(5),
        "name": "福州新来机械厂",
        "kind": "enterprise",
        "county": "350102",
    }
    actions.import_rows(actor, Draft.of_rows({"organizations": [row]}))
    assert _found(city, "新来") == [5]
    actions.import_rows(actor, Draft.of_rows({"organizations": [row | {"name": "改名"}]}))
    assert (_found(city, "新来", Role.CITY, kind="enterprise"), _found(city, "改名")) == ([], [5])
    actions.delete(actor, Organization.objects.get(pk=city.credit_code(5)))
    assert not SearchEntry.objects.filter(organization_id=city.credit_code(5)).exists()


def test_rebuilding_gives_what_following_gave(city: Making) -> None:
    actor = city.actor(Role.CITY)
    row = {"uscc": city.credit_code(1), "name": "改名机械", "kind": "park", "county": "350104"}
    actions.import_rows(actor, Draft.of_rows({"organizations": [row]}))
    followed = _entries()
    assert search.rebuild() == 4
    assert _entries() == followed
    assert _found(city, "改名机械", county="350104") == [1]


def _entries() -> list[Any]:
    return sorted(
        (one.organization_id, one.name, one.initials, sorted(one.terms))
        for one in SearchEntry.objects.all()
    )


@pytest.mark.parametrize(
    ("role", "numbers"),
    [
        (Role.CITY, [1, 2, 3]),
        (Role.COUNTY, [1, 2]),
        (Role.ENTERPRISE, []),
        (Role.ADMINISTRATOR, []),
    ],
)
def test_nobody_finds_what_they_may_not_see(city: Making, role: Role, numbers: list[int]) -> None:
    assert _found(city, "福", role) == []
    for text in ("9135", "福州", "福建"):
        assert set(_found(city, text, role)) <= {*numbers, *([4] if role is Role.CITY else [])}
    assert _found(city, "榕科", role) == ([2] if 2 in numbers else [])


def test_what_somebody_types_is_never_a_query_of_the_index(city: Making) -> None:
    for text in ('"', "a OR b", "福州* NEAR", "');--", "x:y", "{}", "%%%", "\\"):
        _found(city, text)
    assert connection.vendor in ("sqlite", "postgresql")
