"""Computes what an organization gets in a year, in both languages, with what a page needs of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from banyan.desk.benefits.city import Held
from banyan.desk.records.models import FACTS, Source
from banyan.desk.records.rows import Row, facts_of
from banyan.rules.advice import advise
from banyan.rules.errors import UsageError
from banyan.rules.explanation import Explainer
from banyan.rules.facts import Facts
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed
from banyan.rules.rows import facts_of_rows
from banyan.rules.schema import Table
from banyan.rules.settlement import settle_one
from banyan.rules.wording import Wording

LANGUAGES = ("zh", "en")

QUICK_SECONDS, PATIENT_SECONDS = 0.3, 30.0
"""How long the search for the best elections may take while a page waits, and in the background.
Few organizations have so many projects that it is searched for at all."""

Kept = dict[str, Any]
"""JSON: ``explanations`` by language (``Explanation.as_json``, each line with its ``label``),
``advice`` (``Advice.as_json``; null where the policy's choice cannot be advised on),
``unverified`` (records behind each line that nobody has verified, by measure and subject),
``expiring`` (recognitions that end in the year or later), ``projects`` (names by id)."""


def compute(pack: Pack, uscc: str, year: int, held: Held, *, seconds: float) -> Kept:
    """``seconds`` limit the search for the best elections. Raises FactsError where the records do
    not hold together, UsageError for an unknown organization or a year out of force."""
    rows = facts_of([uscc])
    facts = facts_of_rows(pack.schema, rows)
    settlement = settle_one(pack, facts, year, uscc, held.boards)
    labels = _Labels(pack, rows)
    explanations = {}
    for language in LANGUAGES:
        explained = Explainer(settlement, language).explain(uscc).as_json()
        for measure in explained["measures"]:
            table = pack.schema.table(pack.measure(measure["measure"]).candidates.table)
            for line in measure["lines"]:
                line["label"] = labels.of(table, line["subject"], language)
        explanations[language] = explained
    return {
        "explanations": explanations,
        "advice": _advice(pack, facts, uscc, year, held, seconds),
        "unverified": _unverified(pack, explanations["zh"], rows, uscc),
        "expiring": list(_expiring(rows, uscc, year)),
        "projects": {
            row["project"]: row["name"] or row["project"]
            for row in rows["projects"]
            if row["uscc"] == uscc
        },
    }


def _advice(
    pack: Pack, facts: Facts, uscc: str, year: int, held: Held, seconds: float
) -> dict[str, Any] | None:
    try:
        return advise(pack, facts, year, uscc, boards=held.boards, seconds=seconds).as_json()
    except UsageError:
        return None


class _Labels:
    """What the subjects of lines are called."""

    def __init__(self, pack: Pack, rows: Mapping[str, Sequence[Row]]) -> None:
        self.pack = pack
        self.wordings = {language: Wording(pack, language) for language in LANGUAGES}
        self.rows: dict[tuple[str, str], Row] = {}
        for table in pack.schema.tables:
            if table.key:
                for row in rows[table.name]:
                    self.rows.setdefault((table.name, row[table.key[0]]), row)

    def of(self, table: Table, subject: str, language: str) -> str:
        """``智能工厂改造`` for a project, ``省级专精特新`` for a recognition; empty for what the
        organization has only one of."""
        name = table.column(table.key[0]).references or table.name
        row = self.rows.get((name, subject))
        if row is None or name == self.pack.schema.organizations:
            return ""
        if row.get("name"):
            return row["name"]
        wording = self.wordings[language]
        words = [
            wording.word("words", column, row[column])
            for column in ("level", "kind")
            if row.get(column)
        ]
        said = (" " if language == "en" else "").join(words)
        said = said or wording.word("tables", name)
        more = row.get("subject") or ("" if name == "recognitions" else subject)
        return " ".join(filter(None, (said, self._subject(wording, more))))

    def _subject(self, wording: Wording, subject: str) -> str:
        known = self.pack.words["words"].get("subject", {})
        return wording.word("words", "subject", subject) if subject in known else subject


@dataclass(frozen=True)
class _Unverified:
    """A record that nobody has verified yet. ``declared`` by the organization itself."""

    table: str
    key: str
    declared: bool

    def as_json(self) -> dict[str, Any]:
        return {"table": self.table, "key": self.key, "declared": self.declared}


def _unverified(
    pack: Pack, explained: Mapping[str, Any], rows: Mapping[str, Sequence[Row]], uscc: str
) -> dict[str, dict[str, list[dict[str, Any]]]]:
    """The records behind each line that nobody has verified: its own row, the profile, the project
    to which it belongs, and all rows of the other tables that the measure looks at."""
    found: dict[str, list[tuple[dict[str, str], _Unverified]]] = {}
    for name, model in FACTS.items():
        if model.organization_path is None or not rows[name]:
            continue
        path = f"{model.organization_path}__pk" if model.organization_path else "pk"
        open_ones = model.objects.filter(**{path: uscc}, verified_at=None).select_related("source")
        for record in open_ones:
            key = {name: str(getattr(record, record.attributes[name])) for name in model.table.key}
            declared = record.source.kind == Source.Kind.DECLARED
            one = _Unverified(name, " / ".join(key.values()), declared)
            found.setdefault(name, []).append((key, one))
    if not found:
        return {}
    projects = {row["loan"]: row["project"] for row in rows["loans"]}
    return {
        measure["measure"]: {
            line["subject"]: behind
            for line in measure["lines"]
            if line["subject"]
            and (
                behind := _behind(
                    pack, pack.measure(measure["measure"]), line["subject"], projects, found
                )
            )
        }
        for measure in explained["measures"]
    }


def _behind(
    pack: Pack,
    measure: Measure,
    subject: str,
    projects: Mapping[str, str],
    found: Mapping[str, Sequence[tuple[dict[str, str], _Unverified]]],
) -> list[dict[str, Any]]:
    own = measure.candidates.table
    tables = {table for table, _ in facts_needed(pack, measure)} | {own, pack.schema.organizations}
    named = {subject, projects.get(subject, "")}
    behind = []
    for table, records in found.items():
        if table not in tables:
            continue
        for key, record in records:
            alone = table in (own, "projects") and table != pack.schema.organizations
            if not alone or named & set(key.values()):
                behind.append(record.as_json())
    return behind


def _expiring(rows: Mapping[str, Sequence[Row]], uscc: str, year: int) -> Iterator[dict[str, str]]:
    """Recognitions that hold at some time of the year and have a last day, the first to end
    first."""
    first = date(year, 1, 1).isoformat()
    for row in sorted(rows["recognitions"], key=lambda row: row["expires_on"]):
        if row["uscc"] == uscc and row["expires_on"] > first:
            names = ("recognition", "kind", "level", "subject", "expires_on")
            yield {name: row[name] for name in names}


def default_year(pack: Pack) -> int:
    """This year, or the nearest one in which the policy is in force."""
    return min(max(timezone.localdate().year, pack.years.start), pack.years.stop - 1)
