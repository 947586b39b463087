from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from banyan.rules.credit_code import complete
from banyan.rules.errors import Fault

Faults = Callable[[Path], list[Fault]]
Places = Callable[[Path], set[tuple[str, int, str | None]]]
Codes = tuple[str, str, str]


def append(folder: Path, table: str, *rows: str) -> None:
    with (folder / f"{table}.csv").open("a", encoding="utf-8") as file:
        file.writelines(f"{row}\n" for row in rows)


def test_a_good_set_has_no_fault(good: Path, places: Places) -> None:
    assert places(good) == set()


@pytest.mark.parametrize(
    "amount", ["0", "1000000000000", "1000000000000.00", "0.01", "10.5", "007", "0.0"]
)
def test_yuan_are_decimals_from_0_to_a_million_million(
    good: Path, places: Places, codes: Codes, amount: str
) -> None:
    append(good, "past", f"{codes[0]},{amount}")
    assert places(good) == set()


@pytest.mark.parametrize(
    "amount",
    [
        "",
        "1000000000000.01",
        "1000000000001",
        "9" * 60,
        "0.001",
        "10.000",
        "-1",
        "-0",
        "+1",
        "1e3",
        '"1,000"',
        ".5",
        "5.",
        " 5",
        "5 ",
        "1_000",
        "١",
        "１",
        "NaN",
        "inf",
        "0x10",
        "1\0",
        '"1\n"',
    ],
)
def test_anything_else_is_no_yuan(good: Path, faults: Faults, codes: Codes, amount: str) -> None:
    append(good, "past", f"{codes[0]},{amount}")
    found = faults(good)
    assert [(fault.table, fault.row, fault.column) for fault in found] == [("past", 2, "amount")]
    assert found[0].value == (amount.strip('"') or None)
    assert found[0].expected.startswith("yuan")


COLUMNS = {
    "rate": (
        ["", "0", "100", "100.0000", "3.4567"],
        ["100.0001", "101", "-0.1", "3.45678", "3.5%"],
    ),
    "rank": (["", "1", "01", "9223372036854775807"], ["0", "-1", "1.0", "1.5", "9" * 19, "x"]),
    "covered": (["true", "false"], ["", "True", "TRUE", "1", "yes", " true"]),
    "opened_on": (
        ["2024-02-29", "0001-01-01", "9999-12-31"],
        ["", "2025-02-29", "2026-2-3", "2026/02/03", "20260203", "0000-01-01", "12026-01-01"],
    ),
    "closed_on": (["", "2026-01-02"], ["2026-02-03T00:00", "2026-02-03 ", "2026-02-30", "x"]),
    "goods": (["tea", "tin|tea", "tea|silk|tin"], ["", "tea|", "|", "tea|tea", "tea|gold", "Tea"]),
}
DEFAULTS = {
    "goods": "tea",
    "opened_on": "2026-01-01",
    "closed_on": "",
    "covered": "true",
    "rate": "",
    "rank": "",
}


def stand(code: str, name: str, column: str, value: str) -> str:
    cells = {**DEFAULTS, column: value}
    parts = [name, code, cells["goods"], cells["opened_on"], cells["closed_on"], ""]
    return ",".join([*parts, cells["covered"], cells["rate"], cells["rank"]])


@pytest.mark.parametrize("column", COLUMNS)
def test_each_type_has_its_values_and_no_others(
    good: Path, faults: Faults, codes: Codes, column: str
) -> None:
    fine, bad = COLUMNS[column]
    rows = [stand(codes[0], f"X{n}", column, value) for n, value in enumerate(fine + bad)]
    append(good, "stands", *rows)
    found = faults(good)
    assert [fault.value for fault in found] == [value or None for value in bad]
    assert {fault.column for fault in found} == {column}


@pytest.mark.parametrize("year", ["", "26", "02026", "2026.0", "-026", "２０２６"])
def test_a_year_has_four_digits(good: Path, places: Places, year: str) -> None:
    append(good, "stand_years", "S1,0001,1,1", f"S1,{year},1,1")
    assert places(good) == {("stand_years", 5, "year")}


