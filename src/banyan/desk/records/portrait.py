"""All that is known of one organization, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from banyan.desk.people.models import Account
from banyan.desk.records import labels
from banyan.desk.records.models import FACTS, Fact, Revision
from banyan.desk.records.rows import Row, row_of, schema
from banyan.rules.schema import Column, Table, Type
from banyan.rules.wording import yuan

SHOWN = 10
"""Rows of a table that the page shows; the rest is one click away."""

SOON = timedelta(days=90)

_TOLD_APART = ("organizations", "recognitions", "projects", "project_years", "elections", "history")
"""Tables that have a part of the page of their own."""


@dataclass(frozen=True)
class Shown:
    """A record with what it says, in words. ``cells`` are (label, text, is a figure)."""

    record: Any
    cells: list[tuple[str, str, bool]]

    @property
    def table(self) -> str:
        return str(self.record.table.name)


@dataclass(frozen=True)
class Section:
    """The newest rows of a table; ``count`` is all of them."""

    name: str
    label: str
    heads: list[tuple[str, bool]]
    rows: list[Shown]
    count: int


@dataclass(frozen=True)
class Recognition:
    """``state`` is holds, soon (it expires) or expired."""

    record: Any
    kind: str
    level: str
    subject: str
    since: date
    until: date | None
    state: str


@dataclass(frozen=True)
class Project:
    record: Any
    marks: list[str]
    years: list[Any]
    elected: dict[int, str] = field(default_factory=dict)

    @property
    def total(self) -> int:
        return sum(year.equipment_net for year in self.years)


@dataclass(frozen=True)
class Change:
    """A column that a revision changed, with its texts before and after."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class HistoryStep:
    """A revision, in words."""

    revision: Revision
    table_label: str
    changes: list[Change]

    @property
    def kind(self) -> str:
        if self.revision.before is None:
            return "inserted"
        return "changed" if self.revision.after is not None else "deleted"


def is_figure(column: Column) -> bool:
    return column.type in (Type.MONEY, Type.PERCENT, Type.COUNT)


def shown(record: Fact, without: Iterable[str] = ()) -> Shown:
    """A record in words, without the columns that are named."""
    row = row_of(record)
    return Shown(
        record,
        [
            (
                labels.column_label(record.table.name, column.name),
                labels.shown(column, row[column.name]),
                is_figure(column),
            )
            for column in record.table.columns
            if column.name not in without
        ],
    )


def heads(table: Table, without: Iterable[str] = ()) -> list[tuple[str, bool]]:
    return [
        (labels.column_label(table.name, column.name), is_figure(column))
        for column in table.columns
        if column.name not in without
    ]


def _of(account: Account | None, table: str, uscc: str) -> Any:
    model = FACTS[table]
    path = model.organization_path or model.organization_code
    return model.objects.visible_to(account).filter(**{str(path): uscc})


def recognitions_of(account: Account | None, uscc: str, today: date) -> list[Recognition]:
    """The newest first."""
    found = _of(account, "recognitions", uscc).select_related("source")
    return [
        Recognition(
            record,
            labels.word_label("kind", record.kind),
            labels.word_label("level", record.level) if record.level else "",
            labels.word_label("subject", record.subject) if record.subject else "",
            record.recognized_on,
            record.expires_on,
            _state(record.expires_on, today),
        )
        for record in found.order_by("-recognized_on", "pk")
    ]


def _state(expires_on: date | None, today: date) -> str:
    if expires_on is None or expires_on > today + SOON:
        return "holds"
    return "soon" if expires_on > today else "expired"


_MARKS = ("municipal_key", "special_bond", "other_fiscal_support", "innovation_centre")


def projects_of(account: Account | None, uscc: str) -> list[Project]:
    projects = list(_of(account, "projects", uscc).order_by("-pk"))
    years: dict[Any, list[Any]] = {}
    for year in _of(account, "project_years", uscc).order_by("-year"):
        years.setdefault(year.project_id, []).append(year)
    elected: dict[Any, dict[int, str]] = {}
    for election in _of(account, "elections", uscc):
        of_project = elected.setdefault(election.project_id, {})
        of_project[election.year] = labels.word_label("measure", election.measure)
    return [
        Project(
            project,
            [_mark(mark) for mark in _MARKS if getattr(project, mark)],
            years.get(project.project, []),
            elected.get(project.project, {}),
        )
        for project in projects
    ]


