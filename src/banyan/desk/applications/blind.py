"""An application as an expert sees it: without who applies."""

from __future__ import annotations

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _

from banyan.desk.applications.models import Application, Evidence, ProposedRow
from banyan.desk.applications.proposing import row_text
from banyan.desk.applications.requirements import needed_of, part_of
from banyan.desk.people.models import Account
from banyan.desk.records import labels
from banyan.desk.records.models import Representation
from banyan.desk.records.rows import schema
from banyan.rules.schema import Type

HIDDEN = "▇▇▇"

_PLACE = re.compile(r"^(?:福建省?|福州市?|[\u4e00-\u9fff]{2}(?:市|县|区))+")
_FORM = re.compile(r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|集团|公司)$")


@dataclass(frozen=True)
class BlindRow:
    """``cells`` are (label, text); ``files`` only those that an officer found to name nobody."""

    row: ProposedRow
    title: str
    cells: tuple[tuple[str, str], ...]
    files: tuple[tuple[str, Evidence], ...]
    held_back: int


def blind_rows(application: Application) -> list[BlindRow]:
    """Everything that is proposed but the profile, with names and codes struck out. A file is
    called by a number: its own name may tell."""
    names = _names(application)
    parts = needed_of(application)
    found = []
    for number, row in enumerate(application.rows.exclude(table=schema().organizations), 1):
        table = schema().table(row.table)
        text = row_text(row)
        asked = {column.name for column in part_of(row, parts).asked}
        cells = [
            (
                labels.column_label(table.name, column.name),
                _struck(labels.shown(column, text[column.name]), names),
            )
            for column in table.columns
            if column.type is not Type.CREDIT_CODE
            and column.type is not Type.ID
            and (column.name in asked or column.type is Type.YEAR)
        ]
        evidence = list(row.evidence.filter(removed_at=None).select_related("upload"))
        files = [
            (_("Document %(row)s.%(number)s") % {"row": number, "number": place}, one)
            for place, one in enumerate(evidence, 1)
            if one.anonymous
        ]
        title = f"{number}. {labels.table_label(table.name)}"
        found.append(BlindRow(row, title, tuple(cells), tuple(files), len(evidence) - len(files)))
    return found


def _names(application: Application) -> list[str]:
    """What must not be read, the longest first."""
    organization = application.organization
    short = _FORM.sub("", _PLACE.sub("", organization.name))
    people = Account.objects.filter(
        pk__in=Representation.objects.filter(organization=organization).values("account")
    )
    names = {organization.name, organization.uscc, short if len(short) >= 2 else ""}
    for one in people:
        names |= {one.name, one.username, one.email}
    return sorted(filter(lambda name: len(name) >= 2, names), key=len, reverse=True)


def _struck(text: str, names: list[str]) -> str:
    for name in names:
        text = re.sub(re.escape(name), HIDDEN, text, flags=re.IGNORECASE)
    return text
