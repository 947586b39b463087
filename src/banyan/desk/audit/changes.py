"""What an entry says in words: what it was about, and each value before and after."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.desk.audit.models import Entry
from banyan.desk.audit.words import MEANING_WORDS, SUBJECT_WORDS, VALUE_WORDS
from banyan.desk.policy_pack import declared_pack
from banyan.rules.schema import Table

_MOMENT = re.compile(r"\d{4}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d(\.\d+)?(Z|[+-]\d\d:\d\d)$")
"""A moment with its zone, as Django writes it into JSON."""


@dataclass(frozen=True)
class Change:
    """One value, ``before`` and ``after`` as words; empty where there was none."""

    label: str
    before: str
    after: str

    @property
    def changed(self) -> bool:
        return self.before != self.after


def changes_of(entry: Entry) -> list[Change]:
    """Every value that the entry holds, in the order in which it holds them."""
    before = _flat(entry.before)
    after = _flat(entry.after)
    model = _model(entry.subject)
    return [
        Change(_label(model, name), _said(model, name, before), _said(model, name, after))
        for name in dict.fromkeys((*before, *after))
    ]


def subject_of(entry: Entry) -> str:
    """What kind of thing the entry is about, in words."""
    if entry.subject in SUBJECT_WORDS:
        return str(SUBJECT_WORDS[entry.subject])
    model = _model(entry.subject)
    if model is None:
        return entry.subject
    table = _table(model)
    if table is not None:
        return _both(declared_pack().words["tables"].get(table.name), table.name)
    return str(model._meta.verbose_name)


def _model(subject: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject)
    except (LookupError, ValueError):
        return None


def _table(model: type[models.Model] | None) -> Table | None:
    """The table of facts whose rows the model holds; other models may have a field of the name."""
    table = getattr(model, "table", None)
    return table if isinstance(table, Table) else None


def _both(said: Mapping[str, str] | None, name: str) -> str:
    if said is None:
        return name
    return said["zh" if (get_language() or "zh").startswith("zh") else "en"]


def _label(model: type[models.Model] | None, name: str) -> str:
    table = _table(model)
    if table is not None:
        return _both(declared_pack().words["columns"].get(f"{table.name}.{name}"), name)
    if name in VALUE_WORDS:
        return str(VALUE_WORDS[name])
    field = _field(model, name)
    return name if field is None else str(getattr(field, "verbose_name", name))


def _field(model: type[models.Model] | None, name: str) -> Any:
    """The field of that name, if the model has it."""
    if model is None:
        return None
    try:
        return model._meta.get_field(name)
    except FieldDoesNotExist:
        return None


def _meanings(model: type[models.Model] | None, name: str) -> Mapping[Any, Any]:
    """What the values of that name mean, as far as it is known."""
    if name in MEANING_WORDS:
        return MEANING_WORDS[name]
    pack = declared_pack()
    if name == "unit":
        return {code: _both(said, code) for code, said in pack.units.items()}
    if name == "measure":
        return {code: _both(said, code) for code, said in pack.words["measures"].items()}
    if name == "county":
        return {code: _both(said, code) for code, said in pack.words["words"]["county"].items()}
    return dict(getattr(_field(model, name), "flatchoices", None) or ())


def _flat(values: Any) -> dict[str, Any]:
    """The values by name; what lies deeper is named with a point, ``unit.code``."""
    if not isinstance(values, Mapping):
        return {} if values is None else {"": values}
    found: dict[str, Any] = {}
    for name, value in values.items():
        if isinstance(value, Mapping) and value:
            found.update({f"{name}.{inner}": one for inner, one in _flat(value).items()})
        else:
            found[name] = value
    return found


def _said(model: type[models.Model] | None, name: str, values: dict[str, Any]) -> str:
    """The value of that name in words."""
    if name not in values:
        return ""
    value = values[name]
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value is None or value in ("", [], {}):
        return "–"
    meanings = _meanings(model, name)
    if isinstance(value, list):
        if all(isinstance(one, str | int) for one in value):
            return _(", ").join(str(meanings.get(one, one)) for one in value)
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, str) and _MOMENT.match(value):
        return f"{timezone.localtime(datetime.fromisoformat(value)):%Y-%m-%d %H:%M}"
    return str(meanings.get(value, value))
