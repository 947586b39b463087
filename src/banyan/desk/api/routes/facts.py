"""The rows of the tables of facts: read page by page, written in bulk."""

from __future__ import annotations

from typing import Annotated, Any

from django.http import Http404, HttpRequest
from ninja import Router, Schema
from ninja.errors import HttpError
from pydantic import Field

from banyan.desk.api.auth import READ, WRITE, actor
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.routes.organizations import visible
from banyan.desk.api.schemas import Tables
from banyan.desk.people.access import account_of, require
from banyan.desk.records.actions import OFFICERS, import_rows
from banyan.desk.records.checking import Draft, check
from banyan.desk.records.models import FACTS
from banyan.desk.records.rows import rows_of
from banyan.desk.records.writing import ConflictError
from banyan.rules.errors import FactsError, Fault

router = Router()

MOST_ROWS = 100_000
"""Rows of all tables in one call."""


class FactsPage(Schema):
    """``next`` goes into ``after`` of the next call; null at the end."""

    table: str
    rows: list[dict[str, str]]
    next: str | None


class FactsWrite(Schema):
    """Rows to stand in the tables: a record of the same key is changed, a new one inserted. All or
    nothing. With ``dry_run`` nothing is written. With ``verified`` the token's account, an
    officer's, vouches for them."""

    tables: Tables
    note: Annotated[str, Field(max_length=500)] = ""
    verified: bool = False
    dry_run: bool = False


class FactsWritten(Schema):
    """How many rows of each table were (or would be) inserted, changed and unchanged. ``source``
    is the number of the import, by which it can be taken back; null where nothing was written."""

    source: int | None
    rows: dict[str, dict[str, int]]


@router.get(
    "/facts/{table}", response={200: FactsPage, **PROBLEMS}, auth=READ, operation_id="facts"
)
def facts(
    request: HttpRequest,
    table: str,
    after: str = "",
    limit: Annotated[int, Field(ge=1, le=1000)] = 200,
) -> object:
    """The rows of a table that the account sees, in the order of their internal key."""
    if table not in FACTS:
        raise Http404(f"no table {table}")
    model = FACTS[table]
    found = model.objects.visible_to(account_of(request)).order_by("pk")
    if after:
        try:
            found = found.filter(pk__gt=model._meta.pk.to_python(after))
        except Exception:
            raise HttpError(422, f"after: {after!r} is no place in this table") from None
    listed = list(rows_of(found[: limit + 1]))
    return {
        "table": table,
        "rows": [row for _, row in listed[:limit]],
        "next": str(listed[limit - 1][0]) if len(listed) > limit else None,
    }


@router.get(
    "/organizations/{uscc}/facts",
    response={200: dict[str, list[dict[str, str]]], **PROBLEMS},
    auth=READ,
    operation_id="facts_of_organization",
)
def facts_of_organization(request: HttpRequest, uscc: str) -> object:
    """Every row that belongs to an organization, by table."""
    organization = visible(request, uscc)
    account = account_of(request)
    found = {}
    for name, model in FACTS.items():
        path = model.organization_path
        if path is None and model.organization_code is None:
            continue
        field = model.organization_code if path is None else (path or "pk")
        rows = model.objects.visible_to(account).filter(**{str(field): organization.pk})
        listed = [row for _, row in rows_of(rows.order_by("pk"))]
        if listed:
            found[name] = listed
    return found


@router.post(
    "/facts",
    response={200: FactsWritten, 409: PROBLEMS[404], **PROBLEMS},
    auth=WRITE,
    operation_id="write_facts",
)
def write_facts(request: HttpRequest, body: FactsWrite) -> object:
    """Writes facts in bulk, checked as an import is; every fault is told at once."""
    if sum(len(rows) for rows in body.tables.values()) > MOST_ROWS:
        raise HttpError(422, f"at most {MOST_ROWS} rows")
    require(actor(request), *OFFICERS)
    _known(body.tables)
    draft = Draft.of_rows(body.tables)
    outcome = check(draft, account_of(request))
    if outcome.faults:
        raise FactsError(outcome.faults)
    source = None
    if outcome.changes and not body.dry_run:
        try:
            source = import_rows(actor(request), draft, note=body.note, verified=body.verified).pk
        except ConflictError as error:
            raise HttpError(409, str(error)) from None
    counts: dict[str, dict[str, int]] = {}
    for name, kinds in outcome.kinds.items():
        counts[name] = {kind: kinds.count(kind) for kind in sorted(set(kinds))}
    return {"source": source, "rows": counts}


def _known(tables: Tables) -> None:
    """Raises FactsError for a table or a column that is none."""
    faults: list[Fault] = []
    for name, rows in tables.items():
        if name not in FACTS:
            faults.append(Fault(name, 0, None, name, "a table of the schema"))
            continue
        columns: dict[str, Any] = {column.name: None for column in FACTS[name].table.columns}
        for column in dict.fromkeys(column for row in rows for column in row):
            if column not in columns:
                expected = f"one of the columns {', '.join(columns)}"
                faults.append(Fault(name, 0, column, column, expected))
    if faults:
        raise FactsError(faults)
