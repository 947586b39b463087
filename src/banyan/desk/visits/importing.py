"""A list of who is responsible for which enterprise: read, and checked row by row."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.whole import RowFault, open_list
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces
from banyan.desk.visits.actions.assigning import GivenAssignment
from banyan.desk.visits.models import Assignment
from banyan.desk.visits.responsible import holders_of_srdi, may_be_responsible, named_by

MOST_ROWS = 20_000
_NEUTRALISED = re.compile(r"^'('*[=+\-@＝＋－＠\t\r])")
_LANGUAGES = ("zh-hans", "en")


@dataclass
class ReadList:
    given: list[GivenAssignment] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


def headings() -> dict[str, str]:
    """What each column is called, in the language of the page; as the export calls them."""
    return {
        "organization": _("Credit code"),
        "officer": _("Officer's user name"),
        "kind": _("Kind of officer"),
    }


def read_list(path: Path, name: str, account: Account | None) -> ReadList:
    """Reads a workbook's first sheet or a CSV file. Raises RefusedError for a file that
    is not taken."""
    result = ReadList()
    frame, columns = open_list(path, name, _columns, headings(), MOST_ROWS, result.faults)
    if not result.faults:
        _read_rows(frame, columns, account, result)
    return result


def _plain(text: str) -> str:
    return re.sub(r"[\s*＊]+", "", text or "").lower()


def _columns(header: list[str]) -> dict[str, str]:
    """The place of each column by what it is, in either language."""
    known = {code: code for code in headings()}
    for language in _LANGUAGES:
        with override(language):
            known |= {_plain(label): code for code, label in headings().items()}
    found: dict[str, str] = {}
    for place, label in enumerate(header):
        code = known.get(_plain(label), "")
        if code and code not in found:
            found[code] = str(place)
    return found


def _kinds() -> dict[str, str]:
    """The kinds by their codes and their words in both languages."""
    found = {kind.value: kind.value for kind in Assignment.Kind}
    for language in _LANGUAGES:
        with override(language):
            found |= {_plain(str(kind.label)): kind.value for kind in Assignment.Kind}
    return found


def _read_rows(
    frame: pl.DataFrame, columns: Mapping[str, str], account: Account | None, into: ReadList
) -> None:
    cells = {
        code: [
            _NEUTRALISED.sub(r"\1", (text or "").replace("\x00", "").strip())
            for text in frame[place].cast(pl.String).to_list()
        ]
        for code, place in columns.items()
    }
    codes = [re.sub(r"[\s-]", "", text).upper() for text in cells["organization"]]
    organizations = _kept(set(codes) - {""}, account)
    people = {one.username.lower(): one for one in named_by(account)}
    srdi = _srdi(set(organizations))
    kinds, names = _kinds(), headings()
    seen: dict[tuple[str, str], int] = {}
    for place, code in enumerate(codes):
        row = place + 1
        if not any(texts[place] for texts in cells.values()):
            continue
        before = len(into.faults)

        def wrong(column: str, why: str, row: int = row, place: int = place) -> None:
            into.faults.append(RowFault(row, names[column], cells[column][place], why))

        organization = organizations.get(code)
        officer = people.get(cells["officer"][place].lower())
        kind = kinds.get(_plain(cells["kind"][place]), "")
        if organization is None:
            wrong("organization", _("No enterprise that you keep has this credit code."))
        if officer is None:
            wrong("officer", _("No open account of an officer whom you may name."))
        elif organization is not None and not may_be_responsible(officer, organization.county):
            wrong("officer", _("The officer works for another county."))
        if not kind:
            wrong("kind", _("Visiting officer or service officer."))
        elif kind == Assignment.Kind.SERVICE and organization is not None and code not in srdi:
            wrong("kind", _("The enterprise is no recognized SRDI enterprise."))
        if code and kind and (code, kind) in seen:
            earlier = {"row": seen[code, kind]}
            wrong("organization", _("The same enterprise and kind as row %(row)s.") % earlier)
        elif code and kind:
            seen[code, kind] = row
        if len(into.faults) == before and organization is not None and officer is not None:
            into.given.append(GivenAssignment(organization, officer, kind))


def _kept(codes: set[str], account: Account | None) -> dict[str, Any]:
    """The organizations for which the account names officers."""
    visible = Organization.objects.visible_to(account)
    if account is not None and account.role == Role.COUNTY:
        visible = visible.filter(county=account.county)
    found: dict[str, Any] = {}
    for piece in in_pieces(sorted(codes)):
        found.update(visible.in_bulk(piece))
    return found


def _srdi(codes: set[str]) -> set[str]:
    holders = holders_of_srdi(timezone.localdate())
    return {
        code
        for piece in in_pieces(sorted(codes))
        for code in holders.filter(organization__in=piece).values_list("organization_id", flat=True)
    }
