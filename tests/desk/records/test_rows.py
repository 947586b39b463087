"""Records become facts and facts records without a fen lost."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from openpyxl import load_workbook

from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import declared_pack
from banyan.desk.records import actions, exporting
from banyan.desk.records.checking import Draft, check
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import facts_of, row_of, rows_of, schema, write_facts
from banyan.packs.fuzhou.city.generation import generate
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts
from banyan.rules.rows import facts_of_rows, rows_of_facts
from banyan.rules.subset import of_organizations
from desk.making import Making
from desk.records.files import csv_file

SIZE = 300


@pytest.fixture(scope="module")
def facts(tmp_path_factory: pytest.TempPathFactory) -> Facts:
    folder = tmp_path_factory.mktemp("city") / "facts"
    generate(folder, SIZE, 11)
    return read_facts(folder, schema())


@pytest.fixture
def city(making: Making, facts: Facts) -> Facts:
    """A made-up city on record."""
    rows = {table.name: rows_of_facts(facts, table.name) for table in schema().tables}
    actions.import_rows(Actor(), Draft.of_rows(rows))
    return facts


def _sorted(facts: Facts) -> dict[str, list[tuple[str, ...]]]:
    return {
        table.name: sorted(tuple(row.values()) for row in rows_of_facts(facts, table.name))
        for table in schema().tables
    }


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_the_records_written_as_facts_are_the_facts_that_came_in(
    city: Facts, tmp_path: Path, form: Any
) -> None:
    counts = write_facts(tmp_path / "out", form)
    again = read_facts(tmp_path / "out", schema())
    assert _sorted(again) == _sorted(city)
    assert counts["organizations"] == SIZE


def test_what_is_known_of_an_organization_is_what_the_engine_would_cut_out(city: Facts) -> None:
    codes = city["organizations"]["uscc"]
    for place in range(0, SIZE, 7):
        cut = of_organizations(city, [place])
        ours = facts_of_rows(declared_pack().schema, facts_of([codes[place]]))
        assert _sorted(ours) == _sorted(cut), codes[place]


def test_what_is_known_of_several_takes_no_more_queries_than_of_one(
    city: Facts, django_assert_max_num_queries: Any
) -> None:
    codes = city["organizations"]["uscc"].to_list()
    with django_assert_max_num_queries(2 * len(FACTS)):
        found = facts_of(codes[:100])
    assert len(found["organizations"]) >= 100


def test_an_import_of_what_is_on_record_changes_nothing(city: Facts) -> None:
    rows = {name: [row for _, row in rows_of(FACTS[name].objects.all())] for name in FACTS}
    outcome = check(Draft.of_rows(rows), None)
    assert outcome.faults == []
    assert outcome.changes == []


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_an_export_that_is_imported_changes_nothing(
    city: Facts,
    making: Making,
    client: Client,
    settings: Any,
    tmp_path: Path,
    form: str,
    language: str,
) -> None:
    settings.MEDIA_ROOT = tmp_path
    from django.core.files.uploadedfile import SimpleUploadedFile

    from banyan.desk.records.models import Import

    client.force_login(making.account(Role.CITY))
    client.cookies["banyan_language"] = language
    for name in [name for name in FACTS if FACTS[name].objects.exists()]:
        address = "/organizations/" if name == "organizations" else f"/records/{name}/"
        response: Any = client.get(f"{address}export.{form}")
        content = b"".join(response.streaming_content)
        assert response["Content-Disposition"].startswith("attachment")
        client.post("/imports/", {"file": SimpleUploadedFile(f"{name}.{form}", content)})
        of = Import.objects.latest("pk")
        assert of.state == "ready", (name, of.kinds)
        assert set(of.counts[name]) == {"unchanged"}, (name, of.counts)


DANGEROUS = ("=1+1", "+1", "-1", "@SUM(A1)", "'=1", "''=1")


def test_no_export_holds_a_formula_and_the_names_come_back(
    making: Making, client: Client, settings: Any, tmp_path: Path
) -> None:
    settings.MEDIA_ROOT = tmp_path
    from banyan.desk.records.models import Import

    for number, name in enumerate(DANGEROUS, start=1):
        making.organization(number, name=name)
    client.force_login(making.account(Role.CITY))
    response: Any = client.get("/organizations/export.csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    names = [line.split(",")[1] for line in text.splitlines()[1:]]
    assert all(name.startswith("'") for name in names)
    response = client.get("/organizations/export.xlsx")
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}
    lines = [line.split(",") for line in text.splitlines()]
    client.post("/imports/", {"file": csv_file(*lines)})
    of = Import.objects.latest("pk")
    assert of.counts == {"organizations": {"unchanged": len(DANGEROUS)}}, of.kinds


@pytest.mark.parametrize("text", ["福州", "3,5", "a-b", "1=1", ""])
def test_plain_text_is_exported_as_it_is(text: str) -> None:
    assert exporting.neutral(text) == text


def test_an_export_is_what_the_account_may_see(making: Making, client: Client) -> None:
    making.organization(1, name="本县企业", county="350102")
    making.organization(2, name="外县企业", county="350103")
    client.force_login(making.account(Role.COUNTY))
    response: Any = client.get("/organizations/export.csv")
    text = b"".join(response.streaming_content).decode()
    assert "本县企业" in text
    assert "外县企业" not in text


def test_money_and_percent_are_exact(making: Making) -> None:
    organization = making.organization(1)
    loan = making.fact(
        "loans",
        loan="L",
        organization=organization,
        purposes="supply_chain|technology_upgrade",
        principal=10**14,
        annual_rate=34567,
        disbursed_on="2026-01-01",
        first_disbursed_on="2026-01-01",
        ends_on="2027-01-01",
        central_support=False,
        other_support=True,
        provincial_support=1,
    )
    loan.refresh_from_db()
    row = row_of(loan)
    assert row["principal"] == "1000000000000.00"
    assert (row["annual_rate"], row["provincial_support"]) == ("3.4567", "0.01")
    assert check(Draft.of_rows({"loans": [row]}), None).changes == []
