"""A message is told once, in the reader's language, and what leaves the desk is written down."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.utils import translation

from banyan.desk.audit import Actor
from banyan.desk.messaging import actions, templates
from banyan.desk.messaging.models import Dispatch, Message
from banyan.desk.messaging.sending import tell
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from desk.making import Making
from desk.messaging.scenarios import made_robot, told

pytestmark = pytest.mark.django_db

CONTEXT = {"what": "it", "due": "2026-12-01"}


def _by_email(making: Making, username: str = "reader", *, role: Role = Role.CITY) -> Account:
    account = making.account(role, username)
    account.email = f"{username}@example.com"
    account.save()
    with translation.override("en"):
        actions.choose_email(Actor(account), True)
    return account


@pytest.fixture
def desk_sends(settings: Any) -> None:
    settings.EMAIL_URL = "smtp://mail.example"


def test_the_same_key_is_told_once(making: Making) -> None:
    one, other = making.account(Role.CITY, "one"), making.account(Role.CITY, "other")
    assert len(tell([one], "test.told", key="key", context=CONTEXT)) == 1
    assert [m.account for m in tell([one, other], "test.told", key="key", context=CONTEXT)] == [
        other
    ]
    assert tell([one, other], "test.told", key="key", context=CONTEXT) == []
    assert Message.objects.count() == 2


def test_somebody_named_twice_is_told_once(making: Making) -> None:
    one = making.account(Role.CITY)
    assert len(tell([one, one], "test.told", key="key", context=CONTEXT)) == 1


def test_what_is_given_in_both_languages_is_put_into_the_readers(making: Making) -> None:
    message = told(making.account(Role.CITY), {"zh": "设备", "en": "Equipment"})
    said = {}
    for language in ("zh-hans", "en"):
        with translation.override(language):
            said[language] = templates.render(message.kind, message.context).subject
    assert said == {"zh-hans": "About 设备", "en": "About Equipment"}


def test_what_no_template_could_say_is_not_told(making: Making) -> None:
    account = making.account(Role.CITY)
    with pytest.raises(ValueError, match="is declared"):
        tell([account], "test.nothing", key="key")
    with pytest.raises(KeyError):
        tell([account], "test.told", key="key", context={"what": "x"})
    assert not Message.objects.exists()


def test_a_kind_that_is_gone_is_shown_by_its_code() -> None:
    assert templates.render("test.gone", {}).subject == "test.gone"


def test_nothing_leaves_the_desk_that_was_taken_back(making: Making, desk_sends: None) -> None:
    account = _by_email(making)
    with transaction.atomic():
        told(account)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert not Dispatch.objects.exists()


def test_only_those_who_chose_it_are_told_by_email(making: Making, desk_sends: None) -> None:
    chosen, other = _by_email(making), making.account(Role.CITY, "other")
    tell([chosen, other], "test.told", key="key", context=CONTEXT)
    assert [one.target for one in Dispatch.objects.all()] == ["reader@example.com"]
    actions.choose_email(Actor(chosen), False)
    told(chosen, key="another")
    assert Dispatch.objects.count() == 1


def test_a_desk_without_a_mail_server_writes_down_nothing(making: Making) -> None:
    told(_by_email(making))
    assert not Dispatch.objects.exists()


def test_a_robot_is_told_once_what_several_of_its_unit_are_told(making: Making) -> None:
    robot = made_robot(making)
    several = [making.account(Role.CITY, f"officer-{number}") for number in range(3)]
    tell(several, "test.told", key="key", context=CONTEXT)
    tell([*several, making.account(Role.CITY, "new")], "test.told", key="key", context=CONTEXT)
    assert [one.robot for one in Dispatch.objects.all()] == [robot]


def test_a_robot_is_not_told_what_others_than_its_unit_are_told(making: Making) -> None:
    made_robot(making)
    tell(
        [making.account(Role.COUNTY), making.account(Role.ENTERPRISE)],
        "test.told",
        key="key",
        context=CONTEXT,
    )
    assert not Dispatch.objects.exists()


def test_a_robot_is_told_its_kinds_only(making: Making) -> None:
    templates.declare("test.other", subject="Other", body="Other")
    made_robot(making, kinds=["test.other"])
    account = making.account(Role.CITY)
    told(account)
    assert not Dispatch.objects.exists()
    tell([account], "test.other", key="other")
    assert Dispatch.objects.count() == 1


def test_five_thousand_are_told_with_few_queries(
    making: Making, django_assert_max_num_queries: Any
) -> None:
    Account.objects.bulk_create(
        Account(username=f"many-{number}", role=Role.ENTERPRISE) for number in range(5_000)
    )
    accounts = list(Account.objects.all())
    with django_assert_max_num_queries(60):
        assert len(tell(accounts, "test.told", key="key", context=CONTEXT)) == 5_000
