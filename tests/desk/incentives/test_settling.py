"""What was confirmed is a line of the next settlement."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from banyan.desk.incentives import actions
from banyan.desk.settlement.models import Line
from desk.incentives.raising import HERE, YEAR, own_organization, raised
from desk.making import Making
from desk.settlement.cities import City

pytestmark = pytest.mark.django_db


def test_a_confirmed_award_is_a_line_of_the_next_run_with_the_amount_of_the_tier(
    making: Making, settings: Any, tmp_path: Path
) -> None:
    settings.DATA = settings.MEDIA_ROOT = tmp_path
    city = City(making)
    raised(making, HERE, 12)
    own = own_organization(making)
    proposal = actions.propose(city.first, YEAR, HERE, own.uscc)
    assert not Line.objects.filter(run=city.run(), measure="county_cultivation").exists()
    actions.confirm(city.second, proposal)
    line = Line.objects.get(run=city.run(), measure="county_cultivation")
    assert (line.uscc, line.status, line.amount) == (own.uscc, "granted", proposal.amount)
    assert line.amount == 300_000_00
