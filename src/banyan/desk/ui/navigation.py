"""The places of the navigation; each app lists its own in its ``AppConfig.places``."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Place:
    """``route`` is the name of a view without arguments, ``label`` a lazy translation, ``icon`` the
    name of a Tabler icon. ``roles`` may go there; empty for every account, and for visitors too
    where ``visitors`` is true."""

    label: Any
    route: str
    icon: str
    order: int
    roles: Collection[str] = ()
    visitors: bool = False

    def open_to(self, role: str | None) -> bool:
        if role is None:
            return self.visitors
        return not self.roles or role in self.roles
