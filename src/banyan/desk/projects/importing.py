"""A list of projects in a file: read, and checked row by row."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook as NewWorkbook

from banyan.desk.audit import RefusedError
from banyan.desk.people.actions.units import counties
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.projects.entering import Said, checked
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Project
from banyan.desk.projects.money import read_fen
from banyan.desk.records.importing.whole import RowFault, open_list
from banyan.desk.records.labels import language
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces

MOST_ROWS = 5_000
COLUMNS: dict[str, tuple[str, str, bool]] = {
    "code": ("项目代码", "Project code", True),
    "kind": ("项目类别", "Kind", True),
    "name": ("项目名称", "Name of the project", True),
    "uscc": ("统一社会信用代码", "Credit code", True),
    "park": ("园区信用代码", "Credit code of the park", False),
    "county": ("县（市）区", "County", False),
    "total": ("总投资（元）", "Total investment (yuan)", True),
    "starts_on": ("计划开工", "Planned start", True),
    "ends_on": ("计划竣工", "Planned completion", True),
}
"""What a column's heading says in both languages, and whether it is needed. After them, a column
for each field of the kinds, by its name."""

_NEUTRALISED = re.compile(r"^'('*[=+\-@\t\r])")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T].*)?$")


@dataclass
class ReadProjects:
    given: list[Said] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def label(name: str) -> str:
    """A column's heading in the language of the page."""
    zh, en, _needed = COLUMNS[name]
    return zh if language() == "zh" else en


def template() -> bytes:
    """An empty list with its headings."""
    book = NewWorkbook()
    sheet = book.active
    assert sheet is not None
    sheet.append([*(label(name) for name in COLUMNS), *field_labels().values()])
    for letter in "ABCDEFGHIJKLMNO":
        sheet.column_dimensions[letter].width = 22
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def field_labels() -> dict[str, str]:
    """The fields of all kinds, by code, in the language of the page."""
    return {one.code: one.name for kind in declared().kinds.values() for one in kind.fields}


def read_projects(path: Path, name: str, account: Account | None) -> ReadProjects:
    """Reads a workbook's first sheet or a CSV file. Raises RefusedError for a file that
    is not taken."""
    result = ReadProjects()
    needed = {name: label(name) for name, (_zh, _en, must) in COLUMNS.items() if must}
    frame, columns = open_list(path, name, _columns, needed, MOST_ROWS, result.faults)
    if not result.faults:
        _read_rows(frame, columns, account, result)
    return result


def _plain(text: str | None) -> str:
    """A heading without its bracket, spaces and case."""
    return re.sub(r"[（(]元[)）]$|\(yuan\)$|[\s*＊]+", "", (text or "").strip().lower())


def _columns(header: list[str]) -> dict[str, str]:
    """The place of each column by what it is, in either language."""
    known = {_plain(said): name for name, (zh, en, _) in COLUMNS.items() for said in (name, zh, en)}
    for kind in declared().kinds.values():
        for one in kind.fields:
            for said in (one.code, one.words["zh"], one.words["en"]):
                known.setdefault(_plain(said), f"field-{one.code}")
    found: dict[str, str] = {}
    for place, text in enumerate(header):
        code = known.get(_plain(text), "")
        if code and code not in found:
            found[code] = str(place)
    return found


def _read_rows(
    frame: Any, columns: Mapping[str, str], account: Account | None, into: ReadProjects
) -> None:
    rows = [
        {name: _clean(cells[place]) for name, place in columns.items()}
        for cells in frame.iter_rows(named=True)
    ]
    codes = {row.get(name, "").upper() for row in rows for name in ("uscc", "park")} - {""}
    there: dict[str, Any] = {}
    for piece in in_pieces(sorted(codes)):
        seen = Organization.objects.filter(pk__in=piece)
        if account is not None:
            seen = Organization.objects.visible_to(account).filter(pk__in=piece)
        there |= seen.in_bulk()
    known = _known({row.get("code", "") for row in rows} - {""})
    first: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        if any(row.values()):
            _read_row(number, row, account, there, known, first, into)


