"""The same facts give the same bytes, and no amount is ever rounded but down to the fen."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import openpyxl
import polars as pl
import pytest

from banyan.packs.fuzhou import pack
from banyan.packs.fuzhou.city import generate
from banyan.rules.credit_code import complete
from banyan.rules.reading import read_facts
from banyan.rules.run import write_run
from banyan.rules.settlement import settle
from banyan.rules.settlement.lines import as_texts, lines, to_csv
from facts_of import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from oracle.reading import Tables

YEAR = 2026
TRILLION = "1000000000000"
FEN = 10**14
"""A trillion yuan, the largest amount that facts may hold, in fen."""


@pytest.fixture(scope="module")
def city(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exactness") / "facts"
    generate(folder, 3_000, 11)
    return folder


@pytest.fixture(scope="module")
def settled(city: Path) -> bytes:
    return settled_bytes(city)


def settled_bytes(folder: Path) -> bytes:
    return to_csv(lines(settle(pack(), read_facts(folder, pack().schema), YEAR)))


def frames(city: Path) -> dict[str, pl.DataFrame]:
    return {path.stem: pl.read_parquet(path) for path in sorted(city.glob("*.parquet"))}


SETTLE = """
import sys
from pathlib import Path
import polars as pl
from banyan.packs.fuzhou import pack
from banyan.rules.reading import read_facts
from banyan.rules.run import write_run
from banyan.rules.settlement import settle

