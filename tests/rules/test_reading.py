import hashlib
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from banyan.rules.errors import Fault, UsageError
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts
from banyan.rules.schema import Schema

Faults = Callable[[Path], list[Fault]]
Places = Callable[[Path], set[tuple[str, int, str | None]]]


def as_parquet(folder: Path, target: Path, types: dict[str, pl.DataType] | None = None) -> Path:
    """The same tables in Parquet: text as it stands, or the columns named in ``types`` typed."""
    target.mkdir()
    for path in folder.glob("*.csv"):
        frame = pl.read_csv(path, infer_schema=False)
        for name, data_type in (types or {}).items():
            if name not in frame.columns:
                continue
            column = pl.col(name)
            if data_type == pl.Date:
                frame = frame.with_columns(column.str.to_date())
            elif data_type == pl.Boolean:
                frame = frame.with_columns(column == "true")
            else:
                frame = frame.with_columns(column.cast(data_type))
        frame.write_parquet(target / f"{path.stem}.parquet")
    return target


TYPES: dict[str, pl.DataType] = {
    "gross": pl.Decimal(18, 2),
    "net": pl.Decimal(18, 4),
    "paid": pl.Decimal(38, 2),
    "amount": pl.Int64(),
    "rate": pl.Decimal(7, 4),
    "rank": pl.UInt8(),
    "year": pl.Int64(),
    "opened_on": pl.Date(),
    "closed_on": pl.Date(),
    "first_opened_on": pl.Date(),
    "covered": pl.Boolean(),
    "kind": pl.Categorical(),
    "fund": pl.Enum(["street", "market", "other"]),
    "goods": pl.Categorical(),
    "stand": pl.Categorical(),
    "lettering": pl.Categorical(),
}


def assert_same(one: Facts, other: Facts) -> None:
    assert list(one.tables) == list(other.tables)
    for name, frame in one.tables.items():
        assert_frame_equal(frame, other[name])


def test_tables_are_held_with_the_types_of_the_schema(good: Path, schema: Schema) -> None:
    facts = read_facts(good, schema)
    shops = facts["shops"]
    assert shops.schema["kind"] == pl.Enum(["stall", "store"])
    assert shops["note"].to_list() == ["hello", None]
    stands = facts["stands"]
    assert stands["goods"].to_list() == [0b101, 0b010]
    assert stands["opened_on"].to_list() == [date(2026, 1, 2), date(2026, 5, 1)]
    assert stands["rate"].to_list() == [34500, None]
    assert stands["covered"].to_list() == [True, False]
    years = facts["stand_years"]
    assert years["gross"].to_list() == [1050, 700, 1]
    assert years.schema["gross"] == pl.Int64
    assert years.schema["year"] == pl.Int32


def test_organizations_are_sorted_by_code_and_other_tables_keep_their_order(
    good: Path, schema: Schema, codes: tuple[str, str, str]
) -> None:
    facts = read_facts(good, schema)
    assert facts["shops"]["uscc"].to_list() == list(codes[:2])
    assert facts["shops"]["name"].to_list() == ["Ant", "Bee"]
    assert facts["stand_years"]["stand"].to_list() == ["S2", "S1", "S1"]


def test_references_become_rows_and_a_code_is_not_kept_beside_its_row(
    good: Path, schema: Schema
) -> None:
    facts = read_facts(good, schema)
    assert "uscc" not in facts["stands"].columns
    assert facts["stands"]["organization_row"].to_list() == [0, 1]
    assert facts["stand_years"]["stand_row"].to_list() == [1, 0, 0]
    assert facts["stand_years"]["organization_row"].to_list() == [1, 0, 0]
    assert facts["rents"]["stand_row"].to_list() == [0, None]
    assert facts["rents"].schema["stand_row"] == pl.UInt32
    assert "organization_row" not in facts["past"].columns


def test_an_absent_table_is_empty_and_has_its_columns(good: Path, schema: Schema) -> None:
    (good / "stand_years.csv").unlink()
    facts = read_facts(good, schema)
    assert facts["stand_years"].height == 0
    assert facts["stand_years"].schema["net"] == pl.Int64
    assert facts["stand_years"].schema["organization_row"] == pl.UInt32
    assert facts.sources["stand_years"].path is None


def test_an_empty_folder_is_an_empty_fact_set(tmp_path: Path, schema: Schema) -> None:
    assert all(frame.height == 0 for frame in read_facts(tmp_path, schema).tables.values())


