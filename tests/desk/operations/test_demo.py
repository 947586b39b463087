"""The demo's city, accounts and organizations."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from banyan.desk.audit.models import Entry
from banyan.desk.audit.verification import verify
from banyan.desk.operations import demo, demo_city
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Organization, Representation
from banyan.packs.fuzhou import pack
from banyan.rules.explanation import Explainer
from banyan.rules.facts import Facts
from banyan.rules.settlement import settle

from .conftest import TODAY


@pytest.fixture
def data(tmp_path: Path, city: Path) -> Path:
    (tmp_path / "city").symlink_to(city)
    return tmp_path


def test_nothing_in_the_city_lies_in_the_future(city: Path) -> None:
    for name, column in demo_city.HAPPENED_ON.items():
        assert pl.read_parquet(city / f"{name}.parquet")[column].max() <= TODAY, name
    assert pl.read_parquet(city / "project_years.parquet")["year"].max() == TODAY.year
    assert pl.read_parquet(city / "history.parquet")["year"].max() == TODAY.year - 1


def test_the_same_day_gives_the_same_city(tmp_path: Path, city: Path) -> None:
    demo_city.make(tmp_path / "again", TODAY, organizations=300)
    for path in city.iterdir():
        assert path.read_bytes() == (tmp_path / "again" / path.name).read_bytes()


@pytest.mark.parametrize("today", [date(2025, 3, 1), date(2033, 1, 1)])
def test_a_city_of_another_time_holds_together(tmp_path: Path, today: date) -> None:
    demo_city.make(tmp_path / "city", today, organizations=300)
    facts = demo_city.read(tmp_path / "city", pack())
    assert len(demo_city.rich(facts, pack(), today)) == 2


def test_the_two_organizations_are_of_different_counties(facts: Facts) -> None:
    (one, first), (two, second) = demo_city.rich(facts, pack(), TODAY)
    assert one != two
    assert first != second


def test_both_are_near_to_something_that_they_do_not_get_yet(facts: Facts) -> None:
    explainer = Explainer(settle(pack(), facts, TODAY.year))
    for uscc, _ in demo_city.rich(facts, pack(), TODAY):
        lines = [line for one in explainer.explain(uscc).measures for line in one.lines]
        assert any(line.status == "granted" for line in lines)
        gaps = [gap for line in lines if line.would for one in line.failed for gap in one.gaps]
        assert any(gap.short and gap.missing for gap in gaps)


@pytest.mark.django_db
def test_there_are_two_accounts_of_every_role_and_more_where_many_work_together(data: Path) -> None:
    demo.set_up(data, TODAY)
    expected = dict.fromkeys(Role, 2) | {
        Role.ENTERPRISE: 3,
        Role.EXPERT: 3,
        Role.DEPARTMENT: 5,
    }
    assert Counter(Account.objects.values_list("role", flat=True)) == expected
    for account in Account.objects.all():
        assert account.check_password("banyan-demo")
    assert set(Unit.objects.exclude(county="").values_list("county", flat=True)) == set(counties())


@pytest.mark.django_db
def test_the_officers_of_the_counties_see_the_organizations_of_their_enterprise(
    data: Path,
) -> None:
    demo.set_up(data, TODAY)
    for number in ("", "2"):
        enterprise = Account.objects.get(username=f"enterprise{number}")
        officer = Account.objects.get(username=f"county{number}")
        other = Account.objects.get(username="county" if number else "county2")
        represented = Organization.objects.visible_to(enterprise).get()
        assert Organization.objects.visible_to(officer).filter(pk=represented.pk).exists()
        assert not Organization.objects.visible_to(other).filter(pk=represented.pk).exists()


@pytest.mark.django_db
def test_the_bank_sees_what_the_enterprise_shares(data: Path) -> None:
    demo.set_up(data, TODAY)
    bank = Account.objects.get(username="bank")
    shared = Organization.objects.visible_to(bank).get()
    assert Representation.objects.get(account__username="enterprise").organization == shared
    other = Account.objects.get(username="bank2")
    assert not Organization.objects.visible_to(other).exists()


@pytest.mark.django_db
def test_the_represented_organizations_have_something_to_show(data: Path) -> None:
    demo.set_up(data, TODAY)
    for representation in Representation.objects.all():
        uscc = representation.organization_id
        tables = [
            name
            for name, model in FACTS.items()
            if model.organization_path == "organization"
            and model.objects.filter(organization=uscc).exists()
        ]
        assert len(tables) >= 2, tables


@pytest.mark.django_db
def test_a_second_set_up_changes_nothing(data: Path) -> None:
    demo.set_up(data, TODAY)
    Representation.objects.get(account__username="enterprise").delete()
    entries = Entry.objects.count()
    demo.set_up(data, TODAY)
    assert Entry.objects.count() == entries
    assert not Representation.objects.filter(account__username="enterprise").exists()
    assert list(verify()) == []


@pytest.mark.django_db
def test_a_set_up_that_was_killed_goes_on(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(demo, "load_facts", lambda *given, **named: (_ for _ in ()).throw(SystemExit))
        with pytest.raises(SystemExit):
            demo.set_up(data, TODAY)
    assert not Account.objects.exists()
    demo.set_up(data, TODAY)
    assert Account.objects.count() == len(demo.PEOPLE)
