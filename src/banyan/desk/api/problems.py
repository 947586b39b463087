"""Errors as problem details (RFC 9457): type, title, status, detail, and the faults of facts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import HttpError, ValidationError

from banyan.desk.audit import RefusedError
from banyan.desk.cases.errors import MovedError
from banyan.rules.errors import FactsError, Fault, UsageError

CONTENT_TYPE = "application/problem+json"


class FaultOut(Schema):
    """One fault of facts; row 1 is the first row of its table."""

    table: str
    row: int
    column: str | None = None
    value: str | None = None
    expected: str
    key: str | None = None
    more: int = 0


class Problem(Schema):
    """What went wrong; ``field`` is the one at fault, where one is."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str = ""
    field: str | None = None
    faults: list[FaultOut] | None = None


class MovedProblem(Problem):
    """Somebody else has moved the case; ``version`` and ``state`` are as they are now."""

    version: int
    state: str


def problem(status: int, detail: str = "", **more: Any) -> HttpResponse:
    """The answer to a request that cannot be carried out."""
    body = {
        "type": "about:blank",
        "title": HTTPStatus(status).phrase,
        "status": status,
        "detail": detail,
        **more,
    }
    return JsonResponse(body, status=status, content_type=CONTENT_TYPE)


def as_json(fault: Fault) -> dict[str, Any]:
    """A fault as the API tells it."""
    return {name: getattr(fault, name) for name in FaultOut.model_fields}


def add_handlers(api: NinjaAPI) -> None:
    """Every error that an operation may raise, as a problem."""
    handlers: Mapping[type[Exception], Callable[[HttpRequest, Any], HttpResponse]] = {
        ValidationError: lambda request, error: problem(422, _where(error)),
        HttpError: lambda request, error: problem(error.status_code, str(error)),
        Http404: lambda request, error: problem(404, str(error)),
        PermissionDenied: lambda request, error: problem(403, str(error)),
        DjangoValidationError: lambda request, error: problem(422, "; ".join(error.messages)),
        RefusedError: lambda request, error: problem(422, str(error), field=error.field or None),
        MovedError: lambda request, error: problem(
            409, str(error), version=error.case.version, state=error.case.state
        ),
        UsageError: lambda request, error: problem(422, str(error)),
        FactsError: lambda request, error: problem(
            422, str(error), faults=[as_json(fault) for fault in error.faults]
        ),
    }
    for kind, handler in handlers.items():
        api.add_exception_handler(kind, handler)


def _where(error: ValidationError) -> str:
    return "; ".join(
        f"{'.'.join(str(part) for part in one['loc'])}: {one['msg']}" for one in error.errors
    )


PROBLEMS: dict[int, Any] = {401: Problem, 403: Problem, 404: Problem, 422: Problem, 429: Problem}
"""The answers that any operation may give beside its own."""
