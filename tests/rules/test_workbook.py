import zipfile
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from banyan.rules.errors import Fault
from banyan.rules.reading import read_facts
from banyan.rules.schema import Schema

Faults = Callable[[Path], list[Fault]]
Places = Callable[[Path], set[tuple[str, int, str | None]]]
Cell = str | int | float | bool | date | None


def natural(name: str, text: str | None) -> Cell:
    """A text as an official would type it: numbers, dates and truths as such."""
    if not text:
        return None
    if name in ("gross", "net", "paid", "amount", "rate"):
        return float(text)
    if name in ("year", "rank"):
        return int(text)
    if name == "covered":
        return text == "true"
    return date.fromisoformat(text) if name.endswith("_on") else text


@pytest.fixture
def book(good: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The good fact set as a workbook, with natural cells."""
    target = tmp_path_factory.mktemp("book")
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for path in good.glob("*.csv"):
        frame = pl.read_csv(path, infer_schema=False)
        sheet = workbook.create_sheet(path.stem)
        sheet.append(frame.columns)
        for row in frame.iter_rows(named=True):
            sheet.append([natural(name, text) for name, text in row.items()])
    workbook.save(target / "facts.xlsx")
    return target


def edit(folder: Path, table: str, cells: dict[str, Cell]) -> None:
    """Writes cells (by their place, ``B2``) into a sheet, which is made where there is none."""
    workbook = openpyxl.load_workbook(folder / "facts.xlsx")
    if table not in workbook.sheetnames:
        workbook.create_sheet(table)
    for place, value in cells.items():
        workbook[table][place] = value
    workbook.save(folder / "facts.xlsx")


def test_a_workbook_says_the_same_as_csv(good: Path, book: Path, schema: Schema) -> None:
    one, other = read_facts(good, schema), read_facts(book, schema)
    for name in one.tables:
        assert_frame_equal(one[name], other[name])
        assert other.sources[name].path == book / "facts.xlsx"


def test_a_workbook_and_files_make_one_fact_set_but_no_table_twice(
    good: Path, book: Path, places: Places
) -> None:
    (book / "past.csv").write_bytes((good / "past.csv").read_bytes())
    assert places(book) == {("past", 0, None)}
    workbook = openpyxl.load_workbook(book / "facts.xlsx")
    del workbook["past"]
    workbook.save(book / "facts.xlsx")
    assert places(book) == set()


def test_a_number_is_its_shortest_decimal_and_too_many_places_are_a_fault(
    book: Path, schema: Schema, faults: Faults
) -> None:
    edit(book, "stand_years", {"C2": 999999999999.99, "D2": 0.1})
    years = read_facts(book, schema)["stand_years"]
    assert years.row(0, named=True)["gross"] == 99999999999999
    assert years.row(0, named=True)["net"] == 10
    edit(book, "stand_years", {"D2": 0.125, "C3": -1})
    found = faults(book)
    assert [(fault.row, fault.column, fault.value) for fault in found] == [
        (1, "net", "0.125"),
        (2, "gross", "-1"),
    ]


def test_a_sum_that_binary_fractions_cannot_hold_is_a_fault(
    book: Path, faults: Faults, tmp_path: Path
) -> None:
    edit(book, "stand_years", {"D2": 0.3})
    source, target = book / "facts.xlsx", tmp_path / "facts.xlsx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, content.replace(b"<v>0.3</v>", b"<v>0.30000000000000004</v>"))
    source.write_bytes(target.read_bytes())
    assert [(fault.column, fault.value) for fault in faults(book)] == [
        ("net", "0.30000000000000004")
    ]


def test_numbers_in_text_columns_are_read_as_text_and_checked(
    book: Path, faults: Faults, schema: Schema
) -> None:
    edit(book, "shops", {"B2": 350102, "D3": 350102})
    assert [(fault.column, fault.value) for fault in faults(book)] == [("street", "350102")]
    edit(book, "shops", {"D3": "A01"})
    assert "350102" in read_facts(book, schema)["shops"]["name"].to_list()


def test_a_time_of_day_is_no_date(book: Path, faults: Faults) -> None:
    edit(book, "stands", {"D2": datetime(2026, 1, 2, 12, 30)})
    assert [(fault.column, fault.value) for fault in faults(book)] == [
        ("opened_on", "2026-01-02 12:30:00")
    ]


def test_rows_without_anything_at_the_end_do_not_count_and_others_do(
    book: Path, places: Places, schema: Schema
) -> None:
    edit(book, "past", {"A9": "", "B9": None})
    assert read_facts(book, schema).sources["past"].rows == 1
    edit(book, "past", {"A4": "x", "B4": 1})
    assert places(book) == {("past", 2, "uscc"), ("past", 2, "amount"), ("past", 3, "uscc")}


def test_a_cell_that_shows_an_error_is_not_taken_for_an_empty_one(
    book: Path, places: Places
) -> None:
    edit(book, "rents", {"D2": "#N/A"})
    assert places(book) == {("rents", 0, None)}


def test_unknown_sheets_and_columns_and_sheets_without_a_header_are_faults(
    book: Path, places: Places
) -> None:
    edit(book, "Sheet1", {"A1": "uscc"})
    edit(book, "rents", {"F1": "remark", "H3": "x"})
    workbook = openpyxl.load_workbook(book / "facts.xlsx")
    del workbook["past"]
    workbook.create_sheet("past")
    workbook.save(book / "facts.xlsx")
    assert places(book) == {
        ("Sheet1", 0, None),
        ("rents", 0, "remark"),
        ("rents", 0, ""),
        ("past", 0, None),
    }


def test_a_file_that_is_no_workbook_is_a_fault(tmp_path: Path, places: Places) -> None:
    for content in (b"", b"PK", b"uscc,name\n"):
        (tmp_path / "facts.xlsx").write_bytes(content)
        assert places(tmp_path) == {("facts.xlsx", 0, None)}