def _clean(cell: str | None) -> str:
    return _NEUTRALISED.sub(r"\1", (cell or "").replace("\x00", "").strip())


def _known(codes: set[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for piece in in_pieces(sorted(codes)):
        rows = Project.objects.filter(code__in=piece)
        found |= dict(rows.values_list("code", "organization_id"))
    return found


def _read_row(
    number: int,
    row: dict[str, str],
    account: Account | None,
    there: Mapping[str, Any],
    known: Mapping[str, str],
    first: dict[str, int],
    into: ReadProjects,
) -> None:
    before = len(into.faults)

    def wrong(column: str, why: str) -> None:
        named = label(column) if column in COLUMNS else field_labels().get(column[6:], column)
        into.faults.append(RowFault(number, named, row.get(column, ""), why))

    kind = _kinds().get(row["kind"].lower(), "")
    if not kind:
        wrong("kind", _("One of the kinds of projects."))
    if not row["name"] or len(row["name"]) > 200:
        wrong("name", _("A name of at most 200 characters."))
    if not row["code"] or len(row["code"]) > 60:
        wrong("code", _("A project code of at most 60 characters."))
    elif row["code"] in first:
        wrong("code", _("The same project as row %(row)s.") % {"row": first[row["code"]]})
    else:
        first[row["code"]] = number
    organization = there.get(row["uscc"].upper())
    if organization is None:
        wrong("uscc", _("No organization in your remit."))
    elif known.get(row["code"], organization.pk) != organization.pk:
        wrong("uscc", _("The project of this code is another enterprise's."))
    park = there.get(row.get("park", "").upper())
    if row.get("park") and (park is None or park.kind != "park"):
        wrong("park", _("No park in your remit."))
    county = _counties().get(row.get("county", "").lower(), "")
    if row.get("county") and not county:
        wrong("county", _("One of the counties."))
    elif (
        account is not None
        and account.role == Role.COUNTY
        and organization is not None
        and (county or organization.county) != account.county
    ):
        wrong("county", _("The project is not in your county."))
    total = 0
    try:
        total = read_fen(row["total"])
    except ValueError:
        wrong("total", _("An amount in yuan, not below zero, with at most two decimals."))
    starts_on, ends_on = read_day(row["starts_on"]), read_day(row["ends_on"])
    for column, day in (("starts_on", starts_on), ("ends_on", ends_on)):
        if day is None:
            wrong(column, _("A day, as 2026-03-01."))
    if len(into.faults) > before or starts_on is None or ends_on is None:
        return
    said = Said(
        kind=kind,
        name=row["name"],
        organization=organization,
        total=total,
        starts_on=starts_on,
        ends_on=ends_on,
        county=county,
        park=park,
        code=row["code"],
        fields=_given(kind, row),
    )
    try:
        checked(said)
    except RefusedError as error:
        wrong(error.field or "name", str(error))
    else:
        into.given.append(said)


def _given(kind: str, row: Mapping[str, str]) -> dict[str, str]:
    """The fields of the kind; a choice may be said by its name."""
    found = {}
    for asked in declared().kinds[kind].fields:
        text = row.get(f"field-{asked.code}", "")
        for one in asked.choices:
            if text.lower() in (one.words["zh"], one.words["en"].lower()):
                text = one.code
        found[asked.code] = text
    return found


def _kinds() -> dict[str, str]:
    return {
        said.lower(): one.code
        for one in declared().kinds.values()
        for said in (one.code, one.words["zh"], one.words["en"])
    }


def _counties() -> dict[str, str]:
    return {
        said.lower(): code
        for code, words in counties().items()
        for said in (code, words["zh"], words["en"])
    }


def read_day(text: str) -> date | None:
    """A day as people and spreadsheets write it; ``None`` for what is none."""
    found = _DAY.match(text.strip())
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None
