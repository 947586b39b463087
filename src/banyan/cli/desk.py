"""What the commands of the desk share: they start it, and say in words what hinders it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import ParamSpec, TypeVar

from banyan.rules.errors import UsageError

P = ParamSpec("P")
R = TypeVar("R")


@contextmanager
def started() -> Iterator[None]:
    """The desk is ready within the block. Raises UsageError for settings that are not understood
    and a database that is not reached or not set up."""
    import dj_database_url
    from django.core.exceptions import ImproperlyConfigured

    from banyan import desk

    try:
        desk.start()
    except (
        ImproperlyConfigured,
        dj_database_url.ParseError,
        dj_database_url.UnknownSchemeError,
        OSError,
        ValueError,
    ) as error:
        raise UsageError(f"the settings of the desk: {error}") from None
    from django.db import DatabaseError

    try:
        yield
    except DatabaseError as error:
        words = str(error).strip().partition("\n")[0]
        raise UsageError(f"the database of the desk: {words}") from error


def of_the_desk(function: Callable[P, R]) -> Callable[P, R]:
    """Decorates a command that needs the desk."""

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with started():
            return function(*args, **kwargs)

    return run
