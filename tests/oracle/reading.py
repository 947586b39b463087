"""Facts as plain rows: raw CSV text in, integers, dates and truths out."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path
from typing import Any

Tables = dict[str, list[dict[str, str]]]
Row = dict[str, Any]

MONEY = {
    *("provincial_award", "assessed_award", "equipment_gross", "equipment_net", "digital_net"),
    *("principal", "provincial_support", "investment_net", "software_cost"),
    *("infrastructure_cost", "external_service_income", "paid", "total_investment", "cost"),
    *("booth_fee", "amount"),
}
COUNTS = {"rank", "score", "devices", "enterprises", "banks", "plan_rank", "year"}
DATES = {
    *("scaled_on", "recognized_on", "expires_on", "disbursed_on", "first_disbursed_on"),
    *("ends_on", "held_on", "signed_on"),
}
TRUTHS = {
    *("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre"),
    *("digital_effective", "central_support", "other_support", "accepted", "industrialized"),
    *("national_major", "in_plan", "canton_fair", "priority_cluster"),
}
# Columns that a table may leave out altogether.
OPTIONAL = {
    "organizations": ("industry", "size", "scaled_on"),
    "recognitions": (
        *("level", "subject", "expires_on", "rank", "score"),
        *("provincial_award", "assessed_award"),
    ),
    "projects": ("name",),
    "loans": ("project",),
}


def read(folder: Path) -> Tables:
    """The CSV files of a folder, each a table named as its file."""
    tables = {}
    for path in sorted(Path(folder).glob("*.csv")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            tables[path.stem] = list(csv.DictReader(file))
    return tables


def decimal(text: str, places: int) -> int:
    """The number times 10 to the power of ``places``, exactly."""
    whole, _, fraction = text.partition(".")
    return int(whole + fraction.ljust(places, "0"))


def value(column: str, text: str) -> Any:
    """Money in fen, an annual rate in millionths (3.45 % is 34500); ``None`` where empty."""
    if column == "purposes":
        return text.split("|")
    if column in MONEY:
        return decimal(text, 2) if text else None
    if column == "annual_rate":
        return decimal(text, 4)
    if column in COUNTS:
        return int(text) if text else None
    if column in DATES:
        return date.fromisoformat(text) if text else None
    if column in TRUTHS:
        return text == "true"
    return text


def parsed(tables: Tables, table: str) -> list[Row]:
    rows = []
    for texts in tables.get(table, []):
        row = {column: value(column, text or "") for column, text in texts.items()}
        for column in OPTIONAL.get(table, ()):
            row.setdefault(column, value(column, ""))
        rows.append(row)
    return rows