def test_words_and_patterns_are_exact(good: Path, places: Places, codes: Codes) -> None:
    append(good, "shops", f"{codes[2]},Cat,Stall,A01x,")
    assert places(good) == {("shops", 3, "kind"), ("shops", 3, "street")}
    append(good, "signs", f"G9,{codes[0]},2026,roof,")
    assert ("signs", 3, "fund") in places(good)


@pytest.mark.parametrize("character", ["\0", "\t", "\x1f", "\x7f", "\x85"])
def test_ids_and_texts_hold_no_control_characters(
    good: Path, places: Places, codes: Codes, character: str
) -> None:
    append(good, "shops", f"{codes[2]},C{character},stall,A01,a{character}b")
    append(good, "rents", f"R{character},{codes[0]},,", f"R4,{codes[0]},S{character},")
    assert places(good) == {
        ("shops", 3, "name"),
        ("shops", 3, "note"),
        ("rents", 3, "rent"),
        ("rents", 4, "stand"),
    }


def test_a_key_that_occurs_twice_is_reported_at_the_later_row(
    good: Path, faults: Faults, codes: Codes
) -> None:
    append(good, "shops", f"{codes[0]},Ant again,stall,A01,")
    append(good, "rents", f"R1,{codes[0]},,", f"R9,{codes[0]},,", f"R1,{codes[0]},,")
    append(good, "stand_years", "S1,2028,1,1", "S1,2026,1,1")
    assert [(f.table, f.row, f.column, f.value, f.key) for f in faults(good)] == [
        ("shops", 3, "uscc", codes[0], codes[0]),
        ("stand_years", 5, None, "S1 / 2026", "S1 / 2026"),
        ("rents", 3, "rent", "R1", "R1"),
        ("rents", 5, "rent", "R1", "R1"),
    ]


def test_an_empty_or_bad_key_is_one_fault_however_often_it_occurs(
    good: Path, places: Places, codes: Codes
) -> None:
    append(good, "rents", f",{codes[0]},,", f",{codes[0]},,")
    append(good, "shops", "x,X,stall,A01,", "x,X,stall,A01,")
    assert places(good) == {
        ("rents", 3, "rent"),
        ("rents", 4, "rent"),
        ("shops", 3, "uscc"),
        ("shops", 4, "uscc"),
    }


def test_a_reference_to_nothing_is_a_fault_and_a_bad_code_is_only_that(
    good: Path, faults: Faults, codes: Codes
) -> None:
    append(good, "rents", f"R3,{codes[2]},,", "R4,nobody,,", f"R5,{codes[0]},S9,", "R6,,,")
    assert [(fault.row, fault.column, fault.value) for fault in faults(good)] == [
        (3, "uscc", codes[2]),
        (4, "uscc", "nobody"),
        (5, "stand", "S9"),
        (6, "uscc", None),
    ]


def test_a_reference_to_an_absent_table_is_a_fault(good: Path, places: Places) -> None:
    (good / "stands.csv").unlink()
    assert places(good) == {
        ("stand_years", 1, "stand"),
        ("stand_years", 2, "stand"),
        ("stand_years", 3, "stand"),
        ("rents", 1, "stand"),
    }


@pytest.mark.parametrize("content", [b"", b"name,kind,street\nAnt,stall,A01\n"])
def test_nothing_is_said_of_references_to_a_table_whose_keys_are_not_known(
    good: Path, places: Places, content: bytes
) -> None:
    (good / "shops.csv").write_bytes(content)
    append(good, "rents", "R3,nobody,,")
    found = places(good)
    assert {table for table, _, _ in found} == {"shops", "rents"}
    assert ("rents", 3, "uscc") in found
    assert len(found) == 2