def test_a_table_with_a_header_alone_is_empty(good: Path, schema: Schema) -> None:
    for ending in ("", "\n", "\r\n"):
        (good / "past.csv").write_bytes(f"uscc,amount{ending}".encode())
        assert read_facts(good, schema)["past"].height == 0


def test_a_source_tells_the_file_its_rows_and_its_hash(good: Path, schema: Schema) -> None:
    source = read_facts(good, schema).sources["shops"]
    assert source.path == good / "shops.csv"
    assert source.rows == 2
    assert source.sha256 == hashlib.sha256((good / "shops.csv").read_bytes()).hexdigest()


def test_a_folder_that_is_none_is_refused(good: Path, schema: Schema) -> None:
    for path in (good / "nowhere", good / "shops.csv"):
        with pytest.raises(UsageError, match="not a folder"):
            read_facts(path, schema)


@pytest.mark.parametrize("types", [None, TYPES], ids=["text", "typed"])
def test_parquet_says_the_same_as_csv(
    good: Path, schema: Schema, types: dict[str, pl.DataType] | None, tmp_path_factory
) -> None:
    folder = as_parquet(good, tmp_path_factory.mktemp("other") / "facts", types)
    assert_same(read_facts(good, schema), read_facts(folder, schema))


def test_empty_texts_in_parquet_are_empty(good: Path, schema: Schema, tmp_path_factory) -> None:
    folder = as_parquet(good, tmp_path_factory.mktemp("other") / "facts")
    for path in folder.glob("*.parquet"):
        pl.read_parquet(path).with_columns(pl.all().fill_null("")).write_parquet(path)
    assert_same(read_facts(good, schema), read_facts(folder, schema))


def test_a_column_of_nothing_in_parquet_is_empty(
    good: Path, schema: Schema, places: Places, tmp_path_factory
) -> None:
    folder = as_parquet(good, tmp_path_factory.mktemp("other") / "facts")
    path = folder / "rents.parquet"
    pl.read_parquet(path).with_columns(paid=None, stand=None).write_parquet(path)
    assert read_facts(folder, schema)["rents"]["paid"].null_count() == 2
    pl.read_parquet(path).with_columns(rent=None).write_parquet(path)
    assert places(folder) == {("rents", 1, "rent"), ("rents", 2, "rent")}


def test_binary_floats_are_refused_for_money_and_percent(
    good: Path, faults: Faults, tmp_path_factory
) -> None:
    types: dict[str, pl.DataType] = {"gross": pl.Float64(), "rate": pl.Float32()}
    found = faults(as_parquet(good, tmp_path_factory.mktemp("other") / "facts", types))
    assert [(fault.table, fault.row, fault.column, fault.value) for fault in found] == [
        ("stands", 0, "rate", "Float32"),
        ("stand_years", 0, "gross", "Float64"),
    ]


@pytest.mark.parametrize(
    ("column", "data_type"),
    [
        ("opened_on", pl.Datetime()),
        ("covered", pl.Int8()),
        ("year", pl.Float64()),
        ("stand", pl.Binary()),
    ],
)
def test_other_types_that_say_nothing_exact_are_refused(
    good: Path, places: Places, column: str, data_type: pl.DataType, tmp_path_factory
) -> None:
    folder = as_parquet(good, tmp_path_factory.mktemp("other") / "facts", TYPES)
    for path in folder.glob("*.parquet"):
        frame = pl.read_parquet(path)
        if column in frame.columns:
            text = frame[column].cast(pl.String) if data_type == pl.Binary else frame[column]
            frame.with_columns(text.cast(data_type)).write_parquet(path)
    found = places(folder)
    assert found
    assert {(row, name) for _, row, name in found} == {(0, column)}


def test_a_file_that_is_no_parquet_is_a_fault(good: Path, places: Places) -> None:
    (good / "past.csv").unlink()
    for content in (b"", b"PAR1", b"uscc,amount\n"):
        (good / "past.parquet").write_bytes(content)
        assert places(good) == {("past", 0, None)}


def test_a_byte_order_mark_and_windows_line_ends_are_accepted(good: Path, schema: Schema) -> None:
    before = read_facts(good, schema)
    for path in good.glob("*.csv"):
        content = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + content + b"\r\n")
    assert_same(before, read_facts(good, schema))


