"""A run: from the verified records to lines that stay."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from banyan.cli import main
from banyan.desk.settlement.models import Run
from desk.settlement.cities import MILLION, City, amounts

pytestmark = pytest.mark.django_db


def test_a_run_settles_the_verified_records(city: City) -> None:
    year = city.equipment(1)
    run = city.run()
    assert run.fault == ""
    assert run.state == Run.State.DRAFT
    assert amounts(run) == {("equipment_upgrade", year.project.organization_id): 3 * MILLION // 10}
    found = CliRunner().invoke(main, ["replay", str(run.folder)])
    assert (found.exit_code, found.output) == (0, "1 lines, the same bytes\n")
