"""What the people of the demo have done with its cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from banyan.desk.audit.verification import verify
from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case, Help
from banyan.desk.cases.states import Level, State
from banyan.desk.meetings.models import Meeting, Minutes
from banyan.desk.monitoring.models import Finding, KeyEnterprise, MonthlyFigure
from banyan.desk.operations import demo, demo_cases
from banyan.desk.receptions.models import Booking, ReceptionDay

from .conftest import TODAY


@pytest.mark.django_db
def test_the_city_has_lived_with_its_cases_once_though_it_was_stopped(
    tmp_path: Path, city: Path, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.DEMO = True
    settings.MEDIA_ROOT = tmp_path / "files"
    (tmp_path / "city").symlink_to(city)
    monkeypatch.setattr(demo, "PARTS", (demo_cases.set_up,))

    def stop(*arguments: Any) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as stopped:
        stopped.setattr("banyan.desk.operations.demo_cases._Past.months", stop)
        with pytest.raises(KeyboardInterrupt):
            demo.set_up(tmp_path, TODAY)
    assert not Case.objects.exists()
    for _start in range(2):
        demo.set_up(tmp_path, TODAY)

    cases = Case.objects.all()
    assert 60 <= cases.count() <= 120
    assert set(cases.values_list("state", flat=True)) == set(State)
    assert set(cases.values_list("level", flat=True)) == set(Level)
    assert set(cases.values_list("kind", flat=True)) == set(declared_kinds())
    assert cases.exclude(state=State.CLOSED).filter(due_on__lt=TODAY).exists()
    for found in ({"round__gt": 0}, {"rating__lte": 2}, {"rating": 5}, {"no_evidence__gt": ""}):
        assert cases.filter(**found).exists(), found
    watched = KeyEnterprise.objects.count()
    assert 20 < watched <= 40  # a small city has fewer
    assert MonthlyFigure.objects.count() == watched * demo_cases.MONTHS
    assert Finding.objects.exists()
    assert cases.filter(files__evidence=True).exists()
    assert ReceptionDay.objects.count() == 2
    assert Booking.objects.filter(state=Booking.State.RECORDED).exists()
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["planned", "signed"]
    assert Minutes.objects.count() == 1
    assert Help.objects.filter(case__kind="decision").exists()
    assert list(verify()) == []
