"""Who is responsible for which enterprise: named, replaced, handed over, asked for."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.visits import duties, importing
from banyan.desk.visits.actions import assigning, handing
from banyan.desk.visits.models import Assignment, HandOver, Planned
from desk.making import Making
from desk.visits.visiting import HERE, TASK, THERE, Kind, Visiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def visiting(making: Making) -> Visiting:
    return Visiting(making)


def _open(kind: str) -> list[Obligation]:
    return list(Obligation.objects.open().filter(kind=kind))


def _lock(account: Account) -> None:
    Account.objects.filter(pk=account.pk).update(is_active=False)


def test_officer_and_enterprise_are_told_who_is_responsible(visiting: Visiting) -> None:
    speaker = visiting.speaker()
    visiting.assigned()
    told = {one.account_id: one.kind for one in Message.objects.all()}
    assert told == {
        speaker.account.pk: "visits.your_officer",
        visiting.officer().account.pk: "visits.yours",
    }


def test_another_officer_replaces_the_first_whose_time_stays_readable(visiting: Visiting) -> None:
    first = visiting.assigned()
    second = visiting.officer(2)
    assigning.assign(visiting.keeper(), visiting.organization(), second.account, Kind.VISIT, "换岗")
    first.refresh_from_db()
    assert (first.ended_why, first.ended_note) == ("replaced", "换岗")
    assert Assignment.objects.get(until__isnull=True).officer == second.account


def test_the_same_officer_is_not_named_twice(visiting: Visiting) -> None:
    visiting.assigned()
    with pytest.raises(RefusedError, match="already"):
        visiting.assigned()


def test_a_county_names_its_own_officers_for_its_own_enterprises(visiting: Visiting) -> None:
    organization = visiting.organization()
    with pytest.raises(RefusedError):
        assigning.assign(
            visiting.keeper(), organization, visiting.officer(county=THERE).account, Kind.VISIT
        )
    with pytest.raises(RefusedError, match="the city names others"):
        assigning.assign(visiting.keeper(), organization, visiting.department().account, Kind.VISIT)
    with pytest.raises(PermissionDenied):
        assigning.assign(
            visiting.keeper(THERE), organization, visiting.officer().account, Kind.VISIT
        )
    made = assigning.assign(
        visiting.city(), organization, visiting.department().account, Kind.VISIT
    )
    assert made.unit.code == "commerce"


def test_service_officers_are_for_enterprises_that_are_srdi_today(visiting: Visiting) -> None:
    visiting.organization(1)
    visiting.srdi(2, expires=timezone.localdate())
    visiting.srdi(3)
    for number in (1, 2):
        with pytest.raises(RefusedError, match="SRDI"):
            visiting.assigned(number, kind=Kind.SERVICE)
    assert visiting.assigned(3, kind=Kind.SERVICE).kind == "service"


def test_an_enterprise_has_both_kinds_of_officer(visiting: Visiting) -> None:
    visiting.srdi()
    visiting.assigned(kind=Kind.VISIT)
    visiting.assigned(officer=visiting.officer(2), kind=Kind.SERVICE)
    assert Assignment.objects.filter(until__isnull=True).count() == 2


def test_many_are_given_at_once_and_those_who_have_an_officer_keep_theirs(
    visiting: Visiting,
) -> None:
    visiting.assigned(1)
    codes = [visiting.organization(number).pk for number in (1, 2, 3)]
    second = visiting.officer(2)
    made = assigning.assign_many(visiting.keeper(), codes, second.account, Kind.VISIT)
    assert len(made) == 2
    assert Assignment.objects.get(organization=codes[0]).officer == visiting.officer().account
    assert Message.objects.filter(account=second.account).count() == 1


def test_what_ended_needs_a_reason(visiting: Visiting) -> None:
    assigned = visiting.assigned()
    with pytest.raises(RefusedError, match="why nobody"):
        assigning.release(visiting.keeper(), assigned, " ")
    planned = visiting.planned()
    assigning.release(visiting.keeper(), assigned, "企业已迁出")
    planned.refresh_from_db()
    assert planned.state == Planned.State.DROPPED
    assert not _open("visits.hold")


def test_a_county_is_asked_once_for_service_officers_and_no_longer_when_all_are_named(
    visiting: Visiting,
) -> None:
    visiting.keeper()
    visiting.srdi(1)
    visiting.srdi(2)
    today = timezone.localdate()
    for _again in range(2):
        duties.on_day(TASK, today)
    [asked] = _open(duties.APPOINT)
    assert (asked.role, asked.county, asked.words) == ("county", HERE, {"count": 2})
    visiting.assigned(1, kind=Kind.SERVICE)
    assert _open(duties.APPOINT)
    visiting.assigned(2, kind=Kind.SERVICE)
    assert not _open(duties.APPOINT)


def test_a_recognition_that_runs_out_is_asked_for_no_longer(visiting: Visiting) -> None:
    visiting.keeper()
    visiting.srdi(1, expires=timezone.localdate() + timedelta(days=1))
    duties.on_day(TASK, timezone.localdate())
    assert _open(duties.APPOINT)
    Recognition = visiting.organization().recognitions.model  # noqa: N806
    Recognition.objects.update(expires_on=timezone.localdate())
    duties.on_day(TASK, timezone.localdate())
    assert not _open(duties.APPOINT)


def test_a_closed_account_must_be_handed_over_and_both_are_told(visiting: Visiting) -> None:
    officer = visiting.officer().account
    visiting.assigned(1)
    visiting.planned(2)
    _lock(officer)
    for _again in range(2):
        duties.on_day(TASK, timezone.localdate())
    [asked] = _open(duties.HAND_OVER)
    assert asked.unit == officer.unit
    handing.hand_over(visiting.keeper(), officer, visiting.officer(2).account)
    assert not _open(duties.HAND_OVER)
    assert HandOver.objects.get().done_at is not None
    held = Assignment.objects.filter(until__isnull=True)
    assert {one.officer for one in held} == {visiting.officer(2).account}
    assert Assignment.objects.filter(ended_why="handed_over", officer=officer).count() == 2
    assert Planned.objects.get().officer == visiting.officer(2).account
    assert [one.account for one in _open("visits.hold")] == [visiting.officer(2).account]
    duties.on_day(TASK, timezone.localdate())
    assert not _open(duties.HAND_OVER)


def test_who_works_elsewhere_now_hands_over_and_who_comes_back_does_not(
    visiting: Visiting,
) -> None:
    officer = visiting.assigned().officer
    home, elsewhere = officer.unit, visiting.officer(county=THERE).account.unit
    Account.objects.filter(pk=officer.pk).update(unit=elsewhere)
    duties.on_day(TASK, timezone.localdate())
    assert [one.unit for one in _open(duties.HAND_OVER)] == [home]
    Account.objects.filter(pk=officer.pk).update(unit=home)
    duties.on_day(TASK, timezone.localdate())
    assert not _open(duties.HAND_OVER)


def test_a_department_hands_over_what_somebody_who_left_it_had(visiting: Visiting) -> None:
    gone, stays = visiting.department(), visiting.department().account.unit
    visiting.assigned(officer=gone)
    successor = visiting.making.account(Role.DEPARTMENT, "stays")
    Account.objects.filter(pk=successor.pk).update(unit=stays)
    Account.objects.filter(pk=gone.account.pk).update(unit=visiting.making.unit("elsewhere"))
    duties.on_day(TASK, timezone.localdate())
    assert [one.unit for one in _open(duties.HAND_OVER)] == [stays]
    successor = Account.objects.select_related("unit").get(pk=successor.pk)
    handing.hand_over(Actor(successor), gone.account, successor)
    assert not _open(duties.HAND_OVER)


def test_long_leave_is_handed_over_in_part_and_the_rest_stays(visiting: Visiting) -> None:
    rows = [visiting.assigned(number) for number in (1, 2)]
    officer = visiting.officer()
    leave = handing.report_leave(officer, officer.account)
    duties.on_day(TASK, timezone.localdate())
    second = visiting.officer(2)
    handing.hand_over(visiting.keeper(), officer.account, second.account, [rows[0].pk])
    assert _open(duties.HAND_OVER)
    told = Message.objects.filter(account=officer.account, kind="visits.handed_over")
    assert told.count() == 1
    handing.end_leave(officer, leave)
    assert not _open(duties.HAND_OVER)
    assert Assignment.objects.get(pk=rows[1].pk).until is None


def test_nobody_takes_on_what_another_county_keeps(visiting: Visiting) -> None:
    officer = visiting.assigned().officer
    stranger = visiting.officer(county=THERE)
    with pytest.raises(RefusedError):
        handing.hand_over(visiting.city(), officer, stranger.account)
    with pytest.raises(RefusedError):
        handing.hand_over(visiting.keeper(THERE), officer, stranger.account)


def _read(visiting: Visiting, folder: Path, *rows: str, actor: Actor | None = None) -> object:
    who = actor or visiting.keeper()
    path = folder / "list.csv"
    path.write_text("\n".join(["organization,officer,kind", *rows]), encoding="utf-8")
    return importing.read_list(path, "list.csv", who.account)


def test_a_list_is_written_whole_and_the_same_list_changes_nothing(
    visiting: Visiting, tmp_path: Path
) -> None:
    codes = [visiting.organization(1).pk, visiting.srdi(2).pk]
    name = visiting.officer().account.username
    visiting.assigned(1, officer=visiting.officer(2))
    read = _read(visiting, tmp_path, f"{codes[0]},{name},visit", f"{codes[1]},{name},服务专员")
    assert read.faults == []
    counts = assigning.import_assignments(visiting.keeper(), read.given, "list.csv")
    assert counts == {"new": 1, "changed": 1, "same": 0}
    counts = assigning.import_assignments(visiting.keeper(), read.given, "list.csv")
    assert counts == {"new": 0, "changed": 0, "same": 2}


def test_every_fault_of_a_list_is_told_by_its_row(visiting: Visiting, tmp_path: Path) -> None:
    code, name = visiting.organization(1).pk, visiting.officer().account.username
    other = visiting.organization(2, THERE).pk
    read = _read(
        visiting,
        tmp_path,
        f"{code},{name},visit",
        f"{code},{name},visit",
        f"{other},{name},visit",
        f"{code},nobody,visit",
        f"{code},{name},service",
        f"{code},{name},boss",
    )
    faults = [(one.row, one.column) for one in read.faults]
    columns = list(importing.headings().values())
    assert faults == [
        (2, columns[0]),
        (3, columns[0]),
        (4, columns[1]),
        (4, columns[0]),
        (5, columns[2]),
        (6, columns[2]),
    ]
