"""What a new user finds in each place of the demo, once its people have done what they do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path

import pytest
from django.db import transaction
from django.test import override_settings

from banyan.desk.audit.models import Entry
from banyan.desk.audit.verification import verify
from banyan.desk.cases.kinds import declared_kinds
from banyan.desk.cases.models import Case, Help
from banyan.desk.cases.states import Level, State
from banyan.desk.lists.models import Candidacy, Change, Round
from banyan.desk.lists.models import Entry as Listed
from banyan.desk.lists.models import YearFigures as ListedFigures
from banyan.desk.meetings.models import Meeting, Minutes
from banyan.desk.monitoring.models import Finding, KeyEnterprise, MonthlyFigure
from banyan.desk.operations import demo, demo_cases, demo_steps, demo_tasks
from banyan.desk.operations.demo_past import Past
from banyan.desk.parks.models import Demonstration, Facility, Tenant, YearFigures
from banyan.desk.people.models import Account
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Blocked, Listing, Project, Report
from banyan.desk.receptions.models import Booking, ReceptionDay
from banyan.desk.supervision.models import Accountability, Letter, Reconciliation
from banyan.desk.supervision.models import Report as Scored
from banyan.desk.targets.models import Report as Reported
from banyan.desk.targets.models import Value, YearlyReport
from banyan.desk.tasks.models import Ending, Task
from banyan.desk.visits.models import Assignment, HandOver, Planned, Visit

from .conftest import TODAY

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("filled")]


@pytest.fixture(scope="module")
def filled(
    django_db_setup: None,
    django_db_blocker: pytest.Blocker,  # type: ignore[name-defined]
    tmp_path_factory: pytest.TempPathFactory,
    city: Path,
) -> Iterator[None]:
    """The demo, once for all tests here: stopped in the midst of a step, begun again, and once
    more."""
    data = tmp_path_factory.mktemp("demo")
    (data / "city").symlink_to(city)
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=data / "files"):
            demo.set_up(data, TODAY)
            fill = partial(demo.fill, data, TODAY, "http://127.0.0.1:8000/")
            with stopped_at("park 1"), pytest.raises(KeyboardInterrupt):
                fill()
            assert Project.objects.exists()
            assert YearFigures.objects.values("park").distinct().count() == 1
            fill()
            entries = Entry.objects.count()
            fill()
            assert Entry.objects.count() == entries
            yield
        transaction.set_rollback(True)


@contextmanager
def stopped_at(name: str) -> Iterator[None]:
    """Kills whoever has done all of the step but to say so."""
    finish = demo_steps.finish

    def stop(actor: object, step: str) -> None:
        if step == name:
            raise KeyboardInterrupt
        finish(actor, step)  # type: ignore[arg-type]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(demo_steps, "finish", stop)
        yield


def test_no_step_was_done_twice_and_the_trail_of_all_verifies() -> None:
    steps = [entry.after["step"] for entry in Entry.objects.filter(action=demo_steps.STEP)]
    assert len(steps) == len(set(steps)) > 80
    assert list(verify()) == []


def test_cases_of_every_kind_stand_in_every_state() -> None:
    cases = Case.objects.all()
    assert set(cases.values_list("state", flat=True)) == set(State)
    assert set(cases.values_list("level", flat=True)) == set(Level)
    assert set(cases.values_list("kind", flat=True)) == set(declared_kinds())
    assert cases.exclude(state=State.CLOSED).filter(due_on__lt=TODAY).exists()
    for found in ({"round__gt": 0}, {"rating__lte": 2}, {"rating": 5}, {"no_evidence__gt": ""}):
        assert cases.filter(**found).exists(), found
    assert cases.filter(files__evidence=True).exists()


def test_key_enterprises_have_reported_enterprises_were_received_and_the_city_has_met() -> None:
    watched = KeyEnterprise.objects.count()
    assert 20 < watched <= 40  # a small city has fewer
    assert MonthlyFigure.objects.count() == watched * demo_cases.MONTHS
    assert Finding.objects.exists()
    assert ReceptionDay.objects.count() == 4
    assert Booking.objects.filter(state=Booking.State.RECORDED).exists()
    assert sorted(Meeting.objects.values_list("state", flat=True)) == ["planned", "signed"]
    assert Minutes.objects.count() == 1
    assert Help.objects.filter(case__kind="decision").exists()


def test_the_tasks_of_the_year_are_published_and_stand_in_every_light() -> None:
    for light in ("green", "yellow", "red"):
        assert Task.objects.lit(light, TODAY).exists(), light
    assert set(Ending.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}


def test_a_year_out_of_force_has_no_tasks() -> None:
    assert list(demo_tasks.steps(Past(date(2031, 6, 1)))) == []


def test_lists_have_open_rounds_published_ones_terms_to_decide_and_figures() -> None:
    rongsheng = Round.objects.filter(list="rongsheng")
    assert sorted(rongsheng.values_list("state", flat=True)) == ["open", "published"]
    states = Candidacy.objects.filter(round__in=rongsheng.filter(state="open"))
    assert set(states.values_list("state", flat=True)) == {"proposed", "taken", "refused"}
    assert Listed.objects.standing().filter(origin="record").exists()
    assert Listed.objects.standing().values("list").distinct().count() > 12
    assert ListedFigures.objects.filter(entry__list="green_factories").exists()
    assert Listed.objects.filter(list="fund_reserve", stage="invested").exists()
    assert not Change.objects.exclude(state="proposed").exists()


def test_projects_stand_in_every_stage_and_light_and_what_blocks_the_red_is_a_case() -> None:
    projects = Project.objects.all()
    assert projects.count() == 60
    reached = set(projects.values_list("stage", flat=True))
    assert reached == {
        "reserve",
        "filed",
        "started",
        "construction",
        "done",
        "production",
        "accepted",
    }
    assert {"green", "yellow", "red"} <= set(projects.values_list("light", flat=True))
    assert Blocked.objects.filter(project__light="red").exists()
    assert set(Report.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    assert set(Listing.objects.values_list("list", flat=True)) <= set(declared().lists)
    for name in ("enterprise", "enterprise2", "county", "county2"):
        assert projects.visible_to(Account.objects.get(username=name)).exists(), name


def test_parks_have_tenants_checklists_figures_and_somebody_who_speaks_for_one() -> None:
    assert Tenant.objects.exists()
    assert set(Facility.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    assert YearFigures.objects.filter(year=TODAY.year, state="confirmed").exists()
    assert set(Demonstration.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    speaker = Account.objects.get(username="enterprise3")
    assert Tenant.objects.filter(park__representations__account=speaker).exists()


def test_officers_have_enterprises_visits_and_plans_and_one_is_on_leave() -> None:
    for name in ("county", "county2", "city"):
        officer = Account.objects.get(username=name)
        assert Assignment.objects.filter(officer=officer, until=None).exists(), name
        assert Visit.objects.filter(officer=officer).exists(), name
        assert Planned.objects.filter(officer=officer, state="planned").exists(), name
    assert Case.objects.filter(origin=Case.Origin.VISIT).exists()
    assert HandOver.objects.filter(done_at=None).exists()


def test_what_is_reported_of_the_targets_reaches_back_and_something_waits() -> None:
    assert Value.objects.filter(period__lt=date(TODAY.year - 1, 1, 1)).exists()
    assert set(Reported.objects.values_list("state", flat=True)) == {"confirmed", "proposed"}
    assert YearlyReport.objects.get().state == "proposed"


def test_units_were_urged_one_is_held_to_account_and_months_are_signed() -> None:
    assert {"sent", "accepted"} <= set(Letter.objects.values_list("state", flat=True))
    assert Accountability.objects.get().view
    months = Reconciliation.objects.order_by("month", "pk").values_list("state", flat=True)
    assert list(months) == ["signed", "signed", "signed", "open"]
    assert set(Scored.objects.values_list("kind", "state")) == {
        ("scoreboard", "published"),
        ("bulletin", "published"),
    }
