"""What the engine would make of the proposed facts: a preview, never an amount that is granted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from banyan.desk.applications.models import Application
from banyan.desk.applications.proposing import row_text, title_of
from banyan.desk.benefits.city import boards_of
from banyan.desk.calculator.shape import open_schema
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records import labels
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import Row, facts_of, key_of, rows_of
from banyan.rules.errors import FactsError, UsageError
from banyan.rules.explanation import ExplainedLine, ExplainedMeasure, Explainer
from banyan.rules.facts import Facts
from banyan.rules.pack import Pack
from banyan.rules.rows import facts_of_rows
from banyan.rules.settlement import settle_one
from banyan.rules.wording import fen


@dataclass(frozen=True)
class PreviewLine:
    """One thing that is applied for. ``proposed`` tells whether it is of this application."""

    title: str
    proposed: bool
    line: ExplainedLine
    amount: int


@dataclass(frozen=True)
class Preview:
    """``total`` of the measure in fen. ``competes``: what it comes to depends on others too."""

    measure: ExplainedMeasure
    lines: tuple[PreviewLine, ...]
    total: int
    competes: bool

    @property
    def proposed(self) -> list[PreviewLine]:
        """What the application asks for; all where it rests on records alone."""
        return [one for one in self.lines if one.proposed] or list(self.lines)

    @property
    def others(self) -> list[PreviewLine]:
        """What is on record of the measure beside it."""
        proposed = self.proposed
        return [one for one in self.lines if one not in proposed]

    @property
    def amount(self) -> int:
        """Fen that the application would bring."""
        return sum(one.amount for one in self.proposed)


def preview_of(application: Application, language: str = "") -> Preview | None:
    """With what is on record and verified, as a run would read it, and the proposed rows laid over
    it; what cannot be so yet is left out. ``None`` where the engine can say nothing."""
    pack = pack_in_force()
    uscc = application.organization_id
    tables = _verified(facts_of([uscc]), uscc)
    proposed: set[str] = set()
    for row in application.rows.all():
        text = row_text(row)
        table = pack.schema.table(row.table)
        tables[table.name] = [
            one for one in tables[table.name] if any(one[name] != text[name] for name in table.key)
        ]
        if all(text[c.name] for c in table.columns if c.references and not c.optional):
            tables[table.name].append(text)
            proposed |= {text[name] for name in table.key}
    try:
        facts = _held_together(pack, tables)
        settlement = settle_one(
            pack, facts, application.year, uscc, boards_of(application.year).boards
        )
        explained = Explainer(settlement, language or labels.language()).explain(
            uscc, application.measure
        )
    except (FactsError, UsageError):
        return None
    measure = explained.measures[0]
    declared = pack.measure(application.measure)
    table = pack.schema.table(declared.candidates.table)
    titles = _titles(pack, tables)
    lines = tuple(
        PreviewLine(
            titles.get(line.subject, "") if table.name != pack.schema.organizations else "",
            line.subject in proposed,
            line,
            fen(line.amount),
        )
        for line in measure.lines
    )
    return Preview(measure, lines, fen(measure.amount), declared.competes())


def _verified(tables: dict[str, list[Row]], uscc: str) -> dict[str, list[Row]]:
    """Without the organization's records that nobody verified; its own row stays."""
    for name, model in FACTS.items():
        if not model.organization_path or not tables[name]:
            continue
        open_ones = model.objects.filter(
            **{f"{model.organization_path}__pk": uscc}, verified_at__isnull=True
        )
        gone = {key_of(model.table, row) for _, row in rows_of(open_ones)}
        tables[name] = [row for row in tables[name] if key_of(model.table, row) not in gone]
    return tables


def _held_together(pack: Pack, tables: dict[str, list[Row]]) -> Facts:
    """Leaves out cells, then rows, that cannot be so, until the rest holds together."""
    schema = open_schema(pack.schema)
    for _round in range(20):
        try:
            return facts_of_rows(schema, tables)
        except FactsError as error:
            for fault in sorted(error.faults, key=lambda one: -one.row):
                if fault.row == 0:
                    raise
                rows = tables[fault.table]
                key = pack.schema.table(fault.table).key
                if fault.column is None or fault.column in key:
                    rows[fault.row - 1 : fault.row] = []
                else:
                    rows[fault.row - 1] = rows[fault.row - 1] | {fault.column: ""}
            last = error
    raise last


def _titles(pack: Pack, tables: Mapping[str, list[Row]]) -> dict[str, str]:
    found: dict[str, str] = {}
    for table in pack.schema.tables:
        if table.key and table.name != pack.schema.organizations:
            for row in tables.get(table.name, ()):
                found.setdefault(row[table.key[0]], title_of(table, row))
    return found
