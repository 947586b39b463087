"""Fills a table of terms anew, without its index while it is filled: ten times faster."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models, transaction


def fill_anew(model: type[models.Model], pieces: Iterable[Sequence[models.Model]]) -> int:
    """Empties the table of ``model``, whose ``terms`` are a TermsField, and adds the rows piece by
    piece; how many there were."""
    field: Any = model._meta.get_field("terms")
    with transaction.atomic():
        _settle_constraints()
        field.drop_index(connection)
        model._default_manager.all()._raw_delete(model._default_manager.db)
        made = sum(_add(model, piece) for piece in pieces)
        _settle_constraints()
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                # With little memory the index of a million rows takes half an hour.
                cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
        field.create_index(connection)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(f"ANALYZE {model._meta.db_table}")
    return made


def _settle_constraints() -> None:
    """PostgreSQL makes no index while references wait to be checked at the end."""
    if connection.vendor == "postgresql":
        connection.check_constraints()


def _add(model: type[models.Model], rows: Sequence[models.Model]) -> int:
    if connection.vendor != "postgresql":
        return len(model._default_manager.bulk_create(rows))
    fields = [
        field for field in model._meta.concrete_fields if not isinstance(field, models.AutoField)
    ]
    columns = ", ".join(connection.ops.quote_name(field.column or "") for field in fields)
    copy = f"COPY {model._meta.db_table} ({columns}) FROM STDIN"
    with connection.cursor() as cursor, cursor.copy(copy) as copied:
        for row in rows:
            copied.write_row([getattr(row, field.attname) for field in fields])
    return len(rows)
