"""A model for every table of the pack's schema, with its constraints in the database.

A column keeps its name and its unit: money is held in fen, percent in millionths, several words
joined by ``|``. A column that refers to another table is a foreign key named after what it refers
to (``uscc`` is ``organization``), on the same column of the database. What a constraint of one row
cannot say (an owner, a repeated word) is checked where facts are written.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint

from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.scope import ScopedQuerySet
from banyan.rules.schema import (
    AtMost,
    Column,
    LaterThan,
    Rule,
    Schema,
    Table,
    Type,
    WordsWhen,
)

LONGEST = 200
"""Characters of an identifier or a name."""

MOST_MONEY = 10**14
"""Fen: 10^12 yuan, what the facts allow."""

CLASS_NAMES = {
    "organizations": "Organization",
    "recognitions": "Recognition",
    "projects": "Project",
    "project_years": "ProjectYear",
    "loans": "Loan",
    "platforms": "Platform",
    "cloud_years": "CloudYear",
    "centre_years": "CentreYear",
    "collaborations": "Collaboration",
    "software_projects": "SoftwareProject",
    "events": "Event",
    "expos": "Expo",
    "booths": "Booth",
    "orders": "Order",
    "elections": "Election",
    "budgets": "Budget",
    "history": "PastGrant",
}
"""The name of a table's model; a table that is not listed takes its own name."""


class Fact(models.Model):
    """One row of a table of facts, with where it comes from.

    ``source`` is what wrote it last. It is verified when ``verified_at`` is set; every change
    takes the verification away unless the one who changes it verifies it again."""

    table: ClassVar[Table]
    organization_path: ClassVar[str | None]
    organization_code: ClassVar[str | None]
    attributes: ClassVar[dict[str, str]]
    """The attribute that holds a column's value as the database does, by the column."""

    source = models.ForeignKey("records.Source", on_delete=models.PROTECT, related_name="+")
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    verified_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[Any] = ScopedQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return " / ".join(str(getattr(self, self.attributes[name])) for name in self.table.key)


def _field(schema: Schema, table: Table, column: Column) -> tuple[str, models.Field[Any, Any]]:
    """The name and the field of a column."""
    empty: dict[str, Any] = {"null": True, "blank": True} if column.optional else {}
    unique = table.key == (column.name,)
    if column.references:
        target = schema.table(column.references)
        field: models.Field[Any, Any] = models.ForeignKey(
            f"records.{CLASS_NAMES.get(target.name, target.name)}",
            to_field=target.key[0],
            db_column=column.name,
            on_delete=models.PROTECT,
            related_name=table.name,
            **empty,
        )
        return target.row_of, field
    match column.type:
        case Type.CREDIT_CODE:
            primary = table.name == schema.organizations and unique
            field = models.CharField(max_length=18, primary_key=primary, **empty)
        case Type.ID | Type.TEXT:
            field = models.CharField(max_length=LONGEST, unique=unique, **empty)
        case Type.WORD:
            field = models.CharField(max_length=50, **empty)
        case Type.WORDS:
            field = models.CharField(max_length=LONGEST, **empty)
        case Type.MONEY | Type.COUNT:
            field = models.BigIntegerField(**empty)
        case Type.PERCENT:
            field = models.IntegerField(**empty)
        case Type.YEAR:
            field = models.SmallIntegerField(**empty)
        case Type.DATE:
            field = models.DateField(**empty)
        case Type.TRUTH:
            field = models.BooleanField(**empty)
    return column.name, field


def _column_constraint(schema: Schema, column: Column) -> Q | None:
    name = column.name
    match column.type:
        case Type.MONEY:
            return Q(**{f"{name}__gte": 0, f"{name}__lte": MOST_MONEY})
        case Type.PERCENT:
            return Q(**{f"{name}__gte": 0, f"{name}__lte": 1_000_000})
        case Type.COUNT:
            return Q(**{f"{name}__gte": column.minimum})
        case Type.YEAR:
            return Q(**{f"{name}__gte": 1000, f"{name}__lte": 9999})
        case Type.WORD:
            return Q(**{f"{name}__in": schema.words(column)})
        case Type.ID if not column.references:
            return ~Q(**{name: ""})
    return None


