"""A small policy's facts, with every kind of column and rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from banyan.rules.credit_code import complete
from banyan.rules.errors import FactsError, Fault
from banyan.rules.reading import read_facts
from banyan.rules.schema import (
    AtMost,
    Column,
    Constant,
    LaterThan,
    SameOwner,
    Schema,
    Table,
    Type,
    WordsWhen,
)

SHOP = Column("uscc", Type.CREDIT_CODE, references="shops")
YEAR = Column("year", Type.YEAR)

SCHEMA = Schema(
    organizations="shops",
    vocabularies={"funds": ("market", "street")},
    tables=(
        Table(
            "shops",
            key=("uscc",),
            row_of="shop",
            columns=(
                Column("uscc", Type.CREDIT_CODE),
                Column("name", Type.ID),
                Column("kind", Type.WORD, words=("stall", "store")),
                Column("street", Type.ID, pattern="[A-Z][0-9]{2}", expected="a street like A01"),
                Column("note", Type.TEXT, optional=True),
            ),
        ),
        Table(
            "stands",
            key=("stand",),
            row_of="stand",
            columns=(
                Column("stand", Type.ID),
                SHOP,
                Column("goods", Type.WORDS, words=("tea", "silk", "tin")),
                Column("opened_on", Type.DATE),
                Column("closed_on", Type.DATE, optional=True),
                Column("first_opened_on", Type.DATE, optional=True),
                Column("covered", Type.TRUTH),
                Column("rate", Type.PERCENT, optional=True),
                Column("rank", Type.COUNT, optional=True, minimum=1),
            ),
            rules=(
                LaterThan("closed_on", than="opened_on"),
                AtMost("first_opened_on", bound="opened_on"),
            ),
        ),
        Table(
            "stand_years",
            key=("stand", "year"),
            owner="stand",
            columns=(
                Column("stand", Type.ID, references="stands"),
                YEAR,
                Column("gross", Type.MONEY),
                Column("net", Type.MONEY),
            ),
            rules=(AtMost("net", bound="gross"),),
        ),
        Table(
            "rents",
            key=("rent",),
            columns=(
                Column("rent", Type.ID),
                SHOP,
                Column("stand", Type.ID, optional=True, references="stands"),
                Column("paid", Type.MONEY, optional=True),
            ),
            rules=(SameOwner("stand"),),
        ),
        Table(
            "signs",
            key=("sign", "year"),
            columns=(
                Column("sign", Type.ID),
                SHOP,
                YEAR,
                Column("fund", Type.WORD, vocabulary="funds"),
                Column("lettering", Type.TEXT, optional=True),
            ),
            rules=(
                Constant("uscc", by="sign"),
                WordsWhen("lettering", when="fund", equals="street", words=("gold", "red")),
            ),
        ),
        Table(
            "past",
            key=(),
            columns=(Column("uscc", Type.CREDIT_CODE), Column("amount", Type.MONEY)),
        ),
    ),
)

A, B, C = (complete(f"91350102{number:09}") for number in (1, 2, 3))
"""Three codes in ascending order."""

GOOD: Mapping[str, str] = {
    "shops": f"uscc,name,kind,street,note\n{B},Bee,store,B01,\n{A},Ant,stall,A01,hello\n",
    "stands": "stand,uscc,goods,opened_on,closed_on,first_opened_on,covered,rate,rank\n"
    f"S1,{A},tea|tin,2026-01-02,2026-01-03,2026-01-02,true,3.45,1\n"
    f"S2,{B},silk,2026-05-01,,,false,,\n",
    "stand_years": "stand,year,gross,net\nS2,2026,10.5,10.50\nS1,2026,7,0\nS1,2027,0.01,0.01\n",
    "rents": f"rent,uscc,stand,paid\nR1,{A},S1,12.34\nR2,{B},,\n",
    "signs": f"sign,uscc,year,fund,lettering\nG1,{B},2026,street,gold\nG1,{B},2027,market,\n",
    "past": f"uscc,amount\n{C},99\n",
}
"""A fact set that holds together; the shops stand in descending order."""

Found = set[tuple[str, int, str | None]]


@pytest.fixture
def schema() -> Schema:
    return SCHEMA


@pytest.fixture
def codes() -> tuple[str, str, str]:
    return A, B, C


@pytest.fixture
def good(tmp_path: Path) -> Path:
    """A folder with a good fact set in CSV."""
    for name, content in GOOD.items():
        (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
    return tmp_path


@pytest.fixture
def faults() -> Callable[[Path], list[Fault]]:
    """The faults that reading a folder reports; none where it is read."""

    def read(folder: Path) -> list[Fault]:
        try:
            read_facts(folder, SCHEMA)
        except FactsError as error:
            return error.faults
        return []

    return read


@pytest.fixture
def places(faults: Callable[[Path], list[Fault]]) -> Callable[[Path], Found]:
    """Where the faults of a folder are: table, row, column; each place once."""

    def read(folder: Path) -> Found:
        found = faults(folder)
        where = {(fault.table, fault.row, fault.column) for fault in found}
        assert len(where) == len(found), found
        return where

    return read
