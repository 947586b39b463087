"""The search: settles the verified records and picks what needs no application."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from banyan.desk.matching.exceptions import (
    Word,
    granted_before,
    is_provisional,
    represented,
    without_document,
)
from banyan.desk.matching.rematching import Found, Line
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.verified_facts import verified_facts
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.reading import read_facts
from banyan.rules.settlement import Settlement, Status, settle

Progress = Callable[[int], None]


@dataclass(frozen=True)
class Search:
    """What a search found. ``left_out`` counts the records that nobody has verified, by table."""

    pack_sha256: str
    found: list[Found]
    left_out: dict[str, int]


def matched_measures(pack: Pack) -> list[Measure]:
    """The measures without application (A2.8)."""
    return [measure for measure in pack.measures.values() if measure.without_application]


def search(year: int, progress: Progress = lambda percent: None) -> Search:
    """Settles all verified records; a million organizations take a minute or two. Raises
    FactsError where the records do not hold together, UsageError for a year out of force."""
    pack = pack_in_force()
    pack.check_year(year)
    measures = matched_measures(pack)
    with TemporaryDirectory(prefix="banyan-matching-") as place:
        folder = Path(place) / "facts"
        verified = verified_facts(folder, Path(place) / "provenance")
        progress(40)
        facts = read_facts(folder, pack.schema)
        settlement = settle(pack, facts, year, measures=[measure.code for measure in measures])
    progress(60)
    found = [one for measure in measures for one in _found(settlement, measure)]
    progress(80)
    return Search(pack.sha256, found, dict(verified.left_out))


def _found(settlement: Settlement, measure: Measure) -> Iterator[Found]:
    """The measure's matches, by credit code."""
    pack, year = settlement.pack, settlement.year
    organizations = settlement.facts["organizations"]
    granted = settlement.frames[measure.code].filter(pl.col("status") == Status.GRANTED)
    rows = granted["organization_row"]
    lines: dict[tuple[str, str], list[Line]] = defaultdict(list)
    subjects = set()
    for uscc, county, subject, amount in zip(
        organizations["uscc"].gather(rows).to_list(),
        organizations["county"].gather(rows).cast(pl.String).to_list(),
        granted["line_subject"].to_list(),
        granted["amount"].to_list(),
        strict=True,
    ):
        lines[uscc, county].append({"subject": subject, "amount": int(amount)})
        subjects.add(subject)
    if not lines:
        return
    large = pack.parameters["run.large_amount"].in_year(year).adopted
    assert isinstance(large, int)
    speaking = represented({uscc for uscc, _ in lines})
    bare = without_document(measure, year)
    alike = granted_before(measure, subjects, year)
    for (uscc, county), own in sorted(lines.items()):
        keys = {(uscc, line["subject"]) for line in own}
        amount = sum(line["amount"] for line in own)
        exceptional = {
            Word.LARGE_AMOUNT: amount >= large,
            Word.PROVISIONAL_RANK: is_provisional(measure),
            Word.NOBODY_REPRESENTS: uscc not in speaking,
            Word.WITHOUT_DOCUMENT: bool(keys & bare),
            Word.GRANTED_BEFORE: bool(keys & alike),
        }
        words = tuple(word.value for word, holds in exceptional.items() if holds)
        yield Found(measure.code, uscc, county, own, words)
