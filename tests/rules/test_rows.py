import csv
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest
from polars.testing import assert_frame_equal

from banyan.rules.errors import FactsError, Fault
from banyan.rules.reading import read_facts
from banyan.rules.rows import facts_of_rows, rows_of_facts
from banyan.rules.schema import Schema

Tables = dict[str, list[dict[str, str | None]]]
Change = Callable[[Tables], object]


def tables_in(folder: Path) -> Tables:
    """The rows of a folder's CSV files."""
    found: Tables = {}
    for path in folder.glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            found[path.stem] = [dict(row) for row in csv.DictReader(file)]
    return found


def write(tables: Mapping[str, list[dict[str, str | None]]], folder: Path) -> None:
    for name, rows in tables.items():
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
            writer.writeheader()
            writer.writerows(rows)


def faults_of(schema: Schema, tables: Tables) -> list[Fault]:
    with pytest.raises(FactsError) as raised:
        facts_of_rows(schema, tables)
    return raised.value.faults


def test_rows_are_the_facts_that_a_file_of_them_would_be(good: Path, schema: Schema) -> None:
    of_rows, of_files = facts_of_rows(schema, tables_in(good)), read_facts(good, schema)
    assert list(of_rows.tables) == list(of_files.tables)
    for name, frame in of_files.tables.items():
        assert_frame_equal(of_rows[name], frame)
        assert of_rows.sources[name].rows == of_files.sources[name].rows
        assert of_rows.sources[name].path is None


def test_what_is_empty_none_or_left_out_is_not_known(
    schema: Schema, codes: tuple[str, str, str]
) -> None:
    shop: dict[str, str | None] = {"name": "Ant", "kind": "stall", "street": "A01"}
    facts = facts_of_rows(
        schema,
        {
            "shops": [
                {"uscc": codes[0], **shop},
                {"uscc": codes[1], **shop, "note": ""},
                {"uscc": codes[2], **shop, "note": None},
            ]
        },
    )
    assert facts["shops"]["note"].to_list() == [None, None, None]
    assert facts["stands"].is_empty()


@pytest.mark.parametrize(
    "change",
    [
        lambda t: t["shops"][0].update(uscc="91350102000000001X"),
        lambda t: t["shops"][1].update(kind="tent", street="1"),
        lambda t: t["shops"].append(t["shops"][0]),
        lambda t: t["stands"][0].update(goods="tea|tea", opened_on="2026-02-30", rank="0"),
        lambda t: t["stands"][0].update(closed_on="2026-01-02", covered="yes", rate="3.45678"),
        lambda t: t["stands"][1].update(stand="", uscc=""),
        lambda t: t["stand_years"][0].update(stand="S9", net="10.51"),
        lambda t: t["stand_years"][2].update(year="27", gross="1.001"),
        lambda t: t["rents"][0].update(stand="S2", paid="-1"),
        lambda t: t["signs"][0].update(fund="moon", lettering="blue"),
        lambda t: t["signs"][0].update(lettering="a\u0001b"),
        lambda t: t["stands"][0].update(stand="a\nb"),
    ],
)
def test_rows_have_the_faults_that_a_file_of_them_would_have(
    change: Change, good: Path, tmp_path: Path, schema: Schema
) -> None:
    tables = tables_in(good)
    change(tables)
    write(tables, tmp_path)
    with pytest.raises(FactsError) as raised:
        read_facts(tmp_path, schema)
    assert faults_of(schema, tables) == raised.value.faults


def test_a_required_fact_that_is_left_out_is_a_fault_of_its_row(good: Path, schema: Schema) -> None:
    tables = tables_in(good)
    del tables["shops"][1]["kind"]
    (fault,) = faults_of(schema, tables)
    assert (fault.table, fault.row, fault.column) == ("shops", 2, "kind")
    assert (fault.value, fault.expected) == (None, "one of stall, store")


def test_unknown_tables_and_columns_are_faults(good: Path, schema: Schema) -> None:
    tables = tables_in(good)
    tables["shops"][1]["colour"] = "red"
    tables["prices"] = []
    found = [(fault.table, fault.row, fault.column) for fault in faults_of(schema, tables)]
    assert found == [("shops", 0, "colour"), ("prices", 0, None)]


def test_half_a_character_is_a_fault_and_no_crash(good: Path, schema: Schema) -> None:
    tables = tables_in(good)
    tables["shops"][1]["note"] = "x\ud800"
    (fault,) = faults_of(schema, tables)
    assert (fault.table, fault.row, fault.value) == ("shops", 2, "x\\ud800")
    assert fault.expected == "text in Unicode"


def test_facts_become_the_rows_of_which_they_were_made(good: Path, schema: Schema) -> None:
    facts = read_facts(good, schema)
    rows: Tables = {}
    for table in schema.tables:
        rows[table.name] = list(map(dict, rows_of_facts(facts, table.name)))
    assert rows["stands"][0]["goods"] == "tea|tin"
    assert rows["stands"][0]["rate"] == "3.4500"
    assert rows["stands"][1]["closed_on"] == ""
    assert rows["stand_years"][0]["gross"] == "10.50"
    assert [row["uscc"] for row in rows["shops"]] == sorted(
        row["uscc"] or "" for row in rows["shops"]
    )
    again = facts_of_rows(schema, rows)
    for name, frame in facts.tables.items():
        assert_frame_equal(again[name], frame)
