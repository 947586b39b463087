"""The page of a failure names the request, so that its entry in the log is found."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseServerError
from django.template import loader


def server_error(request: HttpRequest) -> HttpResponseServerError:
    """Rendered without anything that might have been what failed: no account, no database."""
    request_id = getattr(request, "request_id", "")
    return HttpResponseServerError(
        loader.get_template("500.html").render({"request_id": request_id})
    )
