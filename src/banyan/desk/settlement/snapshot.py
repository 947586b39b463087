"""The frozen records of one organization, read from a run's folder without the others."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property

import polars as pl

from banyan.desk.records.rows import PROVENANCE, foreign_references, schema
from banyan.desk.settlement.folder import PROVENANCE as PROVENANCE_FOLDER
from banyan.desk.settlement.folder import FolderLostError
from banyan.desk.settlement.models import Run
from banyan.rules.facts import Facts
from banyan.rules.rows import facts_of_rows
from banyan.rules.run import SNAPSHOT
from banyan.rules.schema import Column, Table, Type

PLACE = "place"


@dataclass(frozen=True)
class FrozenRecord:
    """``row`` maps columns to texts, as ``records.rows`` has them; ``place`` is where it stands in
    its table of the snapshot."""

    table: str
    row: Mapping[str, str]
    place: int


@dataclass(frozen=True)
class StoodBehind:
    """Who stood behind a record when the run was made: keys of ``Source`` and ``Account``."""

    source: int
    verified_by: int | None
    verified_at: datetime | None


class Snapshot:
    """What a run's snapshot holds of ``uscc`` and what it is judged by: as
    ``records.rows.facts_of`` finds it among the records of today. Raises FolderLostError."""

    def __init__(self, run: Run, uscc: str) -> None:
        self.run = run
        self.uscc = uscc
        self._records: dict[str, dict[int, FrozenRecord]] = {
            table.name: {} for table in schema().tables
        }
        try:
            self._read()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise FolderLostError(str(error).partition("\n")[0]) from None

    def records(self, table: str) -> list[FrozenRecord]:
        return list(self._records[table].values())

    @cached_property
    def facts(self) -> Facts:
        """Raises FactsError where the snapshot was tampered with."""
        rows = {name: [one.row for one in self.records(name)] for name in self._records}
        return facts_of_rows(schema(), rows)

    def behind(self, records: Sequence[FrozenRecord]) -> list[StoodBehind]:
        """Who stood behind each of the records."""
        found = []
        by_table: dict[str, list[int]] = {}
        for one in records:
            by_table.setdefault(one.table, []).append(one.place)
        said = {name: self._provenance(name, places) for name, places in by_table.items()}
        for one in records:
            source, account, moment = said[one.table][one.place]
            at = None if moment is None else moment.replace(tzinfo=UTC)
            found.append(StoodBehind(source, account, at))
        return found

    def _provenance(self, table: str, places: list[int]) -> dict[int, tuple[int, int, datetime]]:
        path = self.run.folder / PROVENANCE_FOLDER / f"{table}.parquet"
        try:
            frame = pl.scan_parquet(path, row_index_name=PLACE)
            found = frame.filter(pl.col(PLACE).is_in(places)).collect()
        except (OSError, pl.exceptions.PolarsError) as error:
            raise FolderLostError(str(error).partition("\n")[0]) from None
        return {
            row[PLACE]: tuple(row[name] for name in PROVENANCE) for row in found.rows(named=True)
        }

    def _read(self) -> None:
        of = schema()
        organizations = of.table(of.organizations)
        tables = list(of.tables)
        for table in tables:
            code = _code_column(table, of.organizations)
            if table is organizations:
                self._keep(table, {organizations.key[0]: {self.uscc}})
            elif code:
                self._keep(table, {code: {self.uscc}})
        for table in tables:
            if table.owner:
                column = _owner_column(table)
                parent = of.table(column.references)
                self._keep(table, {column.name: self._said(parent.name, parent.key[0])})
        for table, column, parent in foreign_references(of):
            keys = self._said(table.name, column.name)
            own = self._said(parent.name, parent.key[0])
            self._keep(parent, {parent.key[0]: keys - own})
            self._keep(table, {column.name: keys | own})
        named = set[str]()
        for table in tables:
            for one in table.columns:
                if one.references == of.organizations:
                    named |= self._said(table.name, one.name)
        self._keep(organizations, {organizations.key[0]: named - {self.uscc}})
        keys = {
            key
            for table in tables
            if table.key and table.column(table.key[0]).type is Type.ID
            for key in self._said(table.name, table.key[0])
        }
        for table in tables:
            if table is organizations or table.owner or _code_column(table, of.organizations):
                continue
            codes = [one.name for one in table.columns if one.type is Type.CREDIT_CODE]
            texts = [one.name for one in table.columns if one.type is Type.ID]
            if codes:
                wanted = {name: {self.uscc} for name in codes} | dict.fromkeys(texts, keys)
                self._keep(table, wanted)
            else:
                self._keep(table, None)

    def _said(self, table: str, column: str) -> set[str]:
        return {one.row[column] for one in self._records[table].values()} - {""}

    def _keep(self, table: Table, wanted: Mapping[str, Collection[str]] | None) -> None:
        """Keeps the rows where one of the columns has one of its values, or all rows."""
        if wanted is not None:
            wanted = {name: texts for name, texts in wanted.items() if texts}
            if not wanted:
                return
        path = self.run.folder / SNAPSHOT / f"{table.name}.parquet"
        frame = pl.scan_parquet(path, row_index_name=PLACE)
        if wanted is not None:
            frame = frame.filter(
                pl.any_horizontal(
                    pl.col(name) == next(iter(texts))
                    if len(texts) == 1
                    else pl.col(name).is_in(list(texts))
                    for name, texts in wanted.items()
                )
            )
        names = [column.name for column in table.columns]
        found = frame.select(PLACE, pl.col(names).cast(pl.String).fill_null("")).collect()
        for place, *texts in found.rows():
            row = dict(zip(names, texts, strict=True))
            self._records[table.name][place] = FrozenRecord(table.name, row, place)


def _code_column(table: Table, organizations: str) -> str:
    return next((one.name for one in table.columns if one.references == organizations), "")


def _owner_column(table: Table) -> Column:
    return next(
        one
        for one in table.columns
        if one.references and schema().table(one.references).row_of == table.owner
    )
