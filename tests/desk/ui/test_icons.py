"""Every icon that is named is there: a wrong name would show nothing, and nobody would notice."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from django.apps import apps

from banyan.desk import ui

DESK = Path(ui.__file__).parents[1]
SPRITE = DESK / "ui" / "static" / "ui" / "icons.svg"


@pytest.fixture(scope="module")
def built() -> set[str]:
    if not SPRITE.exists():
        if os.environ.get("CI"):
            pytest.fail("the front end is not built")
        pytest.skip("the front end is not built (make frontend)")
    return set(re.findall(r'<symbol id="([^"]+)"', SPRITE.read_text(encoding="utf-8")))


def test_templates_name_icons_that_are_built(built: set[str]) -> None:
    named = {
        name
        for path in DESK.rglob("*.html")
        if "node_modules" not in path.parts
        for name in re.findall(
            r'{% (?:icon|empty_state) "([^"]+)"', path.read_text(encoding="utf-8")
        )
    }
    assert named - built == set()


def test_places_name_icons_that_are_built(built: set[str]) -> None:
    named = {
        place.icon for config in apps.get_app_configs() for place in getattr(config, "places", ())
    }
    assert named - built == set()
