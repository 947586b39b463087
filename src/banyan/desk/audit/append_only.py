"""Tables to which rows are only added: triggers refuse every update and delete, on both databases.

A migration makes a table so with ``append_only("audit_entry")`` among its operations; with
``when`` only rows of which that is true are kept as they are.
"""

from __future__ import annotations

from banyan.desk.audit.migrating import ByVendor

TABLES: list[str] = []
"""The tables that have been made append-only, in order."""

_WHEN: dict[str, str] = {}
"""What must be true of a row, as SQL of ``OLD``, for it to be kept; of all where it is not said."""


def statements(vendor: str, table: str) -> list[str]:
    """The SQL that makes ``table`` append-only."""
    when = f"WHEN ({_WHEN[table]})" if table in _WHEN else ""
    if vendor == "postgresql":
        return [
            f"""CREATE OR REPLACE FUNCTION {table}_refuse() RETURNS trigger AS $$
            BEGIN RAISE EXCEPTION '{table} is append-only'; END $$ LANGUAGE plpgsql""",
            f"""CREATE TRIGGER {table}_rows BEFORE UPDATE OR DELETE ON {table}
            FOR EACH ROW {when} EXECUTE FUNCTION {table}_refuse()""",
            f"""CREATE TRIGGER {table}_whole BEFORE TRUNCATE ON {table}
            FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse()""",
        ]
    return [
        f"""CREATE TRIGGER {table}_{verb.lower()} BEFORE {verb} ON {table} {when}
        BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END"""
        for verb in ("UPDATE", "DELETE")
    ]


def removals(vendor: str, table: str) -> list[str]:
    """The SQL that undoes ``statements``."""
    if vendor == "postgresql":
        return [
            f"DROP TRIGGER IF EXISTS {table}_rows ON {table}",
            f"DROP TRIGGER IF EXISTS {table}_whole ON {table}",
            f"DROP FUNCTION IF EXISTS {table}_refuse",
        ]
    return [f"DROP TRIGGER IF EXISTS {table}_{verb}" for verb in ("update", "delete")]


def append_only(table: str, when: str = "") -> ByVendor:
    """A migration's operation. ``when`` is SQL of ``OLD`` that both databases read alike."""
    TABLES.append(table)
    if when:
        _WHEN[table] = when
    return ByVendor(
        lambda vendor: statements(vendor, table), lambda vendor: removals(vendor, table)
    )
