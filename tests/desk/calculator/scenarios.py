"""The calculator keeps nothing: it has no actions, and its one route has no arguments."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from desk.making import Making

SCENARIOS: dict[str, Callable[[Making], None]] = {}
ROUTES: dict[str, Callable[[Making], dict[str, Any]]] = {}
