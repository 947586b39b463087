"""Lists that are written as a whole or not at all: what their page says after one was sent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from banyan.desk.audit import RefusedError
from banyan.desk.records.views.sending import sent_file

FAULTS_SHOWN = 200

Given = TypeVar("Given", covariant=True)


class ReadRows(Protocol[Given]):
    """What was read of a file: rows, or what is wrong with them."""

    @property
    def given(self) -> Sequence[Given]: ...

    @property
    def faults(self) -> Sequence[Any]: ...


def list_page(
    request: HttpRequest,
    template: str,
    context: dict[str, Any],
    read: Callable[[Path, str], ReadRows[Any]],
    write: Callable[[Any, str], Any],
) -> HttpResponse:
    """The page on which a list is sent. After that it says the ``fault`` of the file, the
    ``faults`` of its rows, or ``counts``: what ``write`` answered to the rows and the file's
    name."""
    if request.method == "POST":
        context = context | _taken(request, read, write)
    refused = context.get("fault") or context.get("faults")
    return render(request, template, context, status=422 if refused else 200)


def _taken(
    request: HttpRequest,
    read: Callable[[Path, str], ReadRows[Any]],
    write: Callable[[Any, str], Any],
) -> dict[str, Any]:
    try:
        with sent_file(request) as (path, name):
            found = read(path, name)
        if found.faults:
            return shown_faults(found.faults)
        if not found.given:
            return {"fault": _("The list has no rows.")}
        return {"counts": write(found.given, name)}
    except RefusedError as error:
        return {"fault": str(error)}


def shown_faults(faults: Sequence[Any]) -> dict[str, Any]:
    """What ``records/list_faults.html`` shows."""
    return {"faults": faults[:FAULTS_SHOWN], "faults_count": len(faults)}