def _mark(column: str) -> str:
    """是否市重点技改项目 → 市重点技改项目: what is so is no question any more."""
    return labels.column_label("projects", column).removeprefix("是否")


def sections_of(account: Account | None, uscc: str) -> list[Section]:
    """Every other table in which something stands."""
    found = []
    for table in schema().tables:
        model = FACTS[table.name]
        if table.name in _TOLD_APART or not (model.organization_path or model.organization_code):
            continue
        without = {"uscc"}
        records = _of(account, table.name, uscc).order_by("-pk")
        rows = list(records[: SHOWN + 1])
        if rows:
            count = len(rows) if len(rows) <= SHOWN else records.count()
            found.append(
                Section(
                    table.name,
                    labels.table_label(table.name),
                    heads(table, without),
                    [shown(row, without) for row in rows[:SHOWN]],
                    count,
                )
            )
    return found


def grants_of(account: Account | None, uscc: str) -> list[Any]:
    return list(_of(account, "history", uscc).order_by("-year", "measure", "pk"))


def money_chart(grants: list[Any]) -> dict[str, Any] | None:
    """What was granted over the years: an ECharts option, and its table; none without money."""
    if not grants:
        return None
    years = list(range(min(one.year for one in grants), max(one.year for one in grants) + 1))
    measures = sorted({one.measure for one in grants})
    amounts = {(one.measure, one.year): 0 for one in grants}
    for one in grants:
        amounts[one.measure, one.year] += one.amount
    names = {measure: labels.word_label("measure", measure) for measure in measures}
    return {
        "option": {
            "tooltip": {"trigger": "axis", "valueFormatter": "yuan"},
            "legend": {"type": "scroll", "bottom": 0},
            "xAxis": {"type": "category", "data": [str(year) for year in years]},
            "yAxis": {"type": "value", "axisLabel": {"formatter": "yuan"}},
            "series": [
                {
                    "type": "bar",
                    "stack": "all",
                    "name": names[measure],
                    "data": [amounts.get((measure, year), 0) for year in years],
                }
                for measure in measures
            ],
        },
        "heads": [_("Measure"), *years, _("Total")],
        "rows": [
            *(
                (
                    names[measure],
                    *(_yuan(amounts.get((measure, year))) for year in years),
                    _yuan(sum(one.amount for one in grants if one.measure == measure)),
                )
                for measure in measures
            ),
            (
                _("Total"),
                *(_yuan(sum(one.amount for one in grants if one.year == year)) for year in years),
                _yuan(sum(one.amount for one in grants)),
            ),
        ],
    }


def _yuan(fen: int | None) -> str:
    return "–" if fen is None else yuan(fen)


def history_of(revisions: Any) -> list[HistoryStep]:
    """Revisions in words."""
    return [
        HistoryStep(
            revision,
            labels.table_label(revision.table),
            _changes(schema().table(revision.table), revision.before, revision.after),
        )
        for revision in revisions.select_related(
            "source", "source__made_by", "source__made_by__unit", "source__upload"
        )
    ]


def _changes(table: Table, before: Row | None, after: Row | None) -> list[Change]:
    return [
        Change(
            labels.column_label(table.name, column.name),
            labels.shown(column, (before or {}).get(column.name, "")),
            labels.shown(column, (after or {}).get(column.name, "")),
        )
        for column in table.columns
        if (before or {}).get(column.name, "") != (after or {}).get(column.name, "")
    ]


def verification_of(account: Account | None, uscc: str) -> tuple[int, int]:
    """How many records the organization has, and how many of them are verified."""
    everything = verified = 0
    for table in schema().tables:
        model = FACTS[table.name]
        if not (model.organization_path is not None or model.organization_code):
            continue
        records = (
            model.objects.filter(pk=uscc)
            if table.name == schema().organizations
            else _of(account, table.name, uscc)
        )
        counted = records.aggregate(
            all=Count("pk"), verified=Count("pk", filter=Q(verified_at__isnull=False))
        )
        everything += counted["all"]
        verified += counted["verified"]
    return everything, verified
