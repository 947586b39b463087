"""Checks what somebody wants to write, as the engine checks a file, against what is there.

The rows are laid beside those of the database that they refer to and that rules compare them
with; faults point at the given rows alone.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import polars as pl

from banyan.desk.people.models import Account
from banyan.desk.records.models import FACTS
from banyan.desk.records.models.facts import LONGEST
from banyan.desk.records.rows import Row, in_pieces, key_of, plain, rows_of, schema
from banyan.desk.records.writable import Writable
from banyan.rules.checking import CheckedTable, TableCheck, parents_of
from banyan.rules.errors import Fault
from banyan.rules.fault_list import FaultList, in_order
from banyan.rules.raw_table import RawTable
from banyan.rules.schema import Constant, SameOwner, Table, Type

SHOWN_OF_A_KIND = 5_000
"""Faults of a kind that are shown in place; the rest is counted."""

NOT_YOURS = "an organization that you may write for"
NO_REFERRER = "no record that refers to it"
STILL_THERE = "a record that is there"

Key = tuple[str, ...]


@dataclass(frozen=True)
class Change:
    """What becomes of one record: inserted without ``before``, deleted without ``after``.
    ``primary`` is the primary key of a record that is there."""

    table: str
    before: Row | None
    after: Row | None
    primary: Any = None

    @property
    def key(self) -> str:
        row = self.after or self.before or {}
        return key_of(schema().table(self.table), row)

    @property
    def kind(self) -> str:
        if self.before is None:
            return "inserted"
        return "changed" if self.after is not None else "deleted"


@dataclass
class Draft:
    """What somebody wants: rows to stand in each table (a record of the same key is changed; an
    optional column that is not in the frame stays as it is), and rows to be gone."""

    rows: dict[str, RawTable] = field(default_factory=dict)
    gone: dict[str, list[Row]] = field(default_factory=dict)

    @classmethod
    def of_rows(cls, rows: Mapping[str, Sequence[Mapping[str, str | None]]]) -> Draft:
        """From rows in memory; a column that no row of a table has is not in its frame."""
        return cls({name: RawTable(_frame(name, given)) for name, given in rows.items() if given})


@dataclass
class Outcome:
    """``kinds`` tells for each given row of a table whether it is inserted, changed or unchanged;
    empty where it is at fault."""

    faults: list[Fault] = field(default_factory=list)
    changes: list[Change] = field(default_factory=list)
    kinds: dict[str, list[str]] = field(default_factory=dict)

    @property
    def organizations(self) -> set[str]:
        """The credit codes that the changes concern, as far as the rows say them."""
        found = set()
        for change in self.changes:
            for row in (change.before, change.after):
                if row and "uscc" in row:
                    found.add(row["uscc"])
        return found


def check(draft: Draft, account: Account | None, *, lock: bool = False) -> Outcome:
    """What the draft would change, and every fault. ``account`` confines whose records may be
    written; ``None`` is the system. With ``lock`` the records that it changes, and those that
    they refer to, are held until the transaction ends."""
    return _Check(draft, account, lock).outcome()


def _frame(name: str, rows: Sequence[Mapping[str, str | None]]) -> pl.DataFrame:
    names = [c.name for c in schema().table(name).columns if any(c.name in row for row in rows)]
    return pl.DataFrame(
        {name: [row.get(name) or None for row in rows] for name in names},
        schema=dict.fromkeys(names, pl.String),
    )


class _Check:
    def __init__(self, draft: Draft, account: Account | None, lock: bool) -> None:
        self.draft, self.lock = draft, lock
        self.schema = schema()
        self.faults: list[Fault] = []
        self.given: dict[str, list[dict[str, str | None]]] = {}
        self.keys: dict[str, dict[Key, int]] = {}
        """The given rows by their key: the first place of each."""
        self.held: dict[str, dict[Key, tuple[Any, Row]]] = {}
        """What is there with the keys of given rows, or with the first part of them."""
        self.spare: dict[str, dict[Key, list[tuple[Any, Row]]]] = {}
        """The same for tables without a key: by all that a row says."""
        self.beside: dict[str, dict[Key, Row]] = {}
        """Rows of the database that are laid before the given ones."""
        self.gone: dict[str, dict[Key, tuple[Any, Row]]] = {}
        self.writable = Writable(account)

    def outcome(self) -> Outcome:
        for table in self.schema.tables:
            if table.name in self.draft.rows:
                self._meet(table)
            if table.name in self.draft.gone:
                self._find_gone(table)
        self._beside_for_rules()
        self._referred_to()
        self._judge()
        self._referrers()
        self._scope()
        result = Outcome(in_order(self.faults, self.schema))
        self._classify(result)
        return result

    # what is there

    def _records(self, table: Table, column: str, values: Collection[str]) -> dict[Any, Row]:
        """The records in which a column says one of the values."""
        model, found = FACTS[table.name], {}
        for piece in in_pieces(values):
            records = model.objects.filter(**{f"{model.attributes[column]}__in": piece})
            if self.lock:
                records = records.order_by("pk").select_for_update(no_key=True)
            found.update(dict(rows_of(records)))
        return found

    def _meet(self, table: Table) -> None:
        """Reads what is there with the keys of the given rows."""
        raw = self.draft.rows[table.name]
        names = [column.name for column in table.columns]
        frame = raw.frame
        rows = frame.select(name for name in names if name in frame.columns).rows(named=True)
        self.given[table.name] = rows
        keys = [_key(table, row) for row in rows]
        places = self.keys[table.name] = {}
        for place, key in enumerate(keys):
            places.setdefault(key, place)
        first = _first(table)
        values = {value for row in rows if (value := row.get(first)) and len(value) <= LONGEST}
        held = self._records(table, first, values)
        if table.key:
            self.held[table.name] = {
                _key(table, row): (primary, row) for primary, row in held.items()
            }
            self._fill(table, keys)
        else:
            spare = self.spare[table.name] = {}
            for primary, row in held.items():
                spare.setdefault(_key(table, row), []).append((primary, row))

    def _fill(self, table: Table, keys: list[Key]) -> None:
        """A column that was not given stays as it is."""
        raw, held = self.draft.rows[table.name], self.held[table.name]
        absent = [
            column.name
            for column in table.columns
            if column.optional and column.name not in raw.frame.columns
        ]
        if not absent:
            return
        rows = [held[key][1] if key in held else {} for key in keys]
        more = [
            pl.Series(name, [row.get(name) or None for row in rows], dtype=pl.String)
            for name in absent
        ]
        self.draft.rows[table.name] = replace(raw, frame=raw.frame.with_columns(more))
        for given, row in zip(self.given[table.name], rows, strict=True):
            given.update({name: row.get(name) or None for name in absent})

    def _find_gone(self, table: Table) -> None:
        rows = self.draft.gone[table.name]
        found = self._records(table, _first(table), {row[_first(table)] for row in rows})
        by_key: dict[Key, list[tuple[Any, Row]]] = {}
        for primary, row in found.items():
            by_key.setdefault(_key(table, row), []).append((primary, row))
        gone = self.gone[table.name] = {}
        for number, row in enumerate(rows):
            there = by_key.get(_key(table, row))
            if not there:
                self._fault(table, 0, None, key_of(table, row), STILL_THERE)
                continue
            # Of a table without a key the same row may be there, and go, several times.
            gone[(*_key(table, row), *([] if table.key else [str(number)]))] = there.pop()

    def _beside_for_rules(self) -> None:
        """What rules compare the given rows with: the other rows of one platform; the loans of a
        project that changes hands."""
        for table in self.schema.tables:
            if table.name in self.held and any(isinstance(rule, Constant) for rule in table.rules):
                self._lay_beside(table, [row for _, row in self.held[table.name].values()])
            for rule in table.rules:
                if isinstance(rule, SameOwner):
                    parent = self.schema.table(table.column(rule.column).references)
                    moved = self._moved(parent)
                    if moved:
                        self._lay_beside(table, self._records(table, rule.column, moved).values())

    def _moved(self, table: Table) -> set[str]:
        """The keys of given rows that would belong to another organization than now."""
        held = self.held.get(table.name, {})
        return {
            key[0]
            for key, place in self.keys.get(table.name, {}).items()
            if key in held and held[key][1]["uscc"] != self.given[table.name][place].get("uscc")
        }

    def _lay_beside(self, table: Table, rows: Collection[Row]) -> None:
        given, gone = self.keys.get(table.name, {}), self.gone.get(table.name, {})
        beside = self.beside.setdefault(table.name, {})
        for row in rows:
            key = _key(table, row)
            if key not in given and key not in gone:
                beside[key] = row

    def _referred_to(self) -> None:
        """Lays the rows beside to which given rows, and rows beside, refer: children first, so
        that what they bring is looked at in turn."""
        for table in reversed(self._in_order()):
            for column in table.columns:
                if not column.references:
                    continue
                parent = self.schema.table(column.references)
                values = {
                    value
                    for row in self._laid(table)
                    if (value := row.get(column.name)) and len(value) <= LONGEST
                }
                values -= {key[0] for key in self.keys.get(parent.name, {})}
                values -= {key[0] for key in self.beside.get(parent.name, {})}
                self._lay_beside(parent, self._records(parent, parent.key[0], values).values())

    def _laid(self, table: Table) -> Iterator[Mapping[str, str | None]]:
        yield from self.beside.get(table.name, {}).values()
        yield from self.given.get(table.name, ())

    def _in_order(self) -> list[Table]:
        """The tables, each after those it refers to."""

        def depth(table: Table) -> int:
            return max((1 + depth(self.schema.table(n)) for n in parents_of(table)), default=0)

        return sorted(self.schema.tables, key=depth)

    # what is wrong

    def _fault(
        self, table: Table, row: int, column: str | None, value: str | None, expected: str
    ) -> None:
        self.faults.append(Fault(table.name, row, column, value, expected))

    def _judge(self) -> None:
        checked: dict[str, CheckedTable] = {}
        needed = set(self.given) | {name for name, rows in self.beside.items() if rows}
        for name in list(needed):
            needed |= parents_of(self.schema.table(name))
        for table in self._in_order():
            if table.name not in needed:
                continue
            before = list(self.beside.get(table.name, {}).values())
            raw = self.draft.rows.get(table.name)
            found = FaultList(SHOWN_OF_A_KIND)
            judged = TableCheck(self.schema, table, _together(table, before, raw), found)
            checked[table.name] = judged.against({n: checked[n] for n in parents_of(table)})
            for fault in found.faults:
                self._place(table, fault, before)
            self._too_long(table)

    def _place(self, table: Table, fault: Fault, before: list[Row]) -> None:
        """Points at the given row; a fault of a row beside is one of the given row that it
        refers to."""
        if fault.row > len(before) or fault.row == 0:
            row = fault.row - len(before) if fault.row else 0
            self.faults.append(replace(fault, row=row))
            return
        beside = before[fault.row - 1]
        for rule in table.rules:
            if isinstance(rule, SameOwner) and rule.column == fault.column:
                parent = self.schema.table(table.column(rule.column).references)
                place = self.keys.get(parent.name, {}).get((beside[rule.column],))
                if place is not None:
                    value = self.given[parent.name][place].get("uscc")
                    self._fault(parent, place + 1, "uscc", value, NO_REFERRER)
                    return
        self.faults.append(replace(fault, row=0))

    def _too_long(self, table: Table) -> None:
        for column in table.columns:
            if column.type not in (Type.ID, Type.TEXT) or column.pattern:
                continue
            for place, row in enumerate(self.given.get(table.name, ())):
                value = row.get(column.name)
                if value and len(value) > LONGEST:
                    expected = f"at most {LONGEST} characters"
                    self._fault(table, place + 1, column.name, value, expected)

    def _referrers(self) -> None:
        """Nothing goes to which another record refers."""
        for parent in self.schema.tables:
            gone = {key[0] for key in self.gone.get(parent.name, {})} if parent.key else set()
            for table in self.schema.tables if gone else ():
                for column in table.columns:
                    if column.references != parent.name:
                        continue
                    kept = self._records(table, column.name, gone).values()
                    leaving, given = self.gone.get(table.name, {}), self.keys.get(table.name, {})
                    for row in kept:
                        key = _key(table, row)
                        if key not in leaving and key not in given:
                            value = f"{row[column.name]} ← {table.name} {key_of(table, row)}"
                            self._fault(parent, 0, None, value, NO_REFERRER)

    def _scope(self) -> None:
        """Nobody writes, before or after, for an organization that is not theirs to write for."""
        if self.writable.everything:
            return
        new = {
            key[0]: self.given[self.schema.organizations][place].get("county")
            for key, place in self.keys.get(self.schema.organizations, {}).items()
            if key not in self.held[self.schema.organizations]
        }
        rows: list[tuple[Table, int, Mapping[str, str | None]]] = []
        for table in self.schema.tables:
            held = self.held.get(table.name, {})
            for place, given in enumerate(self.given.get(table.name, ())):
                rows.append((table, place + 1, given))
                there = held.get(_key(table, given))
                if there:
                    rows.append((table, place + 1, there[1]))
            rows += [(table, 0, there[1]) for there in self.gone.get(table.name, {}).values()]
        owners = [self._owner(table, row) for table, _, row in rows]
        self.writable.learn(owner for owner in owners if owner)
        faulty = set()
        for (table, place, row), owner in zip(rows, owners, strict=True):
            known = owner is not None and self.writable.includes(owner, new)
            if known and table.name == self.schema.organizations:
                known = self.writable.county_allowed(row.get("county"))
            if known or (table.name, place) in faulty:
                continue
            if owner is None and table.owner:
                continue  # what it belongs to is not there, which is a fault already
            faulty.add((table.name, place))
            column = "uscc" if table.has("uscc") else table.owner or None
            shown = row.get(column) if column else None
            self._fault(table, place, column, shown, NOT_YOURS)

    def _owner(self, table: Table, row: Mapping[str, str | None]) -> str | None:
        if table.has("uscc"):
            return row.get("uscc") or ""
        if not table.owner:
            return None
        parent = self.schema.table(table.column(table.owner).references)
        key = (row.get(table.owner) or "",)
        place = self.keys.get(parent.name, {}).get(key)
        if place is not None:
            return self.given[parent.name][place].get("uscc") or ""
        for known in (self.beside, self.held, self.gone):
            found = known.get(parent.name, {}).get(key)
            if found is not None:
                return self._owner(parent, found[1] if isinstance(found, tuple) else found)
        there = next(iter(self._records(parent, parent.key[0], set(key)).values()), None)
        return self._owner(parent, there) if there else None

    # what it comes to

    def _classify(self, result: Outcome) -> None:
        at_fault = {(fault.table, fault.row) for fault in self.faults}
        whole = {fault.table for fault in self.faults if fault.row == 0 or fault.more}
        for name, rows in self.given.items():
            table = self.schema.table(name)
            reported = self.draft.rows[name].reported
            kinds = result.kinds[name] = []
            for place, row in enumerate(rows):
                bad = name in whole or (name, place + 1) in at_fault
                if bad or (reported is not None and reported[place]):
                    kinds.append("")
                    continue
                after = plain(table, row)
                primary, before = self._there(table, after)
                if before == after:
                    kinds.append("unchanged")
                    continue
                change = Change(name, before, after, primary)
                kinds.append(change.kind)
                result.changes.append(change)
        for name, gone in self.gone.items():
            for primary, leaving in gone.values():
                result.changes.append(Change(name, leaving, None, primary))

    def _there(self, table: Table, row: Row) -> tuple[Any, Row | None]:
        if table.key:
            return self.held[table.name].get(_key(table, row), (None, None))
        spare = self.spare[table.name].get(_key(table, row))
        return spare.pop() if spare else (None, None)


def _first(table: Table) -> str:
    """The column by which the records of given rows are looked up."""
    return table.key[0] if table.key else "uscc"


def _key(table: Table, row: Mapping[str, str | None]) -> Key:
    return tuple(row.get(name) or "" for name in table.key or (c.name for c in table.columns))


def _together(table: Table, before: list[Row], raw: RawTable | None) -> RawTable:
    """The rows beside, and after them the given ones, as one table."""
    beside = _frame(table.name, before) if before else None
    if raw is None:
        empty = pl.DataFrame(schema={column.name: pl.String for column in table.columns})
        return RawTable(empty if beside is None else beside)
    if beside is None:
        return raw
    beside = beside.select(raw.frame.columns)
    reported = raw.reported
    if reported is not None:
        reported = pl.concat([pl.repeat(False, len(before), eager=True), reported])
    return RawTable(pl.concat([beside, raw.frame]), reported, raw.complete)