def test_quoted_fields_may_hold_commas_quotes_and_line_ends(
    good: Path, schema: Schema, places: Places, codes: tuple[str, str, str]
) -> None:
    content = f'"uscc",name,kind,street,note\r\n{codes[0]},"A, ""x""",stall,A01,""\r\n'
    (good / "shops.csv").write_bytes(content.encode())
    for name in ("stands", "stand_years", "rents", "signs"):
        (good / f"{name}.csv").unlink()
    shops = read_facts(good, schema)["shops"]
    assert shops["name"].to_list() == ['A, "x"']
    assert shops["note"].to_list() == [None]
    # A line end within a field is no row, and no printable text either.
    content += f'{codes[1]},B,store,B01,"two\r\nlines"\r\n{codes[2]},C,,C01,\r\n'
    (good / "shops.csv").write_bytes(content.encode())
    assert places(good) == {("shops", 2, "note"), ("shops", 3, "kind")}


@pytest.mark.parametrize("name", [b'5" pipe', b'"x"y', b'"x" ', b' "x"', b'"x'])
def test_stray_quotes_are_a_fault_of_their_row(
    good: Path, places: Places, codes: tuple[str, str, str], name: bytes
) -> None:
    rows = [b"uscc,amount", codes[0].encode() + b",1", codes[1].encode() + b"," + name, b"x,1"]
    (good / "past.csv").write_bytes(b"\n".join(rows) + b"\n")
    assert places(good) == {("past", 2, None)}


def test_rows_with_too_few_or_too_many_fields_are_found(
    good: Path, faults: Faults, codes: tuple[str, str, str]
) -> None:
    a, b, c = codes
    (good / "past.csv").write_text(f"uscc,amount\n{a}\n{b},1\n\n{c},2,\n{a},x\n\n\n")
    found = faults(good)
    assert [(fault.row, fault.column, fault.value) for fault in found] == [
        (1, None, "1"),
        (3, None, "0"),
        (4, None, "3"),
        (5, "amount", "x"),
    ]
    assert found[0].expected == "2 fields"


def test_a_row_with_too_few_fields_is_still_there_for_those_that_refer_to_it(
    good: Path, places: Places, codes: tuple[str, str, str]
) -> None:
    with (good / "shops.csv").open("a") as shops:
        shops.write(f"{codes[2]},Cat\n")
    with (good / "rents.csv").open("a") as rents:
        rents.write(f"R3,{codes[2]},,1\n")
    assert places(good) == {("shops", 3, None)}


def test_a_file_without_a_header_is_a_fault(good: Path, places: Places) -> None:
    for content in (b"", b"\n", b"\xef\xbb\xbf\r\n", b"\nuscc,amount\n"):
        (good / "past.csv").write_bytes(content)
        assert places(good) == {("past", 0, None)}


def test_a_file_that_is_not_utf8_is_a_fault_and_nothing_else_is_said_of_it(
    good: Path, places: Places
) -> None:
    (good / "shops.csv").write_bytes("uscc,name,kind,street\nx,福州,stall,A01\n".encode("gb18030"))
    assert places(good) == {("shops", 0, None)}


def test_unknown_missing_and_repeated_columns_are_faults_of_the_header(
    good: Path, places: Places, codes: tuple[str, str, str]
) -> None:
    (good / "past.csv").write_text(f"Amount,uscc,uscc,\n1,{codes[0]},{codes[0]},\n")
    assert places(good) == {
        ("past", 0, "Amount"),
        ("past", 0, "amount"),
        ("past", 0, "uscc"),
        ("past", 0, ""),
    }


def test_one_table_in_two_files_is_a_fault(good: Path, places: Places) -> None:
    pl.read_csv(good / "shops.csv", infer_schema=False).write_parquet(good / "shops.parquet")
    assert places(good) == {("shops", 0, None)}


def test_other_files_and_folders_are_faults_and_hidden_ones_are_not(
    good: Path, places: Places
) -> None:
    for name in (".DS_Store", "~$facts.xlsx", ".git.csv"):
        (good / name).write_text("x")
    assert places(good) == set()
    for name in ("notes.txt", "shop.csv", "past.CSV", "other.xlsx"):
        (good / name).write_text("x")
    (good / "more").mkdir()
    assert places(good) == {
        ("notes.txt", 0, None),
        ("shop", 0, None),
        ("past.CSV", 0, None),
        ("other.xlsx", 0, None),
        ("more", 0, None),
    }
