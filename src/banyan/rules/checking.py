"""Checks one table: its columns, its key, its references, what must hold between its columns.

A table in which nothing is wrong is recognized by a few looks at whole columns; the rows at
fault are searched for only where such a look says that there are some.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

import polars as pl

from banyan.rules import relations, values
from banyan.rules.fault_list import FaultList
from banyan.rules.key_index import KeyIndex, distinct
from banyan.rules.key_order import order
from banyan.rules.raw_table import RawTable
from banyan.rules.schema import Column, Schema, Table

ORGANIZATION_ROW = "organization_row"


@dataclass(frozen=True)
class CheckedTable:
    """A table after its check, with the types and columns of a loaded one.

    ``index`` finds a row by its key where other tables refer to it; it is ``None`` where the
    keys are not known. ``owners`` are the organizations of the rows, null where in doubt."""

    frame: pl.DataFrame
    index: KeyIndex | None = None
    owners: pl.Series | None = None


def parents_of(table: Table) -> set[str]:
    """The tables that a table refers to."""
    return {column.references for column in table.columns if column.references}


def referenced(schema: Schema) -> set[str]:
    """The tables that others refer to."""
    return {schema.organizations}.union(*(parents_of(table) for table in schema.tables))


class TableCheck:
    """One table under check: made, it has judged every value that is no reference; ``against``
    the tables it refers to, it judges the rest. Every fault is added to ``faults``.

    Faults of the header are not looked for: a missing column has been reported."""

    def __init__(self, schema: Schema, table: Table, raw: RawTable, faults: FaultList) -> None:
        self.schema = schema
        self.table = table
        self.raw = raw
        self.faults = faults
        self.height = raw.frame.height
        self.rows = relations.Rows()
        self.parents: Mapping[str, CheckedTable] = {}
        # The columns whose values nobody knows.
        self.unknown: set[str] = set()
        self.all_distinct = self.height == 0
        for column in table.columns:
            if self._has_values(column) and not column.references:
                self._values(column, raw.frame[column.name])
        self._let_go()

    def against(self, parents: Mapping[str, CheckedTable]) -> CheckedTable:
        """The table as it is loaded. ``parents`` are the tables that it refers to."""
        self.parents = parents
        for column in self.table.columns:
            if column.references and column.name not in self.rows.references:
                self._reference(column, self.raw.frame[column.name])
        self._owners()
        if self.height:
            self._key()
            self._rules()
        return self._checked()

    def _let_go(self) -> None:
        """Drops what was read of columns that are judged for good, to save memory."""
        needed = set(self.table.key)
        needed.update(column.name for column in self.table.columns if column.references)
        needed.update(rule.column for rule in self.table.rules)
        frame = self.raw.frame
        names = [name for name in frame.columns if name in needed]
        self.raw = replace(self.raw, frame=frame.select(names))

    def _report(self, column: str | None, expected: str, at_fault: pl.Series) -> None:
        """Reports the rows where ``at_fault`` is true and that have not been reported whole."""
        if self.raw.reported is not None:
            at_fault = at_fault & ~self.raw.reported
        if not at_fault.any():
            return
        at_fault = at_fault.fill_null(False)
        frame = self.raw.frame
        key = [frame[name] for name in self.table.key if name in frame.columns]
        shown = None
        if column is not None:
            shown = frame[column] if column in frame.columns else self._nothing(pl.String())
            earlier = self.rows.faulty.get(column)
            self.rows.faulty[column] = at_fault if earlier is None else earlier | at_fault
        self.faults.add_rows(self.table.name, column, expected, at_fault, shown, key)

    def _nothing(self, data_type: pl.DataType) -> pl.Series:
        return pl.Series(dtype=data_type).clear(self.height)

    def _has_values(self, column: Column) -> bool:
        """Whether the column is there with a type that can be read; else it is held empty."""
        name = column.name
        if name in self.raw.frame.columns:
            raw = self.raw.frame[name]
            if values.readable(column, raw):
                return True
            expected = values.expected(self.schema, column)
            self.faults.add(self.table.name, name, str(raw.dtype), expected)
            self.unknown.add(name)
        elif not column.optional:
            self.unknown.add(name)
        self.rows.values[name] = self._nothing(self.schema.polars_type(column))
        if column.references:
            self.rows.references[name] = self._nothing(pl.UInt32())
        return False

    def _values(self, column: Column, raw: pl.Series) -> None:
        empty = raw.null_count()
        if empty == self.height:
            held = self._nothing(self.schema.polars_type(column))
        else:
            held = values.parsed(self.schema, column, raw)
        if held.null_count() > empty or (empty and not column.optional):
            at_fault = held.is_null()
            if column.optional:
                at_fault &= raw.is_not_null()
            self._report(column.name, values.expected(self.schema, column), at_fault)
        unclean = values.with_control_characters(column, held)
        if unclean is not None:
            self._report(column.name, values.expected_of_text(column), unclean)
            held = held.set(unclean, None)
        self.rows.values[column.name] = held

    def _reference(self, column: Column, raw: pl.Series) -> None:
        """What leads to a row is good as it stands, since the key of that row has been checked:
        only what leads nowhere needs a look at its own characters."""
        if raw.dtype != pl.String:
            raw = raw.cast(pl.String)
        index = self.parents[column.references].index
        if index is None or raw.null_count() == self.height:
            rows = self._nothing(pl.UInt32())
        else:
            rows = index.rows_of(raw)
        self.rows.references[column.name] = rows
        if rows.null_count() == (raw.null_count() if column.optional else 0):
            self.rows.values[column.name] = raw
            return
        self._values(column, raw)
        held = self.rows.values[column.name]
        if index is not None and held.null_count() < rows.null_count():
            parent = self.schema.table(column.references)
            expected = f"the {parent.key[0]} of a row of {parent.name}"
            self._report(column.name, expected, rows.is_null() & held.is_not_null())

    def _owners(self) -> None:
        for column in self.table.columns:
            if not column.references:
                continue
            if column.references == self.schema.organizations:
                self.rows.owners = self.rows.references[column.name]
                continue
            owners = self.parents[column.references].owners
            if owners is not None:
                rows = self.rows.references[column.name]
                self.rows.owners_of[column.name] = owners.gather(rows)
        if self.table.owner:
            self.rows.owners = self.rows.owners_of.get(self.table.owner)

    def _key(self) -> None:
        key = self.table.key
        if not key or not self.unknown.isdisjoint(key):
            return
        fingerprints = []
        for name in key:
            rows = self.rows.references.get(name)
            whole = rows is not None and rows.null_count() == 0
            fingerprints.append(rows if rows is not None and whole else self.rows.values[name])
        self.all_distinct = distinct(fingerprints)
        if self.all_distinct:
            return
        keys = pl.DataFrame([self.rows.values[name] for name in key])
        judged = keys.select(pl.all_horizontal(pl.all().is_not_null())).to_series()
        if self.raw.reported is not None:
            judged &= ~self.raw.reported
        places = judged.arg_true()
        later = places.filter(~_firsts(keys.filter(judged)))
        if later.len() == 0:
            return
        repeated = pl.repeat(False, self.height, eager=True).scatter(later, True)
        self.rows.repeated = repeated
        column = key[0] if len(key) == 1 else None
        self._report(column, f"{' and '.join(key)} of no other row", repeated)

    def _rules(self) -> None:
        for rule in self.table.rules:
            if self.unknown.isdisjoint(relations.columns_of(rule)):
                expected = relations.expected(rule, self.schema, self.table)
                self._report(rule.column, expected, relations.broken(rule, self.rows))

    def _checked(self) -> CheckedTable:
        columns: dict[str, pl.Series] = {}
        for column in self.table.columns:
            if column.references != self.schema.organizations:
                columns[column.name] = self.rows.values[column.name]
            if column.references and column.references != self.schema.organizations:
                name = f"{self.schema.table(column.references).row_of}_row"
                columns[name] = self.rows.references[column.name]
        owners = self.rows.owners
        if owners is not None:
            columns[ORGANIZATION_ROW] = owners
        key = self.table.key[0] if self.table.key else ""
        known = self.raw.complete and key not in self.unknown
        if not known or self.table.name not in referenced(self.schema):
            return CheckedTable(pl.DataFrame(columns))
        if self.table.name == self.schema.organizations and not self.faults.faults:
            columns = _sorted(columns, key)
        if owners is not None and self.rows.repeated is not None:
            owners = owners.set(columns[key].is_duplicated(), None)
        index = KeyIndex(columns[key], self.all_distinct)
        # Other tables gather from this one, which is many times faster from one piece.
        return CheckedTable(pl.DataFrame(columns).rechunk(), index, owners)


def _sorted(columns: dict[str, pl.Series], key: str) -> dict[str, pl.Series]:
    """The columns with their rows in the order of the key's bytes."""
    rows = order(columns[key])
    if rows is None:
        return columns
    # From one piece a column is gathered many times faster.
    return {name: column.rechunk().gather(rows) for name, column in columns.items()}


def _firsts(keys: pl.DataFrame) -> pl.Series:
    """Which rows are the first with their key."""
    if keys.width == 1:
        return keys.to_series().is_first_distinct()
    return keys.select(pl.struct(pl.all()).is_first_distinct()).to_series()
