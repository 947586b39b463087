"""Raw tables, from wherever they come, checked as one fact set."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass

from banyan.rules.checking import CheckedTable, TableCheck, parents_of, referenced
from banyan.rules.errors import FactsError
from banyan.rules.facts import Facts, Source
from banyan.rules.fault_list import FaultList, in_order
from banyan.rules.raw_table import RawTable, UnreadableError
from banyan.rules.schema import Schema, Table

Read = Callable[[Table, FaultList], tuple[RawTable, Source]]


@dataclass(frozen=True)
class _Begun:
    """A table that has been read and judged as far as it goes without the others: to the end
    where it refers to none."""

    source: Source
    check: TableCheck
    checked: CheckedTable | None


def checked_facts(
    schema: Schema,
    read: Read,
    size: Callable[[Table], int],
    strays: FaultList,
    threads: Executor,
) -> Facts:
    """The tables that ``read`` gives; ``strays`` are faults of what belongs to no table. Raises
    ``FactsError`` with every fault."""
    faults = {table.name: FaultList() for table in schema.tables}
    begun: dict[str, Future[_Begun]] = {}
    checked: dict[str, Future[CheckedTable]] = {}

    def begin(table: Table) -> _Begun:
        raw, source = read(table, faults[table.name])
        check = TableCheck(schema, table, raw, faults[table.name])
        return _Begun(source, check, None if parents_of(table) else check.against({}))

    def finish(table: Table) -> CheckedTable:
        own = begun[table.name].result()
        if own.checked is not None:
            return own.checked
        return own.check.against({name: checked[name].result() for name in parents_of(table)})

    # What a task waits for is handed out before it, so that it is at work or done.
    tables = _referenced_first(schema, size)
    for table in tables:
        begun[table.name] = threads.submit(begin, table)
    for table in tables:
        checked[table.name] = threads.submit(finish, table)
    frames = {table.name: checked[table.name].result().frame for table in schema.tables}
    found = strays.faults + [fault for each in faults.values() for fault in each.faults]
    if found:
        raise FactsError(in_order(found, schema))
    return Facts(
        schema,
        tables=frames,
        sources={table.name: begun[table.name].result().source for table in schema.tables},
    )


def _referenced_first(schema: Schema, size: Callable[[Table], int]) -> list[Table]:
    """Each table after those it refers to; those that are referred to early, then large ones."""

    def depth(table: Table) -> int:
        return max((1 + depth(schema.table(name)) for name in parents_of(table)), default=0)

    early = referenced(schema)

    def order(table: Table) -> tuple[bool, int, int]:
        return (table.name not in early, depth(table), -size(table))

    return sorted(schema.tables, key=order)


def header_faults(table: Table, header: Sequence[str], faults: FaultList) -> None:
    """Reports columns that the table has not, that stand twice, and required ones that are not
    there. Raises ``UnreadableError`` where there is no header at all."""
    if not header:
        raise UnreadableError("a header row")
    distinct = dict.fromkeys(header)
    unknown_columns(table, distinct, faults)
    for name in distinct:
        if table.has(name) and header.count(name) > 1:
            faults.add(table.name, name, name, "a column once")
    for column in table.columns:
        if not column.optional and column.name not in distinct:
            faults.add(table.name, column.name, None, "the column, which is required")


def unknown_columns(table: Table, names: Iterable[str], faults: FaultList) -> None:
    """Reports the columns that the table has not."""
    for name in names:
        if not table.has(name):
            columns = ", ".join(column.name for column in table.columns)
            faults.add(table.name, name, name, f"one of the columns {columns}")
