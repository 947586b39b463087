"""The monthly figures of key enterprises: reported by their own programs, and read again."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from ninja import Router, Schema
from pydantic import Field

from banyan.desk.api.auth import READ, WRITE, actor
from banyan.desk.api.problems import PROBLEMS
from banyan.desk.api.routes.organizations import visible
from banyan.desk.audit import Actor, RefusedError
from banyan.desk.monitoring import amounts
from banyan.desk.monitoring.actions import report_figures
from banyan.desk.monitoring.models import MonthlyFigure
from banyan.desk.monitoring.scope import READERS, REPORTERS
from banyan.desk.people.access import account_of, require
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization

router = Router()

MOST_ROWS = 500
"""Rows in one call."""

Amount = Annotated[str, Field(max_length=40)]
Month = Annotated[str, Field(pattern=r"^[0-9]{4}-(0[1-9]|1[0-2])$")]


class Indicators(Schema):
    """Output, tax and orders in yuan, power in kilowatt-hours, jobs counted; all as text, null for
    what is not reported."""

    output: Amount | None = None
    power: Amount | None = None
    tax: Amount | None = None
    jobs: Amount | None = None
    orders: Amount | None = None


class FigureIn(Indicators):
    organization: Annotated[str, Field(max_length=30, pattern=r"^[0-9A-Z]*$")]
    month: Month


class FiguresIn(Schema):
    rows: Annotated[list[FigureIn], Field(max_length=MOST_ROWS)]


class RowOut(Schema):
    """What became of a row: the version in which it stands now, or why it was refused and, where
    one is at fault, its ``field``."""

    organization: str
    month: str
    version: int | None = None
    refused: str | None = None
    field: str | None = None


class FiguresOut(Schema):
    """``rows`` in the order in which they came; ``taken`` of them stand now."""

    taken: int
    rows: list[RowOut]


class FigureOut(Indicators):
    month: str
    version: int
    source: str


@router.post(
    "/monthly-figures",
    response={200: FiguresOut, **PROBLEMS},
    auth=WRITE,
    operation_id="report_figures",
)
def report(request: HttpRequest, body: FiguresIn) -> object:
    """Writes figures row by row, or corrects them; the same again changes nothing. A row that
    cannot be taken is told with its reason, and keeps no other from being taken."""
    by = actor(request)
    require(by, *REPORTERS)
    rows = [_reported(by, row) for row in body.rows]
    return {"taken": sum("version" in row for row in rows), "rows": rows}


@router.get(
    "/organizations/{uscc}/monthly-figures",
    response={200: list[FigureOut], **PROBLEMS},
    auth=READ,
    operation_id="monthly_figures",
)
def monthly_figures(request: HttpRequest, uscc: str) -> object:
    """What an organization has reported, the latest month first."""
    require(actor(request), *READERS, Role.ENTERPRISE)
    found = MonthlyFigure.objects.visible_to(account_of(request))
    return [
        {
            "month": f"{one.month:%Y-%m}",
            "version": one.version,
            "source": one.source,
            **{
                name: None if value is None else f"{amounts.plain(name, value):f}"
                for name, value in one.values.items()
            },
        }
        for one in found.filter(organization=visible(request, uscc)).order_by("-month")
    ]


def _reported(by: Actor, row: FigureIn) -> dict[str, Any]:
    said = {"organization": row.organization, "month": row.month}
    seen = Organization.objects.visible_to(by.account)
    try:
        organization = seen.filter(pk=row.organization).first()
        if organization is None:
            raise PermissionDenied
        figure = report_figures(
            by,
            organization,
            _first_day(row.month),
            _values(row),
            source=MonthlyFigure.Source.INTERFACE,
        )
    except PermissionDenied:
        return said | {"refused": "no such organization", "field": "organization"}
    except RefusedError as error:
        return said | {"refused": str(error), "field": error.field or None}
    return said | {"version": figure.version}


def _first_day(month: str) -> date:
    try:
        return date.fromisoformat(f"{month}-01")
    except ValueError:
        raise RefusedError(f"{month} is no month", "month") from None


def _values(row: FigureIn) -> dict[str, int | None]:
    """As they are held. Raises RefusedError for the first that is none."""
    found: dict[str, int | None] = {}
    for name in amounts.ALL:
        text = getattr(row, name)
        try:
            found[name] = None if text is None else amounts.parsed(name, text)
        except ValueError:
            raise RefusedError(
                f"{text!r}: a number, not below zero, with the decimals of its unit", name
            ) from None
    return found
