"""Fact sets for tests, from rows of text."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from banyan.packs.fuzhou import pack
from banyan.rules.reading import read_facts
from oracle.generated import write

if TYPE_CHECKING:
    from banyan.rules.facts import Facts
    from oracle.reading import Tables


def facts_of(tables: Tables) -> Facts:
    """The tables written as CSV and read again, as a user's would be."""
    with tempfile.TemporaryDirectory() as folder:
        write(tables, Path(folder))
        return read_facts(Path(folder), pack().schema)
