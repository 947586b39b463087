"""What an action on an application refuses, with words for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from banyan.desk import audit

if TYPE_CHECKING:
    from banyan.desk.applications.models import Application
    from banyan.desk.applications.requirements import Lack


class RefusedError(audit.RefusedError):
    """The action cannot be done; the message says why, in the language of the request. ``lacks``
    names everything that is not there yet."""

    def __init__(self, message: str, lacks: Sequence[Lack] = ()) -> None:
        self.lacks = list(lacks)
        super().__init__(message)


class MovedError(Exception):
    """Somebody else has moved the application since it was read; ``application`` is as it is
    now."""

    def __init__(self, application: Application) -> None:
        self.application = application
        super().__init__(application.state)


class OverwrittenError(Exception):
    """Somebody else has said something else in the same place since it was read. ``cell`` is
    theirs: value, version, by, at; ``mine`` what was refused, written as theirs is."""

    def __init__(self, cell: dict[str, str], mine: str) -> None:
        self.cell, self.mine = cell, mine
        super().__init__(cell["value"])
