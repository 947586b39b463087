"""Every action of the records has a scenario, and each leaves its entry."""

from __future__ import annotations

from typing import Any

import pytest

from banyan.desk.audit import ACTIONS
from banyan.desk.audit.models import Entry
from desk.making import Making
from desk.records.scenarios import SCENARIOS


def test_every_action_has_a_scenario() -> None:
    assert set(SCENARIOS) == {name for name in ACTIONS if name.startswith("records.")} - CLAIMS


CLAIMS = {
    name
    for name in ACTIONS
    if ACTIONS[name].__module__.endswith(("claims", "claim_actions", "representation"))
}


@pytest.mark.parametrize("name", sorted(SCENARIOS))
def test_a_scenario_leaves_the_entry(
    making: Making, settings: Any, tmp_path: Any, name: str
) -> None:
    settings.MEDIA_ROOT = tmp_path
    SCENARIOS[name](making)
    assert Entry.objects.filter(action=name).exists()
