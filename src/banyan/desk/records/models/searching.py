"""The terms under which an organization is found (see ``banyan.desk.records.search``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

INDEX = "records_search_terms"


class TermsField(models.Field[Iterable[str], list[str]]):
    """A set of short words: an array with a GIN index on PostgreSQL; on SQLite a text whose words
    a full-text index (FTS5, kept up by triggers) holds."""

    def db_type(self, connection: Any) -> str:
        return "text[]" if connection.vendor == "postgresql" else "text"

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None or connection.vendor == "postgresql":
            return value
        return " ".join(value)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        return value.split() if isinstance(value, str) else value

    def create_index(self, connection: Any) -> None:
        """Makes the index over what is there."""
        self._run(connection, *creations(connection.vendor, self.model._meta.db_table))

    def drop_index(self, connection: Any) -> None:
        self._run(connection, *removals(connection.vendor, self.model._meta.db_table))

    def _run(self, connection: Any, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def creations(vendor: str, table: str) -> list[str]:
    """The SQL that makes the index."""
    if vendor == "postgresql":
        return [f"CREATE INDEX {INDEX} ON {table} USING gin (terms)"]
    into = f"INSERT INTO {INDEX}(rowid, terms) VALUES (new.id, new.terms);"
    out = f"INSERT INTO {INDEX}({INDEX}, rowid, terms) VALUES ('delete', old.id, old.terms);"
    return [
        f"""CREATE VIRTUAL TABLE {INDEX}
        USING fts5(terms, content='{table}', content_rowid='id', tokenize='unicode61')""",
        f"INSERT INTO {INDEX}({INDEX}) VALUES ('rebuild')",
        f"CREATE TRIGGER {INDEX}_in AFTER INSERT ON {table} BEGIN {into} END",
        f"CREATE TRIGGER {INDEX}_out AFTER DELETE ON {table} BEGIN {out} END",
        f"CREATE TRIGGER {INDEX}_over AFTER UPDATE ON {table} BEGIN {out} {into} END",
    ]


def removals(vendor: str, table: str) -> list[str]:
    """The SQL that removes it."""
    if vendor == "postgresql":
        return [f"DROP INDEX IF EXISTS {INDEX}"]
    return [
        *(f"DROP TRIGGER IF EXISTS {INDEX}_{when}" for when in ("in", "out", "over")),
        f"DROP TABLE IF EXISTS {INDEX}",
    ]


@TermsField.register_lookup
class Has(Lookup[Any]):
    """``terms__has=[…]``: all of these words are among the terms."""

    lookup_name = "has"
    prepare_rhs = False

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [list(value)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} @> %s::text[]", [*parameters, list(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        alias = connection.ops.quote_name(self.lhs.alias)
        asked = " AND ".join(f'"{word}"' for word in self.rhs)
        found = f"SELECT rowid FROM {INDEX} WHERE {INDEX} MATCH %s"
        return f"{alias}.id IN ({found})", [asked]


class SearchEntry(models.Model):
    """``name`` and ``initials`` hold what the terms were made of, in their normal form."""

    organization = models.OneToOneField(
        "records.Organization", on_delete=models.CASCADE, related_name="search"
    )
    name = models.TextField()
    initials = models.TextField()
    terms = TermsField()

    def __str__(self) -> str:
        return f"{self.organization_id}"
