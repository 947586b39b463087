"""The verified records alone, as facts that the rules can settle, with who stands behind each."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import connection, transaction
from django.db.models import Q

from banyan.desk.records.models import FACTS, Fact
from banyan.desk.records.rows import PROVENANCE, frames_of_records, schema
from banyan.packs.fuzhou.city.writing import Tables
from banyan.rules.output import written


@dataclass(frozen=True)
class Verified:
    """What was written. ``rows`` and ``left_out`` count records by table; ``incomplete`` are the
    credit codes of the organizations of which a record was left out."""

    rows: dict[str, int]
    left_out: dict[str, int]
    incomplete: frozenset[str]


def verified_facts(folder: Path, provenance: Path) -> Verified:
    """Writes the records that somebody has verified as a fact set into the new folder ``folder``;
    a record whose parent is left out is left out too, all the way down.

    ``provenance`` becomes a folder with a file beside each table of facts, its rows in the same
    order, with the columns of ``rows.PROVENANCE``: who verified what is settled stays known however
    the records change afterwards. All is read as it stood at one moment."""
    left_out: dict[str, int] = {}
    incomplete: set[str] = set()
    with written(folder, replaces=()) as place, written(provenance, replaces=()) as behind:
        tables = Tables(schema(), place, "parquet")
        with _one_moment():
            for name, model in FACTS.items():
                kept = is_verified(model)
                pieces = []
                records = model.objects.filter(kept).order_by("pk")
                for frame in frames_of_records(records, provenance=True):
                    tables.append(name, frame.drop(*PROVENANCE))
                    pieces.append(frame.select(*PROVENANCE))
                pl.concat(pieces).write_parquet(behind / f"{name}.parquet")
                left_out[name] = model.objects.exclude(kept).count()
                if left_out[name]:
                    incomplete |= _owners(model, kept)
        tables.close()
    return Verified(tables.rows, left_out, frozenset(incomplete))


def is_verified(model: type[Fact], prefix: str = "") -> Q:
    """The condition on records of ``model`` that they and all that they refer to are verified."""
    condition = Q(**{f"{prefix}verified_at__isnull": False})
    for column in model.table.columns:
        if column.references:
            parent = FACTS[column.references]
            reference = f"{prefix}{parent.table.row_of}"
            verified = is_verified(parent, f"{reference}__")
            if column.optional:
                verified |= Q(**{f"{reference}__isnull": True})
            condition &= verified
    return condition


def _owners(model: type[Fact], kept: Q) -> set[str]:
    if model.organization_path is None:
        return set()
    path = f"{model.organization_path}__pk" if model.organization_path else "pk"
    return set(model.objects.exclude(kept).values_list(path, flat=True).distinct())


@contextmanager
def _one_moment() -> Iterator[None]:
    """Every query of the block sees the same records. (SQLite lets nobody write meanwhile.)"""
    if connection.in_atomic_block:
        yield
        return
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield
