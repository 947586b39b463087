"""The record of a visit: what it brings, and that it comes once."""

from __future__ import annotations

import tempfile
import uuid
from datetime import timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.obligations.models import Obligation
from banyan.desk.visits.actions import visiting as actions
from banyan.desk.visits.actions.visiting import Problem
from banyan.desk.visits.models import Assignment, Visit
from desk.applications.files import PDF
from desk.making import Making
from desk.visits.visiting import HERE, THERE, Visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def visiting(making: Making) -> Visiting:
    return Visiting(making)


def test_problems_go_straight_into_the_countys_ledger(visiting: Visiting) -> None:
    visit = visiting.visited(
        problems=(
            Problem("车间连续停电，影响交货。每周两次。", gravity="urgent"),
            Problem("缺普工五十人", category="labour"),
            Problem("厂门口积水"),
        )
    )
    found = Case.objects.order_by("pk")
    assert [(one.category, one.gravity, one.level, one.county) for one in found] == [
        ("energy", "urgent", "county", HERE),
        ("labour", "general", "county", HERE),
        ("other", "general", "county", HERE),
    ]
    assert found[0].title == "车间连续停电，影响交货"
    assert found[0].origin == Case.Origin.VISIT
    assert [one.case for one in visit.problems.all()] == list(found)
    assert Obligation.objects.open().filter(kind="cases.dispatch").count() == 3


def test_a_record_that_is_sent_twice_comes_once(visiting: Visiting) -> None:
    key = str(uuid.uuid4())
    problems = (Problem("停电"),)
    first = visiting.visited(key=key, problems=problems)
    assert visiting.visited(key=key, problems=problems, seen="另一句话") == first
    assert Visit.objects.get().seen == "两条生产线满负荷运转。"
    assert Case.objects.count() == 1


def test_the_same_number_of_another_officers_phone_is_another_record(visiting: Visiting) -> None:
    key = str(uuid.uuid4())
    visiting.visited(key=key)
    visiting.visited(key=key, officer=visiting.officer(2))
    assert Visit.objects.count() == 2


def test_a_visit_makes_the_planned_one_done(visiting: Visiting) -> None:
    planned = visiting.planned()
    visit = visiting.visited()
    planned.refresh_from_db()
    assert planned.state == "held"
    assert visit.planned == planned
    assert not Obligation.objects.open().filter(kind="visits.hold").exists()


def test_a_visit_is_the_last_one_of_the_enterprise_whoever_made_it(visiting: Visiting) -> None:
    visiting.assigned()
    today = timezone.localdate()
    visiting.visited(officer=visiting.city())
    visiting.visited(held_on=today - timedelta(days=9))
    assert Assignment.objects.get().visited_on == today
    visiting.assigned(officer=visiting.officer(2))
    assert Assignment.objects.get(until__isnull=True).visited_on == today


@pytest.mark.parametrize(
    ("more", "field"),
    [
        ({"seen": " "}, "seen"),
        ({"form": "letter"}, "form"),
        ({"problems": (Problem(" "),)}, "problem"),
        ({"problems": (Problem("停电", category="nothing"),)}, "category"),
        ({"problems": (Problem("停电", gravity="awful"),)}, "gravity"),
        ({"companions": "人" * 301}, "companions"),
        ({"organization": "none"}, "organization"),
    ],
)
def test_a_record_that_cannot_be_names_its_field(
    visiting: Visiting, more: dict[str, object], field: str
) -> None:
    with pytest.raises(RefusedError) as refused:
        visiting.visited(**more)
    assert refused.value.field == field
    assert not Visit.objects.exists()


@pytest.mark.parametrize("days", [1, -400])
def test_a_visit_has_been_made_within_the_year(visiting: Visiting, days: int) -> None:
    with pytest.raises(RefusedError) as refused:
        visiting.visited(held_on=timezone.localdate() + timedelta(days=days))
    assert refused.value.field == "held_on"


def test_photos_are_kept_and_nothing_else_is_taken_for_one(visiting: Visiting) -> None:
    visit = visiting.with_a_photo()
    assert visit.photos.get().upload.content_type == "image/png"
    for name, content in (("a.pdf", PDF), ("a.png", b"<svg onload=alert(1)>"), ("a.jpg", PDF)):
        with tempfile.NamedTemporaryFile() as place:
            place.write(content)
            place.flush()
            with pytest.raises(RefusedError) as refused:
                visiting.visited(photos=[(Path(place.name), name)])
        assert refused.value.field == "photos"
    assert Visit.objects.count() == 1


def test_one_visits_ones_own_enterprises_and_those_that_one_sees(visiting: Visiting) -> None:
    department = visiting.department()
    with pytest.raises(RefusedError):
        visiting.visited(officer=department)
    visiting.assigned(officer=department)
    visiting.visited(officer=department)
    with pytest.raises(RefusedError):
        visiting.visited(officer=visiting.officer(county=THERE))
    assert Visit.objects.count() == 1


def test_a_record_needs_a_number_of_its_own(visiting: Visiting) -> None:
    with pytest.raises(RefusedError):
        actions.record(visiting.officer(), visiting.said(), "1")
