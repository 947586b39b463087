"""Forms for one record, derived from the schema."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from banyan.desk.records import labels
from banyan.desk.records.faults import explain, of_column
from banyan.desk.records.rows import Row
from banyan.rules.errors import FactsError
from banyan.rules.schema import Column, Table, Type


class RecordForm(forms.Form):
    """The columns of a table. What is wrong the engine says when it is written: ``refuse``."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    note = forms.CharField(required=False, max_length=500)

    table: Table

    def __init__(
        self,
        table: Table,
        data: Any = None,
        *,
        row: Row | None = None,
        initial: Mapping[str, str] | None = None,
        fixed: Collection[str] = (),
        with_note: bool = True,
    ) -> None:
        """``row`` is the record as it stands; ``fixed`` columns are shown and cannot be changed;
        ``initial`` is what a new record begins with."""
        values: dict[str, Any] = dict(row if row is not None else initial or {})
        for column in table.columns:
            if column.type is Type.WORDS and values.get(column.name):
                values[column.name] = values[column.name].split("|")
        values["seen"] = json.dumps(row, sort_keys=True) if row is not None else ""
        super().__init__(data, initial=values)
        self.table = table
        ordered: dict[str, forms.Field] = {}
        for column in table.columns:
            ordered[column.name] = field_of(table, column)
            ordered[column.name].disabled = column.name in fixed
        if with_note:
            self.fields["note"].label = _("Reason or evidence")
            ordered["note"] = self.fields["note"]
        ordered["seen"] = self.fields["seen"]
        self.fields = ordered

    def row_before(self) -> Row | None:
        """The record as the form showed it."""
        try:
            seen = json.loads(self.cleaned_data.get("seen") or "null")
        except ValueError:
            return None
        return seen if isinstance(seen, dict) else None

    def row(self) -> Row:
        """What the form says, as a row of the table."""
        said: Row = {}
        for column in self.table.columns:
            value = self.cleaned_data.get(column.name) or ""
            said[column.name] = "|".join(value) if isinstance(value, list) else str(value).strip()
        return said

    def refuse(self, error: FactsError) -> None:
        """Puts every fault where it belongs."""
        for fault in error.faults:
            column = fault.column if fault.column in self.fields else None
            words = explain(fault.table, fault.column or "", fault.expected)
            self.add_error(column, _("Expected: %(expected)s.") % {"expected": words})


def field_of(table: Table, column: Column) -> forms.Field:
    """The field of a column, as it is asked for."""
    label = labels.column_label(table.name, column.name)
    words = labels.listed(column)
    more: dict[str, Any] = {"label": label, "required": not column.optional}
    choices = [(word, labels.word_label(column.name, word)) for word in words]
    if column.type is Type.WORDS:
        return forms.MultipleChoiceField(
            choices=choices, widget=forms.CheckboxSelectMultiple, **more
        )
    if column.type is Type.TRUTH:
        choices = [("true", labels.truth_label(True)), ("false", labels.truth_label(False))]
    if choices:
        return forms.ChoiceField(choices=[("", "–"), *choices], **more)
    attributes: dict[str, str] = {}
    match column.type:
        case Type.DATE:
            widget: forms.Widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
            return forms.CharField(widget=widget, **more)
        case Type.MONEY | Type.PERCENT:
            attributes = {"inputmode": "decimal", "autocomplete": "off"}
        case Type.COUNT | Type.YEAR:
            attributes = {"inputmode": "numeric", "autocomplete": "off"}
        case Type.CREDIT_CODE:
            attributes = {"maxlength": "18", "autocomplete": "off"}
    help_text = of_column(column) if column.type not in (Type.TEXT, Type.ID) else ""
    if column.pattern:
        help_text = of_column(column)
    return forms.CharField(
        max_length=200,
        widget=forms.TextInput(attrs=attributes),
        help_text=help_text,
        **more,
    )
