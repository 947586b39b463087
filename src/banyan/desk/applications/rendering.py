"""What the pages of an application show, put together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.desk.applications.models import Application, Evidence, ProposedRow
from banyan.desk.applications.needs import Needed, Part
from banyan.desk.applications.proposing import (
    Known,
    choices_of,
    is_changed,
    is_overtaken,
    known_records,
    names_of,
    record_behind,
    row_text,
    title_of,
)
from banyan.desk.applications.requirements import Lack, needed_of, part_of
from banyan.desk.applications.states import HOLDING, State
from banyan.desk.people.models import Unit
from banyan.desk.people.roles import Role
from banyan.desk.records import labels
from banyan.desk.records.forms import field_of
from banyan.rules.schema import Column, Type

PART_WORDS = {
    Part.PROFILE: lambda: _("About the organization"),
    Part.PARENT: lambda: _("What it belongs to"),
    Part.ITEM: lambda: _("What you apply for"),
    Part.CHOICE: lambda: _("What it is to get"),
    Part.SUPPORT: lambda: _("What counts beside it"),
}


SHOWN = 20
"""Verified records of a part that are shown; the rest is counted."""


@dataclass(frozen=True)
class Cell:
    """One column of a row to fill in. ``seen`` is the row's version that is shown; ``theirs`` what
    somebody else said meanwhile, with ``mine`` what was refused for it."""

    row: ProposedRow
    column: Column
    bound: Any
    seen: int
    said: dict[str, Any] | None
    theirs: dict[str, Any] | None = None
    mine: str = ""

    @property
    def theirs_shown(self) -> str:
        return labels.shown(self.column, (self.theirs or {}).get("value", ""))

    @property
    def mine_shown(self) -> str:
        return labels.shown(self.column, self.mine)


@dataclass(frozen=True)
class FormRow:
    row: ProposedRow
    title: str
    cells: tuple[Cell, ...]
    given: tuple[tuple[str, str], ...]
    evidence: tuple[Evidence, ...]
    wants_evidence: bool
    lacks: tuple[Lack, ...]
    removable: bool


@dataclass(frozen=True)
class FormPart:
    """``verified`` are records that count as they are, ``unverified`` those that an officer has to
    look at first, each with its cells in words."""

    number: int
    needed: Needed
    heading: str
    label: str
    rows: tuple[FormRow, ...]
    verified: tuple[tuple[str, Known, tuple[tuple[str, str], ...]], ...]
    more_verified: int
    unverified: tuple[tuple[str, Known, tuple[tuple[str, str], ...]], ...]
    may_add: bool


class RowForm(forms.Form):
    """The columns of a row that the applicant fills."""

    def __init__(self, row: ProposedRow, part: Needed, application: Application) -> None:
        text = row_text(row)
        initial: dict[str, Any] = {}
        asked = [column for column in part.asked if column.name not in row.given]
        for column in asked:
            value = text[column.name]
            initial[column.name] = value.split("|") if column.type is Type.WORDS else value
        super().__init__(initial=initial, auto_id=f"row-{row.pk}-%s")
        for column in asked:
            self.fields[column.name] = _field(column, part, application)


def _field(column: Column, part: Needed, application: Application) -> forms.Field:
    words = part.words(column)
    required = not column.optional or column.name in part.decisive
    label = labels.column_label(part.table.name, column.name)
    if column.references:
        choices = [("", "–"), *choices_of(application, column)]
        return forms.ChoiceField(choices=choices, label=label, required=required)
    if words:
        named = [(word, labels.word_label(column.name, word)) for word in words]
        return forms.ChoiceField(choices=[("", "–"), *named], label=label, required=required)
    field = field_of(part.table, column)
    field.required = required
    return field


def cells_of(row: ProposedRow, part: Needed, application: Application) -> tuple[Cell, ...]:
    form = RowForm(row, part, application)
    return tuple(
        Cell(row, part.table.column(name), form[name], row.version, row.said.get(name))
        for name in form.fields
    )


def form_parts(application: Application, lacks: Sequence[Lack]) -> list[FormPart]:
    """The form of an application, part by part."""
    parts = needed_of(application)
    rows = list(application.rows.prefetch_related("evidence__upload"))
    names = names_of(application)
    found = []
    for number, one in enumerate(parts):
        own = [row for row in rows if row.table == one.table.name and part_of(row, parts) is one]
        known = known_records(application, one)
        taken = {tuple(r.base[n] for n in one.table.key) for r in own if r.base}
        free = [k for k in known if tuple(k.row[n] for n in one.table.key) not in taken]
        if one.part is Part.PROFILE and not one.asked:
            continue
        shown = [(title_of(one.table, k.row, names), k, _known_cells(one, k)) for k in free]
        verified = [item for item in shown if item[1].verified]
        single = not any(c.type is Type.ID for c in map(one.table.column, one.table.key))
        found.append(
            FormPart(
                number,
                one,
                PART_WORDS[one.part](),
                _part_label(one),
                tuple(_form_row(row, one, application, lacks, names) for row in own),
                tuple(verified[:SHOWN]),
                len(verified[SHOWN:]),
                tuple(item for item in shown if not item[1].verified),
                one.part is not Part.PROFILE and not (single and (own or known)),
            )
        )
    return found


def _part_label(one: Needed) -> str:
    """The table, and which kinds of its rows are meant."""
    kinds = [labels.word_label(one.column, word) for word in one.kinds]
    said = [labels.table_label(one.table.name), *([" / ".join(kinds)] if kinds else [])]
    return " · ".join(said)


def _form_row(
    row: ProposedRow,
    part: Needed,
    application: Application,
    lacks: Sequence[Lack],
    names: Mapping[str, str],
) -> FormRow:
    text = row_text(row)
    return FormRow(
        row,
        title_of(part.table, text, names),
        cells_of(row, part, application),
        tuple(
            (labels.column_label(row.table, name), labels.shown(part.table.column(name), value))
            for name, value in row.given.items()
            if name != "uscc" and not part.table.column(name).assessor
        ),
        tuple(one for one in row.evidence.all() if one.removed_at is None),
        part.evidence,
        tuple(one for one in lacks if one.row is not None and one.row.pk == row.pk),
        application.state == State.DRAFT
        or row.added_at >= application.held_since
        or is_overtaken(row, record_behind(row)),
    )


def _known_cells(one: Needed, known: Known) -> tuple[tuple[str, str], ...]:
    named = [column for column in one.table.columns if column.name != "uscc"]
    if one.part is Part.PROFILE:
        named = list(one.asked)
    return tuple(
        (
            labels.column_label(one.table.name, column.name),
            labels.shown(column, known.row[column.name]),
        )
        for column in named
        if known.row[column.name] or one.part is Part.PROFILE
    )


@dataclass(frozen=True)
class ReviewCell:
    """One column of a proposed row: what is on record, what is proposed. ``assess`` asks the
    officer for it (a bound field); ``by`` says who judged it."""

    label: str
    known: str
    proposed: str
    changed: bool
    assessor: str = ""
    assess: Any = None
    column: str = ""
    by: str = ""


@dataclass(frozen=True)
class ReviewRow:
    row: ProposedRow
    title: str
    table: str
    new: bool
    verified: bool
    overtaken: bool
    cells: tuple[ReviewCell, ...]
    evidence: tuple[Evidence, ...]

    @property
    def asks(self) -> bool:
        """Whether something is to be assessed in it now."""
        return any(cell.assess for cell in self.cells)


def review_rows(application: Application, *, assessing: bool) -> list[ReviewRow]:
    """Everything that is proposed, against what is on record."""
    parts = needed_of(application)
    names = names_of(application)
    found = []
    for row in application.rows.prefetch_related("evidence__upload", "evidence__added_by"):
        part = part_of(row, parts)
        text, base = row_text(row), row.base or {}
        assessed = {column.name for column in part.assessed}
        asked = {column.name for column in part.asked}
        cells = []
        for column in part.table.columns:
            if column.name not in asked | assessed and not (
                column.name in part.table.key and column.name != "uscc"
            ):
                continue
            ask = None
            if column.name in assessed and column.assessor == "city" and assessing:
                form = forms.Form(
                    initial={column.name: text[column.name]}, auto_id=f"assess-{row.pk}-%s"
                )
                field = form.fields[column.name] = field_of(part.table, column)
                chosen = isinstance(field.widget, forms.Select)
                field.widget.attrs["class"] = "form-select" if chosen else "form-control"
                field.widget.attrs["aria-label"] = labels.column_label(row.table, column.name)
                ask = form[column.name]
            cells.append(
                ReviewCell(
                    labels.column_label(row.table, column.name),
                    labels.shown(column, base.get(column.name, "")) if row.base else "",
                    labels.shown(column, text[column.name]),
                    not row.base or base.get(column.name, "") != text[column.name],
                    column.assessor if column.name in assessed else "",
                    ask,
                    column.name,
                    row.assessed.get(column.name, {}).get("by", ""),
                )
            )
        found.append(
            ReviewRow(
                row,
                title_of(part.table, text, names),
                labels.table_label(row.table),
                row.base is None,
                row.base_verified and not is_changed(row),
                not application.ended and is_overtaken(row, record_behind(row)),
                tuple(cells),
                tuple(one for one in row.evidence.all() if one.removed_at is None),
            )
        )
    return found


def left_out(application: Application) -> list[str]:
    """What is on record for the measure, that nobody verified and the application does not take
    up: a run leaves it out, and so does the preview."""
    names = names_of(application)
    rows = list(application.rows.all())
    found = []
    for one in needed_of(application):
        taken = {
            tuple((row.base or {})[name] for name in one.table.key)
            for row in rows
            if row.base and row.table == one.table.name
        }
        if one.part is not Part.PROFILE:
            found += [
                title_of(one.table, known.row, names)
                for known in known_records(application, one)
                if not known.verified and tuple(known.row[n] for n in one.table.key) not in taken
            ]
    return found


class Holders:
    """Who has applications; asked of many at once."""

    def __init__(self) -> None:
        units = list(Unit.objects.all())
        self.of_county = {unit.county: unit for unit in units if unit.county}
        self.by_code = {unit.code: unit for unit in units}

    def of(self, application: Application) -> str:
        """A unit's name where there is one; empty where nobody has it."""
        if application.with_applicant:
            return str(application.organization.name)
        holding = HOLDING.get(State(application.state))
        if holding is None:
            return ""
        if holding.role is Role.COUNTY:
            unit = self.of_county.get(application.organization.county)
        else:
            unit = self.by_code.get(_CODES[holding.role])
        return unit.name if unit is not None else str(holding.role.label)


_CODES = {Role.CITY: "industry", Role.FINANCE: "finance"}
"""The pack's codes of the units whose officers review."""