def test_a_row_with_a_fault_still_exists_for_those_that_refer_to_it(
    good: Path, places: Places, codes: Codes
) -> None:
    append(good, "shops", f"{codes[2]},,stall,A01,")
    append(good, "rents", f"R3,{codes[2]},,")
    append(good, "stands", "S3,nobody,tea,2026-01-01,,,true,,")
    append(good, "stand_years", "S3,2026,1,1")
    append(good, "rents", f"R4,{codes[2]},S3,")
    assert places(good) == {("shops", 3, "name"), ("stands", 3, "uscc")}


def test_amounts_and_dates_in_the_wrong_order_are_faults_of_the_later_named(
    good: Path, places: Places, codes: Codes
) -> None:
    append(good, "stand_years", "S1,2030,1,1.01", "S1,2031,1,1", "S1,2032,x,5", "S1,2033,,5")
    append(
        good,
        "stands",
        f"S3,{codes[0]},tea,2026-01-01,2026-01-01,2026-01-02,true,,",
        f"S4,{codes[0]},tea,2026-01-01,2026-01-02,2026-01-01,true,,",
        f"S5,{codes[0]},tea,2026-13-01,2026-01-02,2026-01-03,true,,",
    )
    assert places(good) == {
        ("stand_years", 4, "net"),
        ("stand_years", 6, "gross"),
        ("stand_years", 7, "gross"),
        ("stands", 3, "closed_on"),
        ("stands", 3, "first_opened_on"),
        ("stands", 5, "opened_on"),
    }


def test_what_is_referred_to_must_belong_to_the_same_organization(
    good: Path, faults: Faults, codes: Codes
) -> None:
    append(good, "rents", f"R3,{codes[1]},S1,", f"R4,{codes[1]},S2,")
    found = faults(good)
    assert [(fault.row, fault.column, fault.value) for fault in found] == [(3, "stand", "S1")]
    assert found[0].expected == "a stand of the same shop"


def test_whose_a_repeated_key_is_nobody_judges(good: Path, places: Places, codes: Codes) -> None:
    append(good, "stands", f"S1,{codes[1]},tea,2026-01-01,,,true,,")
    append(good, "rents", f"R3,{codes[1]},S1,")
    assert places(good) == {("stands", 3, "stand")}


def test_a_thing_that_changes_its_organization_is_reported_at_the_later_rows(
    good: Path, faults: Faults, codes: Codes
) -> None:
    append(
        good,
        "signs",
        f"G1,{codes[0]},2028,market,",
        f"G1,{codes[1]},2029,market,",
        f"G1,{codes[0]},2026,market,",
        f"G2,{codes[2]},2026,market,",
        f"G2,{codes[0]},2027,market,",
    )
    assert [(fault.row, fault.column) for fault in faults(good)] == [
        (3, "uscc"),
        (5, None),
        (6, "uscc"),
    ]


def test_words_that_hold_only_in_a_case_are_judged_in_that_case(
    good: Path, places: Places, codes: Codes
) -> None:
    append(
        good,
        "signs",
        f"G2,{codes[0]},2026,street,",
        f"G3,{codes[0]},2026,street,green",
        f"G4,{codes[0]},2026,market,green",
        f"G5,{codes[0]},2026,street,g\tr",
        f"G6,{codes[0]},2026,roof,green",
    )
    assert places(good) == {
        ("signs", 3, "lettering"),
        ("signs", 4, "lettering"),
        ("signs", 6, "lettering"),
        ("signs", 7, "fund"),
    }


def test_an_absent_optional_column_is_empty_for_the_rules_too(
    good: Path, places: Places, codes: Codes
) -> None:
    (good / "signs.csv").write_text(f"sign,uscc,year,fund\nG1,{codes[0]},2026,street\n")
    assert places(good) == {("signs", 1, "lettering")}


def test_a_code_that_refers_to_nobody_is_checked_by_its_own_characters_alone(
    good: Path, places: Places
) -> None:
    append(good, "past", f"{complete('9' * 17)},1", "9" * 18 + ",1", ",1")
    assert places(good) == {("past", 3, "uscc"), ("past", 4, "uscc")}


