"""What the tests of obligations share: a day that is today, a language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
from django.utils import timezone, translation

TUESDAY = date(2026, 11, 24)


@pytest.fixture
def on(monkeypatch: pytest.MonkeyPatch) -> Callable[[date], None]:
    """Lets it be another day."""

    def set_today(day: date) -> None:
        monkeypatch.setattr(timezone, "localdate", lambda *_: day)

    return set_today


@pytest.fixture(autouse=True)
def _tuesday(on: Any) -> None:
    on(TUESDAY)


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    with translation.override("en"):
        yield
