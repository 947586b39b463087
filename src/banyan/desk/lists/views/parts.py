"""What several pages of lists need."""

from __future__ import annotations

from typing import Any

from django.http import (
    FileResponse,
    Http404,
    HttpRequest,
    HttpResponseBase,
    StreamingHttpResponse,
)
from django.utils import timezone

from banyan.desk.lists.declared import DeclaredList, declared_lists
from banyan.desk.lists.exporting import Sheet, csv_of, workbook_of
from banyan.desk.lists.holding import may_decide, may_propose
from banyan.desk.lists.listing import has_office
from banyan.desk.lists.page_parts import parts_of
from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.records.importing.archive import WORKBOOK_TYPE
from banyan.desk.records.views.downloads import attached

READERS = (
    Role.ENTERPRISE,
    Role.COUNTY,
    Role.CITY,
    Role.FINANCE,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
OFFICIALS = (
    Role.COUNTY,
    Role.CITY,
    Role.FINANCE,
    Role.DEPARTMENT,
    Role.SUPERVISOR,
    Role.AUDITOR,
)
PROPOSERS = (Role.ENTERPRISE, Role.COUNTY, Role.CITY, Role.DEPARTMENT)
DECIDERS = (Role.CITY, Role.DEPARTMENT)


def declared(code: str) -> DeclaredList:
    found = declared_lists().get(code)
    if found is None:
        raise Http404
    return found


def frame(request: HttpRequest, of: DeclaredList, tab: str) -> dict[str, Any]:
    """What the pages of one list have in common."""
    account = account_of(request)
    return {
        "of": of,
        "tab": tab,
        "office": has_office(account, of),
        "decides": may_decide(account, of),
        "proposes": may_propose(account, of),
        "enterprise": account is not None and account.role == Role.ENTERPRISE,
        "parts": parts_of(request, of),
    }


def require_office(request: HttpRequest, of: DeclaredList) -> None:
    """There is no such page for who does not look after the list."""
    if not has_office(account_of(request), of):
        raise Http404


def file_of(sheet: Sheet, of: DeclaredList, name: str, form: str) -> HttpResponseBase:
    """A sheet as ``csv`` or ``xlsx``."""
    called = f"{name}-{timezone.localdate():%Y%m%d}.{form}"
    if form == "csv":
        return attached(StreamingHttpResponse(csv_of(sheet), content_type="text/csv"), called)
    book = workbook_of(sheet, of.name)
    return attached(FileResponse(book, content_type=WORKBOOK_TYPE), called)


def numbers(request: HttpRequest, name: str) -> list[int]:
    return [int(text) for text in request.POST.getlist(name) if text.isdecimal()]


def number(text: str) -> int | None:
    """A whole number that a form gave; ``None`` for anything else."""
    text = text.strip()
    return int(text) if text.isdecimal() and len(text) < 10 else None


def fields_typed(request: HttpRequest) -> dict[str, str]:
    """What a form says of the fields that were asked."""
    return {
        name.removeprefix("field-"): str(text).replace("\x00", "")
        for name, text in request.POST.items()
        if name.startswith("field-")
    }
