"""The pages that are looked at in both languages, in light and in dark, on a desk and on a phone:
each module here lists those of one app as ``PAGES``."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from banyan.desk.people.models import Account
from desk.making import Making


@dataclass(frozen=True)
class Shown:
    """``open`` makes what the page shows, and returns who looks (``None`` for a visitor) and the
    page's address."""

    name: str
    open: Callable[[Making], tuple[Account | None, str]]
    status: int = 200


def all_pages() -> list[Shown]:
    pages: list[Shown] = []
    for module in pkgutil.iter_modules(__path__):
        pages += importlib.import_module(f"{__name__}.{module.name}").PAGES
    return pages
