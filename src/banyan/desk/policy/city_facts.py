"""The records of the whole city as facts that the rules can settle."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from banyan.desk.policy_pack import declared_pack
from banyan.desk.records.rows import write_facts
from banyan.rules.facts import Facts
from banyan.rules.reading import read_facts


def city_facts() -> Facts:
    """Everything in the records, whoever asks: for computations whose results are sums, not to be
    shown row by row. Raises FactsError where the records do not hold together."""
    with TemporaryDirectory(prefix="banyan-facts-") as place:
        folder = Path(place) / "facts"
        write_facts(folder)
        return read_facts(folder, declared_pack().schema)
