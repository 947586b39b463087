"""``banyan people make-administrator``: how a new desk gets its first account."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from banyan.cli.people import command
from banyan.desk.audit.models import Entry
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.rules.errors import UsageError


def make(*arguments: str) -> Result:
    return CliRunner().invoke(command, ["make-administrator", *arguments])


@pytest.mark.django_db
def test_a_new_desk_gets_an_administrator_and_the_units_of_the_policy() -> None:
    done = make("root", "曾宇")
    assert done.exit_code == 0, done.output
    account = Account.objects.get()
    assert (account.role, account.name, account.unit.code) == (
        Role.ADMINISTRATOR,
        "曾宇",
        "industry",
    )
    assert account.must_change_password
    assert account.check_password(done.output.split()[4])
    assert Unit.objects.count() > 20
    assert Entry.objects.count() == 2


@pytest.mark.django_db
def test_a_name_that_is_taken_is_refused() -> None:
    make("root", "曾宇")
    refused = make("root", "施雨")
    assert isinstance(refused.exception, UsageError)
    assert Account.objects.count() == 1


@pytest.mark.django_db
def test_an_unknown_unit_is_refused() -> None:
    refused = make("root", "曾宇", "--unit", "nowhere")
    assert isinstance(refused.exception, UsageError)
    assert not Account.objects.exists()
