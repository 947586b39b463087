"""Every request has an id, which its answer, its log entry and the audit's entries carry."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars

log = structlog.get_logger("banyan.requests")

HEADER = "X-Request-ID"


class RequestMiddleware:
    """Outermost, so that no answer goes out without an id and a line in the log. The line names
    the route and the account, not the query, which may hold what a person typed."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        began = time.perf_counter()
        request_id = uuid.uuid4().hex
        request.request_id = request_id  # type: ignore[attr-defined]
        request.META["REMOTE_ADDR"] = _address(request)
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        response = self.get_response(request)
        response[HEADER] = request_id
        log.info(
            "request",
            method=request.method,
            route=request.resolver_match.view_name if request.resolver_match else "",
            path=request.path,
            status=response.status_code,
            milliseconds=round((time.perf_counter() - began) * 1000, 1),
            account=_account(request),
        )
        clear_contextvars()
        return response


def _address(request: HttpRequest) -> str:
    """Whence the request comes: what a proxy that is believed says of it. What stands before that
    in its header anybody could have written."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    passed_on = request.headers.get("X-Forwarded-For", "").split(",")
    while address in settings.PROXIES and passed_on:
        before = passed_on.pop().strip()
        try:
            address = str(ip_address(before))
        except ValueError:
            break
    return address


def _account(request: HttpRequest) -> int | None:
    """Who is signed in, as far as the request asked for it."""
    user = getattr(request, "_cached_user", None)
    return user.pk if user is not None else None
