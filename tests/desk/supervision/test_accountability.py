"""Accountability: two people, the city government's consent, and the view of those concerned."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.utils import timezone

from banyan.desk.audit import RefusedError
from banyan.desk.obligations.models import Obligation
from banyan.desk.supervision import issuing
from banyan.desk.supervision.actions import accountability as actions
from banyan.desk.supervision.actions import letters
from banyan.desk.supervision.models import Accountability, Ground
from banyan.desk.supervision.proposing import unanswered
from desk.making import Making
from desk.supervision.supervising import Supervising, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making, monkeypatch: pytest.MonkeyPatch) -> Supervising:
    monkeypatch.setattr(issuing, "_files", lambda *_: [])
    return Supervising(making)


def test_two_letters_left_unanswered_propose_it(here: Supervising) -> None:
    first = here.late(here.sent())
    assert unanswered(here.city().account) == []
    letters.urge_again(here.city(), first, "逾期未复")
    here.late(here.sent(here.case("限电", lead=here.power)))
    [found] = unanswered(here.city().account)
    assert (found.name, found.letters, found.asked) == (
        here.power.name,
        2,
        f"unit={here.power.pk}",
    )


def test_those_concerned_state_their_view_once(here: Supervising) -> None:
    made = here.proposed()
    todo = Obligation.objects.held_by(here.of_power().account).get(kind="supervision.state_view")
    assert todo.due_on == made.view_due_on
    with pytest.raises(PermissionDenied):
        actions.state_view(here.of_other_unit(), made, "与我无关")
    actions.state_view(here.of_power(), made, "电网规划未到位。")
    with pytest.raises(RefusedError):
        actions.state_view(here.of_power(), made, "补充")
    todo.refresh_from_db()
    assert todo.state == "done"


def test_it_is_not_in_force_without_the_city_governments_consent(here: Supervising) -> None:
    made = here.proposed()
    actions.state_view(here.of_power(), made, "电网规划未到位。")
    with pytest.raises(RefusedError):
        actions.confirm_accountability(here.city("second"), made)
    with pytest.raises(Error), transaction.atomic():
        Accountability.objects.update(
            state="confirmed",
            decided_by=here.city("second").account.pk,
            decided_at=timezone.now(),
        )


def test_consent_is_a_document_of_a_day_that_is_past(here: Supervising) -> None:
    made, today = here.proposed(), timezone.localdate()
    with pdf() as place:
        for number, day in ((" ", today), ("1号", today + timedelta(days=1))):
            with pytest.raises(RefusedError):
                actions.record_consent(here.city(), made, number, day, place, "批复.pdf")
        with pytest.raises(RefusedError):
            actions.record_consent(here.city(), made, "1号", today, place, "批复.exe")


def test_who_is_concerned_has_time_to_state_a_view_first(here: Supervising) -> None:
    made = here.consented()
    with pytest.raises(RefusedError):
        actions.confirm_accountability(here.city("second"), made)
    Accountability.objects.update(view_due_on=timezone.localdate() - timedelta(days=1))
    actions.confirm_accountability(here.city("second"), made)
    made.refresh_from_db()
    assert made.state == "confirmed"


def test_whoever_proposed_it_does_not_confirm_it(here: Supervising) -> None:
    made = here.consented()
    actions.state_view(here.of_power(), made, "电网规划未到位。")
    with pytest.raises(RefusedError):
        actions.confirm_accountability(here.city(), made)
    with pytest.raises(PermissionDenied):
        actions.confirm_accountability(here.officer(), made)
    actions.confirm_accountability(here.supervisor(), made)


def test_it_is_withdrawn_by_two_people_and_the_record_stays(here: Supervising) -> None:
    made = here.in_force()
    asked = actions.propose_revocation(here.city(), made, "事实有误。")
    with pytest.raises(RefusedError):
        actions.propose_revocation(here.supervisor(), made, "再提")
    with pytest.raises(RefusedError):
        actions.confirm_revocation(here.city(), asked)
    actions.confirm_revocation(here.supervisor(), asked)
    made.refresh_from_db()
    assert (made.state, made.revoked_on) == ("confirmed", timezone.localdate())
    with pytest.raises(RefusedError):
        actions.propose_revocation(here.city(), made, "再撤")
    with pytest.raises(Error), transaction.atomic():
        Accountability.objects.filter(pk=made.pk).delete()
    with pytest.raises(Error), transaction.atomic():
        Ground.objects.all().delete()


def test_letters_of_somebody_else_are_no_grounds(here: Supervising) -> None:
    letter = here.sent(here.case("未派"))
    with pytest.raises(RefusedError):
        actions.propose_accountability(
            here.city(), unit=here.power, sanction="talk", reason="未复", letters=[letter]
        )


def test_the_record_is_seen_by_those_concerned_and_who_supervises(here: Supervising) -> None:
    made = here.in_force()
    seen = {
        actor.account.username
        for actor in (
            *(here.supervisor(), here.city(), here.of_power()),
            *(here.of_other_unit(), here.officer()),
        )
        if Accountability.objects.visible_to(actor.account).filter(pk=made.pk).exists()
    }
    assert seen == {"supervisor", "city-first", "of-power"}
