"""Fact sets for tests, from rows of text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from banyan.packs.fuzhou import pack
from banyan.rules.rows import facts_of_rows

if TYPE_CHECKING:
    from banyan.rules.facts import Facts
    from oracle.reading import Tables


def facts_of(tables: Tables) -> Facts:
    return facts_of_rows(pack().schema, tables)
