"""How a line came about: the arithmetic, the articles, and down to each record, the file it came
from and who verified it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse

from banyan.desk.people.models import Account
from banyan.desk.records import labels
from banyan.desk.records.models import FACTS, Import, Organization, Source
from banyan.desk.records.rows import key_of, row_of, schema, value_of
from banyan.desk.settlement.folder import boards_of, pack_of
from banyan.desk.settlement.models import Line, Run
from banyan.desk.settlement.snapshot import FrozenRecord, Snapshot, StoodBehind
from banyan.rules.explanation import ExplainedLine, ExplainedMeasure, Explainer
from banyan.rules.measure import Measure
from banyan.rules.pack import Pack
from banyan.rules.reference import facts_needed
from banyan.rules.settlement import settle_one
from banyan.rules.wording import fen


@dataclass(frozen=True)
class Shown:
    """A value of a record in words; ``now`` where it says something else today."""

    label: str
    value: str
    now: str | None = None


@dataclass(frozen=True)
class Evidence:
    """A record behind a line, as it was frozen. ``state`` is ``same``, ``changed`` or ``gone``
    since; ``address`` is that of the record of today, ``file`` that of the import it came by, where
    there is one that the reader sees."""

    table: str
    label: str
    key: str
    values: tuple[Shown, ...]
    source: Source | None
    verified_by: Account | None
    verified_at: datetime | None
    state: str
    address: str
    file: str


@dataclass(frozen=True)
class LineExplained:
    """``line`` as the rules explain it; ``None`` where the run has no such candidate. ``agrees``
    says whether it comes to the amount of the run (of a fund that is short a line explained alone
    may differ by a fen)."""

    measure: ExplainedMeasure
    line: ExplainedLine | None
    agrees: bool
    evidence: tuple[Evidence, ...]


def explain(run: Run, line: Line, account: Account | None) -> LineExplained | None:
    """A line explained from the snapshot of ``run`` (that of the line, or the approved run before
    it), as far as ``account`` sees records of today. ``None`` where the organization is not in the
    snapshot. Raises FolderLostError."""
    snapshot = Snapshot(run, line.uscc)
    organizations = schema().organizations
    if all(one.row["uscc"] != line.uscc for one in snapshot.records(organizations)):
        return None
    pack = pack_of(run)
    measure = pack.measure(line.measure)
    settlement = settle_one(
        pack, snapshot.facts, run.year, line.uscc, boards_of(run), measures=[line.measure]
    )
    explained = Explainer(settlement, labels.language()).explain(line.uscc, line.measure)
    said = explained.measures[0]
    own = next((one for one in said.lines if one.subject == line.subject), None)
    records = list(_behind(pack, measure, line, snapshot))
    return LineExplained(
        said,
        own,
        own is not None and fen(own.amount) == line.amount,
        tuple(_evidence(records, snapshot.behind(records), account)),
    )


def _behind(pack: Pack, measure: Measure, line: Line, snapshot: Snapshot) -> Iterator[FrozenRecord]:
    """The records that the measure looks at: the candidate's own row, the profile, the project to
    which it belongs, and all of the organization's rows in the other tables it reads."""
    own = measure.candidates.table
    organizations = pack.schema.organizations
    needed = {table for table, _ in facts_needed(pack, measure)} | {own, organizations}
    if measure.once is not None or measure.cap is not None:
        needed.add("history")
    if measure.fund is not None:
        needed.add("budgets")
    candidates = [one for one in snapshot.records(own) if line.subject in _keys(pack, one)]
    projects = {one.row.get("project", "") for one in candidates} - {""}
    named = {line.subject, *projects}
    year = str(snapshot.run.year)
    tables = [table for table in pack.schema.tables if table.name in needed]
    for table in sorted(tables, key=lambda table: table.name != own):
        for one in snapshot.records(table.name):
            if table.name != "expos" and one.row.get("uscc", line.uscc) != line.uscc:
                continue  # another organization's, by which this one is only judged
            if table.name == own and one.row.get("year", year) != year:
                continue
            if table.name == organizations:
                fits = True
            elif table.name in (own, "projects", "project_years", "expos"):
                fits = bool(named & set(_keys(pack, one)))
            elif table.name == "history":
                fits = one.row["measure"] == measure.code
            elif table.name == "budgets":
                fits = measure.fund is not None and one.row["fund"] == measure.fund.name
            else:
                fits = True
            if fits:
                yield one


def _keys(pack: Pack, record: FrozenRecord) -> list[str]:
    """The keys that a record has or names."""
    table = pack.schema.table(record.table)
    names = [one.name for one in table.columns if one.name in table.key or one.references]
    return [record.row[name] for name in names]


def _evidence(
    records: Sequence[FrozenRecord], behind: Sequence[StoodBehind], account: Account | None
) -> Iterator[Evidence]:
    sources = {
        one.pk: one
        for one in Source.objects.filter(pk__in={one.source for one in behind}).select_related(
            "upload", "made_by"
        )
    }
    imports = Import.objects.visible_to(account).filter(source__in=sources)
    files = dict(imports.values_list("source", "pk"))
    accounts = Account.objects.in_bulk({one.verified_by for one in behind if one.verified_by})
    for record, stood in zip(records, behind, strict=True):
        table = schema().table(record.table)
        today = _today(record)
        now = None if today is None else row_of(today)
        values = tuple(_values(record, now))
        seen = today is not None and _sees(account, record.table, today.pk)
        yield Evidence(
            table=record.table,
            label=labels.table_label(record.table),
            key=key_of(table, dict(record.row)) if table.key else "",
            values=values,
            source=sources.get(stood.source),
            verified_by=accounts.get(stood.verified_by or 0),
            verified_at=stood.verified_at,
            state=_state(values, today),
            address=reverse("records:record", args=[record.table, today.pk])
            if today is not None and seen
            else "",
            file=reverse("records:import", args=[files[stood.source]])
            if stood.source in files
            else "",
        )


def _state(values: Sequence[Shown], today: Any) -> str:
    if today is None:
        return "gone"
    return "changed" if any(one.now is not None for one in values) else "same"


def _sees(account: Account | None, table: str, primary: Any) -> bool:
    return bool(FACTS[table].objects.visible_to(account).filter(pk=primary).exists())


def _today(record: FrozenRecord) -> Any:
    """The record of today with the key of the frozen one; of a table without a key the one that
    says the same."""
    model = FACTS[record.table]
    table = model.table
    names = table.key or tuple(column.name for column in table.columns)
    wanted = {
        model.attributes[name]: value_of(table.column(name), record.row[name]) for name in names
    }
    return model.objects.filter(**wanted).first()


def _values(record: FrozenRecord, now: Mapping[str, str] | None) -> Iterator[Shown]:
    for column in schema().table(record.table).columns:
        was = value_of(column, record.row[column.name])
        text = labels.shown(column, record.row[column.name])
        if now is None or value_of(column, now[column.name]) == was:
            if record.row[column.name]:
                yield Shown(labels.column_label(record.table, column.name), text)
            continue
        yield Shown(
            labels.column_label(record.table, column.name),
            text,
            labels.shown(column, now[column.name]),
        )


def names_of(lines: Sequence[Any]) -> dict[str, str]:
    """The names of the organizations of lines or awards."""
    codes = {line.uscc for line in lines}
    found = Organization.objects.filter(pk__in=codes)
    return dict(found.values_list("pk", "name"))