def _rule_constraint(rule: Rule) -> tuple[str, Q] | None:
    match rule:
        case AtMost(column=column, bound=bound):
            return f"{column}_bound", Q(**{f"{column}__lte": F(bound)})
        case LaterThan(column=column, than=than):
            return f"{column}_later", Q(**{f"{column}__gt": F(than)})
        case WordsWhen(column=column, when=when, equals=equals, words=words):
            said = Q(**{f"{column}__in": words, f"{column}__isnull": False})
            return f"{column}_words", ~Q(**{when: equals}) | said
    return None


def _constraints(schema: Schema, table: Table, fields: dict[str, str]) -> list[Any]:
    prefix = f"{table.name}"
    found: list[Any] = []
    if len(table.key) > 1:
        names = [fields[name] for name in table.key]
        found.append(UniqueConstraint(fields=names, name=f"{prefix}_key"))
    for column in table.columns:
        condition = _column_constraint(schema, column)
        if condition is not None:
            found.append(CheckConstraint(condition=condition, name=f"{prefix}_{column.name}"))
    for rule in table.rules:
        named = _rule_constraint(rule)
        if named is not None:
            found.append(CheckConstraint(condition=named[1], name=f"{prefix}_{named[0]}"))
    return found


def _organization_path(schema: Schema, table: Table) -> str | None:
    """How the ORM gets from a row to its organization."""
    if table.name == schema.organizations:
        return ""
    if any(column.references == schema.organizations for column in table.columns):
        return schema.table(schema.organizations).row_of
    if table.owner:
        return f"{table.owner}__{schema.table(schema.organizations).row_of}"
    return None


def _organization_code(table: Table) -> str | None:
    """The column of a credit code that need not be that of an organization known today."""
    for column in table.columns:
        if column.type is Type.CREDIT_CODE and not column.references:
            return column.name
    return None


def model_of(schema: Schema, table: Table) -> type[Fact]:
    """The model of a table."""
    fields: dict[str, models.Field[Any, Any]] = {}
    names: dict[str, str] = {}
    for column in table.columns:
        name, field = _field(schema, table, column)
        fields[name], names[column.name] = field, name
    order = [names[name] for name in table.key] or ["pk"]
    options = {
        "app_label": "records",
        "db_table": f"records_{table.name}",
        "ordering": order,
        "constraints": _constraints(schema, table, names),
        "indexes": _indexes(schema, table, names),
    }
    return type(
        CLASS_NAMES.get(table.name, table.name),
        (Fact,),
        {
            "__module__": __name__,
            "__doc__": f"A row of the table {table.name}.",
            "Meta": type("Meta", (), options),
            "table": table,
            "organization_path": _organization_path(schema, table),
            "organization_code": _organization_code(table),
            "attributes": {
                column: f"{name}_id" if fields[name].is_relation else name
                for column, name in names.items()
            },
            **fields,
        },
    )


def _indexes(schema: Schema, table: Table, names: dict[str, str]) -> list[models.Index]:
    """What lists and scopes look up beside the keys."""
    if table.name == schema.organizations:
        return [models.Index(fields=["county", "uscc"], name="organizations_of_county")]
    if table.name == "history":
        return [
            models.Index(fields=["uscc", "year"], name="history_of_organization"),
            models.Index(fields=["award_key"], name="history_of_award"),
        ]
    return []


_SCHEMA = declared_pack().schema

FACTS: dict[str, type[Fact]] = {table.name: model_of(_SCHEMA, table) for table in _SCHEMA.tables}
"""The models by table."""

Organization: Any = FACTS[_SCHEMA.organizations]
for _name, _model in FACTS.items():
    globals()[CLASS_NAMES.get(_name, _name)] = _model
