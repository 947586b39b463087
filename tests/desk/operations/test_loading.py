"""A fact set becomes the records of an empty desk, whole or not at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import polars as pl
import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.operations import loading
from banyan.desk.operations.actions import load_facts, loaded_before
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS, Source
from banyan.packs.fuzhou import pack
from banyan.rules.credit_code import complete
from banyan.rules.errors import UsageError
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts
from desk.making import Making

CODE = complete("91350100MA0000001")

FILES = {
    "organizations": "uscc,name,kind,county,industry,size,scaled_on\n"
    f'{CODE},"福州""一""机械, 有限公司",enterprise,350102,C3411,,2024-05-06\n',
    "projects": "project,uscc,name,municipal_key,special_bond,other_fiscal_support,"
    f"innovation_centre\nP1,{CODE},,true,false,false,false\n",
    "loans": "loan,uscc,project,purposes,principal,annual_rate,disbursed_on,first_disbursed_on,"
    "ends_on,central_support,other_support,provincial_support\n"
    f"L1,{CODE},P1,software_tax|technology_upgrade,1234.5,3.4567,2026-01-02,2026-01-01,"
    "2027-01-02,false,true,0\n",
    "orders": f"order,uscc,signed_on,amount\nO1,{CODE},2026-03-04,10\n",
    "history": f"measure,uscc,award_key,year,amount\nsrdi,{CODE},provincial,2025,100000\n",
}


@pytest.fixture
def small(tmp_path: Path) -> Facts:
    for name, text in FILES.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return read_facts(tmp_path, pack().schema)


@pytest.mark.django_db
def test_every_value_is_held_in_the_unit_of_its_column(small: Facts) -> None:
    source = load_facts(Actor(), small)
    organization = FACTS["organizations"].objects.get()
    assert organization.uscc == CODE
    assert organization.name == '福州"一"机械, 有限公司'
    assert organization.size is None
    assert organization.scaled_on == date(2024, 5, 6)
    assert FACTS["projects"].objects.get().name is None
    loan = FACTS["loans"].objects.get()
    assert loan.organization == organization
    assert loan.project.municipal_key is True
    assert loan.purposes == "technology_upgrade|software_tax"  # in the order of the schema
    assert loan.principal == 123450
    assert loan.annual_rate == 34567
    assert loan.first_disbursed_on == date(2026, 1, 1)
    assert (loan.central_support, loan.other_support) == (False, True)
    assert FACTS["history"].objects.get().amount == 10_000_000
    assert {row.source for model in FACTS.values() for row in model.objects.all()} == {source}
    assert loan.verified_at is None


@pytest.mark.django_db
def test_every_row_of_a_city_arrives(facts: Facts, city: Path) -> None:
    source = load_facts(Actor(), facts)
    for name, model in FACTS.items():
        assert model.objects.count() == facts[name].height, name
    assert source.rows == sum(frame.height for frame in facts.tables.values())
    years = pl.read_parquet(city / "project_years.parquet")
    held = {
        (row.project_id, row.year): row.equipment_net
        for row in FACTS["project_years"].objects.all()
    }
    for project, year, net in years.select("project", "year", "equipment_net").iter_rows():
        assert held[project, year] == net * Decimal(100)


@pytest.mark.django_db
def test_what_somebody_answers_for_is_verified(small: Facts, making: Making) -> None:
    officer = making.account(Role.CITY)
    source = load_facts(Actor(), small, verified_by=officer)
    order = FACTS["orders"].objects.get()
    assert (order.verified_by, order.verified_at) == (officer, source.made_at)


@pytest.mark.django_db
def test_the_entry_names_the_hash_of_every_file(small: Facts) -> None:
    load_facts(Actor(), small)
    after = Entry.objects.get().after
    assert set(after["files"]) == set(FILES)
    assert after["files"]["orders"] == {"rows": 1, "sha256": small.sources["orders"].sha256}


@pytest.mark.django_db
def test_a_desk_with_records_is_refused(small: Facts, making: Making) -> None:
    making.organization(7)
    with pytest.raises(UsageError, match="holds records already"):
        load_facts(Actor(), small)
    assert not loaded_before(small)
    assert FACTS["orders"].objects.count() == 0


@pytest.mark.django_db
def test_the_same_facts_are_recognized(small: Facts, facts: Facts) -> None:
    load_facts(Actor(), small)
    assert loaded_before(small)
    assert not loaded_before(facts)


@pytest.mark.django_db
def test_nobody_but_the_system_loads(small: Facts, making: Making) -> None:
    with pytest.raises(PermissionDenied):
        load_facts(making.actor(Role.ADMINISTRATOR), small)


@pytest.mark.django_db
def test_a_load_that_fails_leaves_nothing(small: Facts, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(done: int) -> None:
        if done > 2:
            raise RuntimeError

    with pytest.raises(RuntimeError):
        load_facts(Actor(), small, progress=fail)
    assert not loading.holds_records()
    assert not Source.objects.exists()
    assert not Entry.objects.exists()


@pytest.mark.django_db
def test_pieces_of_a_table_are_joined_without_a_gap(
    facts: Facts, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(loading, "AT_ONCE", 7)
    heard: list[int] = []
    source = load_facts(Actor(), facts, progress=heard.append)
    assert heard == sorted(set(heard))
    assert heard[-1] == source.rows
    assert FACTS["orders"].objects.count() == facts["orders"].height


SHAPE = {
    "postgresql": """
        SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint
        UNION
        SELECT indrelid::regclass::text, indexrelid::regclass::text, pg_get_indexdef(indexrelid)
        FROM pg_index
    """,
    "sqlite": "SELECT tbl_name, name, sql FROM sqlite_master WHERE name <> 'sqlite_stat1'",
}


@pytest.mark.django_db
def test_the_database_keeps_its_references_and_indexes(facts: Facts) -> None:
    def shape() -> set[tuple[str, str, str]]:
        with connection.cursor() as cursor:
            cursor.execute(SHAPE[connection.vendor])
            return set(cursor.fetchall())

    before = shape()
    load_facts(Actor(), facts)
    assert shape() == before
