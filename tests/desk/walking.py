"""Walks what the desk has: its routes, and what the apps' tests say of them in
``tests/desk/<app>/scenarios.py`` (``SCENARIOS``, ``ROUTES``)."""

from __future__ import annotations

import importlib
import io
import json
import pkgutil
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse

import banyan.desk
from banyan.desk.people.access import Access, access_of
from desk.making import Making


@dataclass(frozen=True)
class Route:
    """A route of the URL configuration; ``name`` with its namespaces, ``arguments`` whether it
    takes any."""

    name: str
    pattern: str
    arguments: bool
    view: Callable[..., Any]

    @property
    def access(self) -> Access | None:
        return access_of(self.view)

    def url(self, making: Making) -> str:
        """Where the route is, with arguments that name something of ``making``."""
        if not self.arguments:
            return reverse(self.name)
        given = of_scenarios("ROUTES")
        assert self.name in given, (
            f"{self.name} ({self.pattern}) has arguments: "
            "add it to ROUTES of tests/desk/<app>/scenarios.py"
        )
        return reverse(self.name, kwargs=given[self.name](making))


def _walk(patterns: list[Any], namespaces: tuple[str, ...], prefix: str) -> Iterator[Route]:
    for one in patterns:
        where = prefix + str(one.pattern)
        if isinstance(one, URLResolver):
            inside = (*namespaces, one.namespace) if one.namespace else namespaces
            yield from _walk(one.url_patterns, inside, where)
        elif isinstance(one, URLPattern):
            yield Route(
                ":".join((*namespaces, one.name or "")),
                where,
                "<" in where or "(?P" in where,
                one.callback,
            )


def routes() -> list[Route]:
    """Every route of the desk."""
    return list(_walk(get_resolver().url_patterns, (), "/"))


def of_scenarios(what: str) -> dict[str, Callable[[Making], Any]]:
    """``SCENARIOS`` or ``ROUTES`` of all apps together."""
    found: dict[str, Callable[[Making], Any]] = {}
    for path in sorted(Path(__file__).parent.glob("*/*scenarios.py")):
        module = importlib.import_module(f"desk.{path.parent.name}.{path.stem}")
        found.update(getattr(module, what, {}))
    return found


def import_everything() -> None:
    """Every module of the desk, so that every action is known."""
    for module in pkgutil.walk_packages(banyan.desk.__path__, "banyan.desk."):
        if not {"migrations", "wsgi", "settings"} & set(module.name.split(".")):
            importlib.import_module(module.name)


def text_of(response: HttpResponseBase) -> str:
    """All that an answer says, also of JSON, a workbook or another archive."""
    content = b"".join(response) if response.streaming else response.content  # type: ignore
    if "json" in response.get("Content-Type", "") and content:
        return json.dumps(json.loads(content), ensure_ascii=False)
    if content[:2] != b"PK":
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name) for name in archive.namelist()]
    return "\n".join(part.decode(errors="replace") for part in parts)