@pytest.mark.parametrize("many", [99, 100, 101, 2500])
def test_of_each_kind_a_hundred_faults_are_shown_and_all_are_counted(
    good: Path, faults: Faults, codes: Codes, many: int
) -> None:
    append(good, "past", *(f"x{row},-1" for row in range(many)))
    found = faults(good)
    for column in ("uscc", "amount"):
        shown = [fault for fault in found if fault.column == column]
        assert [fault.row for fault in shown] == list(range(2, 2 + min(many, 100)))
        assert sum(1 + fault.more for fault in shown) == many
        assert all(fault.more == 0 for fault in shown[:-1])


def test_faults_are_in_the_order_of_the_schema_then_row_then_column(
    good: Path, faults: Faults
) -> None:
    append(good, "past", "x,-1")
    append(good, "shops", "x,,stall,A01,", "y,,stall,A01,")
    (good / "zoo.csv").write_text("a\n")
    assert [(fault.table, fault.row, fault.column) for fault in faults(good)] == [
        ("shops", 3, "uscc"),
        ("shops", 3, "name"),
        ("shops", 4, "uscc"),
        ("shops", 4, "name"),
        ("past", 2, "uscc"),
        ("past", 2, "amount"),
        ("zoo", 0, None),
    ]


@pytest.mark.parametrize(
    ("amounts", "data_type", "bad"),
    [
        (["1000000000000.00", "1000000000000.01", "-0.01"], pl.Decimal(18, 2), [2, 3]),
        (["1000000000000.0", "1000000000000.1", "-0.1"], pl.Decimal(38, 1), [2, 3]),
        (["0.1200", "0.1234", "1000000000000.0001"], pl.Decimal(38, 4), [2, 3]),
        (["1000000000000", "1000000000001", "-1"], pl.Int64(), [2, 3]),
        (["1000000000000", "18446744073709551615"], pl.UInt64(), [2]),
    ],
)
def test_typed_yuan_keep_the_same_bounds(
    good: Path,
    faults: Faults,
    codes: Codes,
    amounts: list[str],
    data_type: pl.DataType,
    bad: list[int],
) -> None:
    (good / "past.csv").unlink()
    amount = pl.Series(amounts).cast(data_type)
    pl.DataFrame({"uscc": [codes[0]] * len(amounts), "amount": amount}).write_parquet(
        good / "past.parquet"
    )
    found = faults(good)
    assert [fault.row for fault in found] == bad
    assert [fault.value for fault in found] == [amounts[row - 1] for row in bad]


def test_typed_years_counts_and_percents_keep_the_same_bounds(
    good: Path, places: Places, codes: Codes
) -> None:
    (good / "stand_years.csv").unlink()
    pl.DataFrame(
        {"stand": "S1", "year": [1000, 9999, 999, 10000, None], "gross": 1, "net": 1}
    ).write_parquet(good / "stand_years.parquet")
    (good / "stands.csv").unlink()
    pl.DataFrame(
        {
            "stand": ["S1", "S2", "S3"],
            "uscc": [codes[0], codes[1], codes[0]],
            "goods": "tea",
            "opened_on": ["2026-01-01"] * 3,
            "covered": [True, None, False],
            "rate": pl.Series(["100.0000", "100.0001", "-0.0001"]).cast(pl.Decimal(7, 4)),
            "rank": [1, 0, -1],
        }
    ).with_columns(pl.col("opened_on").str.to_date()).write_parquet(good / "stands.parquet")
    assert places(good) == {
        ("stand_years", 3, "year"),
        ("stand_years", 4, "year"),
        ("stand_years", 5, "year"),
        ("stands", 2, "covered"),
        ("stands", 2, "rate"),
        ("stands", 3, "rate"),
        ("stands", 2, "rank"),
        ("stands", 3, "rank"),
    }
