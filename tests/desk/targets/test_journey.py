"""One enterprise of a list grows above designated size, and all that hangs on it moves."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from banyan.desk.benefits.keeping import renew
from banyan.desk.lists.counting import conversion
from banyan.desk.records.actions import correct
from banyan.desk.records.rows import row_of
from banyan.desk.targets import computing
from banyan.desk.targets.closing import candidates
from banyan.desk.targets.models import Standing
from desk.lists.listing import HERE, Listing
from desk.making import Making
from desk.targets.showing import TASK, indicator

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_month(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(computing, "MONTHS", 1)


def standing(code: str, county: str = "") -> int | None:
    found = Standing.objects.filter(indicator=code, county=county)
    return found.values_list("value", flat=True).first()


def test_who_grows_moves_the_conversion_the_targets_and_its_own_benefits(making: Making) -> None:
    listing = Listing(making)
    year = listing.today.year
    grown: Any
    grown, *others = listing.organizations(3)
    round_ = listing.opened("rongsheng")
    listing.taken(round_, grown, *others)
    listing.published(round_, listing.today - timedelta(days=1))
    listing.invested(grown, 1_200_000, year=year)
    computing.compute(TASK)
    assert standing("potential_enterprises") == standing("potential_enterprises", HERE) == 3
    assert standing("scaled_enterprises") is None
    (waiting,) = candidates(indicator("scaled_enterprises"), listing.city.account)
    assert (waiting.count, conversion("rongsheng", year).converted) == (3, 0)
    before = renew(grown.pk, year).amount

    row = row_of(grown) | {"scaled_on": listing.today.isoformat()}
    correct(listing.city, "organizations", row, grown)
    computing.compute(TASK)

    assert conversion("rongsheng", year).converted == 1
    assert standing("scaled_enterprises") == 1
    assert standing("potential_enterprises") == 3  # it stays on the list of the year
    (waiting,) = candidates(indicator("scaled_enterprises"), listing.city.account)
    assert waiting.count == 2
    assert renew(grown.pk, year).amount > before
