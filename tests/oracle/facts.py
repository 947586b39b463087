"""What can be asked of the facts: who is industrial, who holds what, what was granted before."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from .reading import parsed

if TYPE_CHECKING:
    from collections.abc import Collection

    from .reading import Row, Tables

FUZHOU = {
    *("350102", "350103", "350104", "350105", "350111", "350112", "350121"),
    *("350122", "350123", "350124", "350125", "350181", "350100"),
}


class Facts:
    def __init__(self, tables: Tables) -> None:
        self.tables = tables
        self.parsed: dict[str, list[Row]] = {}
        self.organizations: dict[str, Row] = {o["uscc"]: o for o in self.rows("organizations")}
        self.projects: dict[str, Row] = {p["project"]: p for p in self.rows("projects")}
        self.expos: dict[str, Row] = {x["expo"]: x for x in self.rows("expos")}
        self.recognitions_of: dict[str, list[Row]] = defaultdict(list)
        for recognition in self.rows("recognitions"):
            self.recognitions_of[recognition["uscc"]].append(recognition)
        self.history: dict[str, list[Row]] = defaultdict(list)
        for row in self.rows("history"):
            self.history[row["measure"]].append(row)

    def rows(self, table: str) -> list[Row]:
        if table not in self.parsed:
            self.parsed[table] = parsed(self.tables, table)
        return self.parsed[table]

    def of_year(self, table: str, year: int, day: str = "") -> list[Row]:
        """The rows whose ``year``, or whose date in column ``day``, is of the year."""
        return [r for r in self.rows(table) if (r[day].year if day else r["year"]) == year]

    def kind(self, uscc: str) -> str:
        return self.organizations[uscc]["kind"]

    def local(self, uscc: str) -> bool:
        return self.organizations[uscc]["county"] in FUZHOU

    def section(self, uscc: str) -> str:
        """The letter of the industry, empty where there is none."""
        return self.organizations[uscc]["industry"][:1]

    def industrial(self, uscc: str) -> bool:
        return self.section(uscc) in ("B", "C", "D")

    def manufacturing(self, uscc: str) -> bool:
        return self.section(uscc) == "C"

    def software(self, uscc: str) -> bool:
        return self.section(uscc) == "I"

    def not_large(self, uscc: str) -> bool:
        return self.organizations[uscc]["size"] in ("medium", "small", "micro")

    def newly_scaled(self, uscc: str, year: int) -> bool:
        scaled_on = self.organizations[uscc]["scaled_on"]
        return scaled_on is not None and year - 2 <= scaled_on.year <= year

    def holds(self, uscc: str, kind: str, year: int, levels: Collection[str] = ()) -> bool:
        return any(
            recognition["kind"] == kind
            and (not levels or recognition["level"] in levels)
            and held(recognition, year)
            for recognition in self.recognitions_of[uscc]
        )

    def key_chain(self, uscc: str, year: int) -> bool:
        """A1·4: an outstanding manufacturing enterprise of a key chain."""
        return self.manufacturing(uscc) and self.holds(uscc, "chain_key", year)


def held(recognition: Row, year: int) -> bool:
    """Held in the year: recognized by its last day and not yet expired on its first."""
    expires_on = recognition["expires_on"]
    return recognition["recognized_on"] <= date(year, 12, 31) and (
        expires_on is None or expires_on > date(year, 1, 1)
    )
