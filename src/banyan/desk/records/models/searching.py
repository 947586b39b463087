"""Terms under which rows are found, and those of organizations (``banyan.desk.records.search``)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models.lookups import Lookup

from banyan.desk.audit.migrating import ByVendor

INDEX = "records_search_terms"


class TermsField(models.Field[Iterable[str], list[str]]):
    """A set of short words: an array with a GIN index on PostgreSQL; on SQLite a text whose words
    a full-text index (FTS5, kept up by triggers) holds. The column is called ``terms``, and the
    table's number ``id``; ``index`` is the name of the index, one a table."""

    def __init__(self, *args: Any, index: str = INDEX, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.index = index

    def deconstruct(self) -> Any:
        name, path, args, kwargs = super().deconstruct()
        if self.index != INDEX:
            kwargs["index"] = self.index
        return name, path, args, kwargs

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
        table = self.model._meta.db_table
        self._run(connection, *creations(connection.vendor, table, self.index))

    def drop_index(self, connection: Any) -> None:
        self._run(connection, *removals(connection.vendor, self.index))

    def _run(self, connection: Any, *statements: str) -> None:
        with connection.cursor() as cursor:
            for statement in statements:
                cursor.execute(statement)


def searched_by_words(table: str, index: str = INDEX) -> ByVendor:
    """A migration's operation that makes the index over the terms of ``table``."""
    return ByVendor(
        lambda vendor: creations(vendor, table, index), lambda vendor: removals(vendor, index)
    )


def creations(vendor: str, table: str, index: str = INDEX) -> list[str]:
    """The SQL that makes the index."""
    if vendor == "postgresql":
        return [
            # how common each term is decides how a search is carried out
            f"ALTER TABLE {table} ALTER COLUMN terms SET STATISTICS 1000",
            f"CREATE INDEX {index} ON {table} USING gin (terms)",
        ]
    into = f"INSERT INTO {index}(rowid, terms) VALUES (new.id, new.terms);"
    out = f"INSERT INTO {index}({index}, rowid, terms) VALUES ('delete', old.id, old.terms);"
    return [
        f"""CREATE VIRTUAL TABLE {index}
        USING fts5(terms, content='{table}', content_rowid='id', tokenize='unicode61')""",
        f"INSERT INTO {index}({index}) VALUES ('rebuild')",
        f"CREATE TRIGGER {index}_in AFTER INSERT ON {table} BEGIN {into} END",
        f"CREATE TRIGGER {index}_out AFTER DELETE ON {table} BEGIN {out} END",
        f"CREATE TRIGGER {index}_over AFTER UPDATE ON {table} BEGIN {out} {into} END",
    ]


def removals(vendor: str, index: str = INDEX) -> list[str]:
    """The SQL that removes it."""
    if vendor == "postgresql":
        return [f"DROP INDEX IF EXISTS {index}"]
    return [
        *(f"DROP TRIGGER IF EXISTS {index}_{when}" for when in ("in", "out", "over")),
        f"DROP TABLE IF EXISTS {index}",
    ]


class _Among(Lookup[Any]):
    """What of the words is among the terms."""

    prepare_rhs = False
    operator: str
    between: str

    def get_db_prep_lookup(self, value: Any, connection: Any) -> Any:
        return "%s", [list(value)]

    def as_postgresql(self, compiler: Any, connection: Any) -> Any:
        column, parameters = self.process_lhs(compiler, connection)
        return f"{column} {self.operator} %s::text[]", [*parameters, list(self.rhs)]

    def as_sqlite(self, compiler: Any, connection: Any) -> Any:
        alias = connection.ops.quote_name(self.lhs.alias)
        asked = self.between.join(f'"{word}"' for word in self.rhs)
        index = self.lhs.output_field.index
        found = f"SELECT rowid FROM {index} WHERE {index} MATCH %s"
        return f"{alias}.id IN ({found})", [asked]


@TermsField.register_lookup
class Has(_Among):
    """``terms__has=[…]``: all of these words are among the terms."""

    lookup_name = "has"
    operator, between = "@>", " AND "


@TermsField.register_lookup
class HasAny(_Among):
    """``terms__any=[…]``: at least one of these words is."""

    lookup_name = "any"
    operator, between = "&&", " OR "


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
