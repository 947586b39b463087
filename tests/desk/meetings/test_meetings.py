"""Coordination meetings: agenda, minutes, and decisions that become somebody's to-do."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone, translation
from docx import Document

from banyan.desk.audit import RefusedError
from banyan.desk.cases.models import Case
from banyan.desk.meetings import actions
from banyan.desk.meetings.agenda import suggestions
from banyan.desk.meetings.minutes import document
from banyan.desk.meetings.models import Decision, Meeting, Minutes
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from desk.making import Making
from desk.meetings.coordinating import THERE, Coordinating

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def here(making: Making) -> Coordinating:
    return Coordinating(making)


def _suggested(here: Coordinating, meeting: Meeting, account: object = None) -> dict[str, str]:
    found = suggestions(here.officer().account, meeting, timezone.localdate())
    return {one.case.title: one.why for one in found if one.case is not None}


def test_the_agenda_is_proposed_from_what_is_stuck(here: Coordinating) -> None:
    today = timezone.localdate()
    here.case("在期", due_on=today)
    here.case("逾期", due_on=today - timedelta(days=1))
    here.case("争议", state="disputed", due_on=today + timedelta(days=1))
    here.case("久停", state="paused", paused_on=today - timedelta(days=31), due_on=None)
    here.case("初停", state="paused", paused_on=today - timedelta(days=2), due_on=None)
    here.case("别县逾期", THERE, due_on=today - timedelta(days=1))
    assert _suggested(here, here.meeting()) == {
        "争议": "disputed",
        "逾期": "overdue",
        "久停": "paused",
    }


def test_what_is_on_the_agenda_is_not_proposed_again(here: Coordinating) -> None:
    case = here.case("逾期", due_on=timezone.localdate() - timedelta(days=1))
    meeting = here.meeting()
    actions.add_item(here.officer(), meeting, case=case, why="overdue")
    assert _suggested(here, meeting) == {}
    with pytest.raises(RefusedError, match="on the agenda already"):
        actions.add_item(here.officer(), meeting, case=case)


def test_the_city_is_shown_the_citys_ledger(here: Coordinating) -> None:
    late = timezone.localdate() - timedelta(days=1)
    here.case("县级逾期", due_on=late)
    here.case("已升级", level="city", due_on=late)
    meeting = here.meeting(here.city())
    found = suggestions(here.city().account, meeting, timezone.localdate())
    assert [one.case.title for one in found if one.case is not None] == ["已升级"]


def test_points_change_places(here: Coordinating) -> None:
    meeting = here.meeting()
    first, second = here.item(meeting, "一"), here.item(meeting, "二")
    actions.move_item(here.officer(), second, up=True)
    assert [one.title for one in meeting.items.all()] == ["二", "一"]
    actions.move_item(here.officer(), first, up=False)
    assert [one.title for one in meeting.items.all()] == ["二", "一"]


def test_invited_units_are_told_once_and_see_the_meeting(here: Coordinating) -> None:
    of_unit = here.of_unit()
    meeting = here.meeting()
    actions.invite(here.officer(), meeting, [here.unit()])
    assert Message.objects.filter(account=of_unit.account).count() == 1
    assert list(Meeting.objects.visible_to(of_unit.account)) == [meeting]
    assert not Meeting.objects.visible_to(here.officer(county=THERE).account).exists()


def test_a_signed_decision_is_in_the_units_to_do(here: Coordinating) -> None:
    signing = here.submitted()
    assert not Case.objects.exists()
    actions.sign_minutes(here.officer("second"), signing)
    case = Case.objects.get()
    decision = Decision.objects.get()
    assert (case.kind, case.lead, case.state) == ("decision", here.unit(), "under_way")
    assert decision.done_as == case
    todo = Obligation.objects.held_by(here.of_unit().account).get()
    assert todo.link == f"/cases/{case.pk}/"
    assert todo.due_on == case.due_on


def test_units_that_help_with_a_decision_are_asked_in_its_case(here: Coordinating) -> None:
    meeting = here.meeting()
    item = here.item(meeting)
    bureau = here.making.unit("bureau")
    actions.decide(
        here.officer(),
        item,
        what="完成增容",
        lead=here.unit(),
        due_on=here.due(),
        helping=[bureau, here.unit()],
    )
    signing = actions.submit_minutes(here.officer(), meeting)
    minutes = actions.sign_minutes(here.officer("second"), signing)
    asked = Case.objects.get().help.get()
    assert (asked.unit, asked.what) == (bureau, "完成增容")
    todo = Obligation.objects.get(kind="cases.help")
    assert todo.unit == bureau
    (decision,) = minutes.content["items"][0]["decisions"]
    assert [unit["en"] for unit in decision["helping"]] == ["bureau"]


def test_a_decision_is_due_on_the_last_working_day_until_its_date(here: Coordinating) -> None:
    actions.sign_minutes(here.officer("second"), here.submitted())
    assert Case.objects.get().due_on <= here.due()


def test_whoever_submits_the_minutes_does_not_sign_them(here: Coordinating) -> None:
    with pytest.raises(RefusedError, match="cannot confirm"):
        actions.sign_minutes(here.officer(), here.submitted())
    assert not Minutes.objects.exists()


def test_another_countys_officer_does_not_sign(here: Coordinating) -> None:
    with pytest.raises(PermissionDenied):
        actions.sign_minutes(here.officer(county=THERE), here.submitted())


def test_minutes_are_not_changed_while_they_lie_before_the_second_person(
    here: Coordinating,
) -> None:
    signing = here.submitted()
    item = signing.meeting.items.get()
    with pytest.raises(RefusedError, match="take them back"):
        actions.note(here.officer(), item, "另一说法")
    actions.return_minutes(here.officer("second"), signing, "单位写错了")
    actions.note(here.officer(), item, "另一说法")
    actions.sign_minutes(
        here.officer("second"), actions.submit_minutes(here.officer(), signing.meeting)
    )
    with pytest.raises(RefusedError, match="cannot be changed"):
        actions.note(here.officer(), item, "第三种说法")


def test_minutes_are_numbered_by_who_held_the_meeting(here: Coordinating) -> None:
    numbers = []
    for _ in range(2):
        numbers.append(actions.sign_minutes(here.officer("second"), here.submitted()).number)
    assert numbers == [1, 2]


def test_minutes_are_submitted_after_the_meeting(here: Coordinating) -> None:
    meeting = here.meeting(day=timezone.localdate() + timedelta(days=1))
    here.item(meeting)
    with pytest.raises(RefusedError, match="still to come"):
        actions.submit_minutes(here.officer(), meeting)


def test_an_empty_agenda_has_no_minutes(here: Coordinating) -> None:
    with pytest.raises(RefusedError, match="nothing on the agenda"):
        actions.submit_minutes(here.officer(), here.meeting())


def test_signed_minutes_never_change(here: Coordinating) -> None:
    actions.sign_minutes(here.officer("second"), here.submitted())
    with pytest.raises(Error), transaction.atomic():
        Minutes.objects.update(number=7)


def test_the_word_file_says_what_was_decided_and_is_the_same_each_time(
    here: Coordinating,
) -> None:
    minutes = actions.sign_minutes(here.officer("second"), here.submitted())
    first = document(minutes, "docx", "zh")
    text = "\n".join(one.text for one in Document(io.BytesIO(first)).paragraphs)
    for words in ("供电公司月底前增容", "完成增容", "power单位", Case.objects.get().reference):
        assert words in text
    Meeting.objects.update(title="别的题目")
    assert document(Minutes.objects.get(), "docx", "zh") == first


def test_a_meeting_is_called_off_with_a_reason_that_units_read(here: Coordinating) -> None:
    of_unit = here.of_unit()
    meeting = here.meeting()
    with pytest.raises(RefusedError):
        actions.call_off(here.officer(), meeting, "")
    actions.call_off(here.officer(), meeting, "台风")
    told = Message.objects.filter(account=of_unit.account).values_list("kind", flat=True)
    assert set(told) == {"meetings.invited", "meetings.called_off"}
    with pytest.raises(RefusedError):
        here.item(meeting)


def test_a_decision_needs_words_and_a_day_to_come(here: Coordinating) -> None:
    item = here.item(here.meeting())
    given = {"lead": here.unit(), "due_on": here.due()}
    with pytest.raises(RefusedError):
        actions.decide(here.officer(), item, what=" ", **given)
    yesterday = timezone.localdate() - timedelta(days=1)
    with pytest.raises(RefusedError):
        actions.decide(here.officer(), item, **{**given, "what": "x", "due_on": yesterday})