assert pl.thread_pool_size() == int(sys.argv[4])
facts = read_facts(Path(sys.argv[1]), pack().schema)
write_run(settle(pack(), facts, int(sys.argv[3])), Path(sys.argv[2]), csv=True)
"""


def test_the_number_of_threads_changes_no_byte(city: Path, settled: bytes, tmp_path: Path) -> None:
    hashes = set()
    for threads in ("1", "4"):
        out = tmp_path / threads
        subprocess.run(
            [sys.executable, "-c", SETTLE, str(city), str(out), str(YEAR), threads],
            check=True,
            env={
                **os.environ,
                "POLARS_MAX_THREADS": threads,
                "PYTHONPATH": os.pathsep.join(sys.path),
            },
        )
        assert (out / "lines.csv").read_bytes() == settled
        hashes.add(hashlib.sha256((out / "lines.parquet").read_bytes()).hexdigest())
    assert len(hashes) == 1


def test_settling_again_writes_the_same_lines_and_the_same_summary(
    city: Path, tmp_path: Path
) -> None:
    for name in ("first", "second"):
        facts = read_facts(city, pack().schema)
        write_run(settle(pack(), facts, YEAR), tmp_path / name)
    for name in ("lines.parquet", "run.json"):
        assert (tmp_path / "first" / name).read_bytes() == (tmp_path / "second" / name).read_bytes()


def as_parquet(city: Path, folder: Path) -> None:
    for name, frame in frames(city).items():
        frame.write_parquet(folder / f"{name}.parquet")


def as_csv(city: Path, folder: Path) -> None:
    for name, frame in frames(city).items():
        frame.write_csv(folder / f"{name}.csv")


def as_csv_of_a_spreadsheet(city: Path, folder: Path) -> None:
    """With a byte order mark and CR LF, the columns the other way round."""
    for name, frame in frames(city).items():
        text = frame.select(reversed(frame.columns)).write_csv(line_terminator="\r\n")
        (folder / f"{name}.csv").write_bytes(b"\xef\xbb\xbf" + text.encode())


def as_workbook(city: Path, folder: Path) -> None:
    """As a person would have it: amounts as numbers, dates as dates, truths as truths."""
    book = openpyxl.Workbook(write_only=True)
    for name, frame in frames(city).items():
        sheet = book.create_sheet(name)
        sheet.append(frame.columns)
        for row in frame.iter_rows():
            sheet.append([cell(value) for value in row])
    book.save(folder / "facts.xlsx")


def cell(value: Any) -> Any:
    match value:
        case Decimal():
            return float(value)
        case date():
            return datetime(value.year, value.month, value.day)
    return value


def shuffled(city: Path, folder: Path) -> None:
    for seed, (name, frame) in enumerate(frames(city).items()):
        frame.sample(fraction=1, shuffle=True, seed=seed).write_parquet(folder / f"{name}.parquet")


def upside_down(city: Path, folder: Path) -> None:
    for name, frame in frames(city).items():
        frame.reverse().write_csv(folder / f"{name}.csv")


@pytest.mark.parametrize(
    "form", [as_parquet, as_csv, as_csv_of_a_spreadsheet, as_workbook, shuffled, upside_down]
)
def test_neither_the_form_of_the_files_nor_the_order_of_rows_changes_a_byte(
    form: Callable[[Path, Path], None], city: Path, settled: bytes, tmp_path: Path
) -> None:
    form(city, tmp_path)
    assert settled_bytes(tmp_path) == settled


def code(number: int) -> str:
    return complete(f"91350100{number:09}")


def organization(number: int, **columns: str) -> dict[str, str]:
    plain = {"uscc": code(number), "name": "榕", "kind": "enterprise", "county": "350102"}
    return {**plain, "industry": "C3911", "size": "medium", **columns}


def loan(name: str, **columns: str) -> dict[str, str]:
    plain = {"loan": name, "uscc": code(0), "project": "", "principal": TRILLION}
    days = dict.fromkeys(("disbursed_on", "first_disbursed_on"), "2026-01-01")
    support = dict.fromkeys(("central_support", "other_support"), "false")
    rest = {"annual_rate": "100", "ends_on": "2027-01-01", "provincial_support": "0"}
    return {**plain, **days, **rest, **support, **columns}


def settled_rows(tables: Tables, measure: str, **adopted: int) -> list[dict[str, str]]:
    """The lines of one measure, with figures adopted otherwise (a dot for two underscores)."""
    notice = pack().with_adopted({key.replace("__", "."): value for key, value in adopted.items()})
    found = as_texts(lines(settle(notice, facts_of(tables), YEAR)))
    return [line for line in found if line["measure"] == measure]


def fen(yuan: str) -> int:
    return int(yuan.replace(".", ""))


NO_CAP = 10**17
"""Fen, above all that is paid here."""


@pytest.mark.parametrize("rate", ["100", "99.9999", "3.4567", "0.0001"])
@pytest.mark.parametrize("principal", [TRILLION, "999999999999.99", "0.01"])
def test_interest_on_a_trillion_yuan_is_exact(principal: str, rate: str) -> None:
    tables: Tables = {
        "organizations": [organization(0, industry="I6510")],
        "loans": [loan("L1", purposes="software_tax", principal=principal, annual_rate=rate)],
    }
    (line,) = settled_rows(
        tables,
        "software_loan_interest",
        software_loan__rate=1_000_000,
        software_loan__cap=NO_CAP,
    )
    of_principal = int(Decimal(principal) * 100)
    millionths = int(Decimal(rate) * 10_000)
    assert fen(line["gross"]) == of_principal * millionths * 365 // (365 * 1_000_000)
    assert line["amount"] == line["gross"]


@pytest.mark.parametrize("ends_on", ["2026-01-02", "2026-12-31", "2026-07-18"])
def test_interest_of_some_days_is_rounded_down_once(ends_on: str) -> None:
    tables: Tables = {
        "organizations": [organization(0, kind="park")],
        "loans": [
            loan(
                "L1",
                purposes="park_infrastructure",
                principal="999999999999.97",
                annual_rate="3.4567",
                ends_on=ends_on,
            )
        ],
    }
    (line,) = settled_rows(tables, "park_loan_interest", park_loan__cap=NO_CAP)
    days = (date.fromisoformat(ends_on) - date(2026, 1, 1)).days
    exact = 99_999_999_999_997 * 500_000 * 34_567 * days // (10**12 * 365)
    assert fen(line["gross"]) == exact


def test_principal_is_counted_exactly_over_many_loans_of_a_trillion() -> None:
    count = 40
    projects = [
        {
            "project": f"P{number:02}",
            "uscc": code(0),
            **dict.fromkeys(
                ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre"),
                "false",
            ),
        }
        for number in range(count)
    ]
    tables: Tables = {
        "organizations": [organization(0)],
        "projects": projects,
        "loans": [
            loan(f"L{number:02}", project=f"P{number:02}", purposes="technology_upgrade")
            for number in range(count)
        ],
    }
    limit = 30 * FEN + 1
    found = settled_rows(
        tables,
        "technology_loan_interest",
        technology_loan__principal=limit,
        technology_loan__rate=999_999,
    )
    full = FEN * 999_999 // 1_000_000
    assert [fen(line["amount"]) for line in found] == [full] * 30 + [0] * 10
    assert [line["status"] for line in found].count("capped_out") == 10


def test_a_share_of_a_trillion_with_its_uplift_is_rounded_down_once() -> None:
    tables: Tables = {
        "organizations": [organization(0)],
        "recognitions": [
            {
                "recognition": "R",
                "uscc": code(0),
                "kind": "chain_key",
                "recognized_on": "2026-01-01",
            }
        ],
        "collaborations": [
            {
                "collaboration": name,
                "uscc": code(0),
                "year": str(YEAR),
                "paid": paid,
                "industrialized": "true",
                "score": "1",
            }
            for name, paid in (("K1", TRILLION), ("K2", "999999999999.99"), ("K3", "0.01"))
        ],
    }
    found = settled_rows(
        tables,
        "research_collaboration",
        research__rate=333_333,
        research__cap=NO_CAP,
    )
    assert [fen(line["gross"]) for line in found] == [
        paid * 333_333 * 1_500_000 // 10**12 for paid in (FEN, FEN - 1, 1)
    ]
    assert sum(fen(line["amount"]) for line in found) == sum(fen(line["gross"]) for line in found)


def test_a_fund_is_shared_exactly_where_the_claims_are_more_than_64_bits_hold() -> None:
    count, budget = 120_000, FEN - 1
    costs = [FEN - 7 * number for number in range(count)]
    claims = [cost * 800_000 // 1_000_000 for cost in costs]
    total = sum(claims)
    assert total > 2**63
    nothing = dict.fromkeys(("enterprises", "banks", "score"), "0")
    nothing |= dict.fromkeys(("provincial_award", "assessed_award"), "0")
    tables: Tables = {
        "organizations": [organization(0, kind="association")],
        "events": [
            {
                "event": f"E{number:06}",
                "kind": "competition",
                "uscc": code(0),
                "held_on": "2026-05-01",
                "cost": f"{cost // 100}.{cost % 100:02}",
                "in_plan": "true",
                **nothing,
            }
            for number, cost in enumerate(costs)
        ],
        "budgets": [{"year": str(YEAR), "fund": "software", "amount": "999999999999.99"}],
    }
    found = settled_rows(tables, "software_competition", competition__cap=10**20)
    shares = [claim * budget // total for claim in claims]
    by_remainder = sorted(range(count), key=lambda number: -(claims[number] * budget % total))
    for number in by_remainder[: budget - sum(shares)]:
        shares[number] += 1
    assert [fen(line["amount"]) for line in found] == shares
    assert sum(shares) == budget


def exhibition(count: int) -> Tables:
    return {
        "organizations": [organization(number) for number in range(count)],
        "expos": [
            {
                "expo": "X",
                "uscc": code(0),
                "held_on": "2026-05-01",
                "scope": "national",
                "canton_fair": "false",
                "priority_cluster": "true",
                "plan_rank": "1",
            }
        ],
        "booths": [
            {"expo": "X", "uscc": code(number), "booth_fee": "999999999999.99"}
            for number in range(count)
        ],
    }


def test_the_sum_of_very_many_booths_of_a_trillion_is_exact() -> None:
    count = 1_000
    assert count * FEN > 2**63 // 100
    (line,) = settled_rows(exhibition(count), "expo_organizer", expo_organizer__cap=10**18)
    assert fen(line["gross"]) == count * (FEN - 1) * 200_000 // 1_000_000
    assert line["amount"] == line["gross"]


def test_orders_whose_sums_are_more_than_64_bits_hold_are_ranked_to_the_fen() -> None:
    count = 93_000
    assert count * FEN > 2**63
    orders = [
        {"order": f"O{number}", "uscc": code(number % 2), "signed_on": "2026-05-01"}
        for number in range(2 * count)
    ]
    for number, order in enumerate(orders):
        order["amount"] = TRILLION if number else "999999999999.99"
    tables: Tables = {"organizations": [organization(0), organization(1)], "orders": orders}
    found = settled_rows(
        tables,
        "order_award",
        order_award__places_1=1,
        order_award__amount_1=NO_CAP * 10,
        order_award__amount_2=NO_CAP * 10,
        order_award__share=1,
    )
    totals = {code(0): count * FEN - 1, code(1): count * FEN}
    assert [fen(line["gross"]) for line in found] == [
        totals[line["uscc"]] // 1_000_000 for line in found
    ]
    first = settle(pack(), facts_of(tables), YEAR).frames["order_award"]
    assert first["place"].to_list() == [2, 1]
