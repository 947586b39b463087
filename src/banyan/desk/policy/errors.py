"""What an action of the policy library refuses, with words for people."""

from __future__ import annotations


class RefusedError(Exception):
    """The action cannot be done; the message says why, in the language of the request. ``field``
    names the form's field that is at fault, empty where none is."""

    def __init__(self, message: str, field: str = "") -> None:
        self.field = field
        super().__init__(message)
