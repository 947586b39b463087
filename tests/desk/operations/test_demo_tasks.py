"""The tasks of the demo stand in every light, and come once."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from banyan.desk.operations.demo_tasks import fill_tasks
from banyan.desk.tasks.models import Ending, Report, Task
from desk.making import Making
from desk.tasks.carrying import Carrying

pytestmark = pytest.mark.django_db


def test_the_demos_tasks_are_published_once_and_stand_in_every_light(making: Making) -> None:
    here = Carrying(making)
    here.all_units()
    people = {
        "city": here.city(),
        "city2": here.city("second"),
        "department2": here.power(),
        "county": here.county(),
    }
    today = timezone.localdate()
    fill_tasks(people, today)
    assert {one: Task.objects.lit(one, today).exists() for one in ("green", "yellow", "red")} == {
        "green": True,
        "yellow": True,
        "red": True,
    }
    assert set(Ending.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    count = Report.objects.count()
    fill_tasks(people, today)
    assert Report.objects.count() == count


def test_a_year_out_of_force_has_no_tasks(making: Making) -> None:
    fill_tasks({}, date(2031, 6, 1))
    assert not Task.objects.exists()
