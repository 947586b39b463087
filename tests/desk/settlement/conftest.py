from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desk.making import Making
from desk.settlement.cities import City


@pytest.fixture(autouse=True)
def _folders(settings: Any, tmp_path: Path) -> None:
    settings.DATA = settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def city(making: Making) -> Iterator[City]:
    return City(making)
