"""The pages of coordination meetings."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.meetings import actions
from banyan.desk.meetings.models import Decision, Meeting
from desk.making import Making
from desk.meetings.coordinating import THERE, Coordinating

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(making: Making) -> Coordinating:
    return Coordinating(making)


def _client(actor: Actor) -> Client:
    client = Client(headers={"accept-language": "en"})
    assert actor.account is not None
    client.force_login(actor.account)
    return client


def test_a_meeting_is_planned_held_and_signed_in_the_browser(here: Coordinating) -> None:
    late = here.case("逾期的停电", due_on=timezone.localdate() - timedelta(days=1))
    first, second = _client(here.officer()), _client(here.officer("second"))
    unit = here.unit()
    first.post(
        "/meetings/plan/",
        {
            "kind": "ordinary",
            "title": "协调会",
            "day": timezone.localdate().isoformat(),
            "starts": "09:00",
            "place": "政务中心",
            "chair": "县长",
            "units": [unit.pk],
        },
    )
    meeting = Meeting.objects.get()
    address = f"/meetings/{meeting.pk}/"
    assert "逾期的停电" in first.get(address).content.decode()
    change = f"{address}change/"
    first.post(change, {"do": "add", "cases": [late.pk], f"why-{late.pk}": "overdue"})
    item = meeting.items.get()
    first.post(change, {"do": "note", "item": item.pk, "said": "供电公司月底前增容。"})
    decided = {"what": "完成增容", "lead": unit.pk, "due_on": here.due().isoformat()}
    first.post(change, {"do": "decide", "item": item.pk, **decided})
    first.post(change, {"do": "submit"})
    second.post(f"{address}sign/", {"decision": "confirm"})
    page = second.get(address).content.decode()
    assert "Minutes No. 1" in page
    assert Decision.objects.get().done_as is not None
    docx = second.get(f"{address}minutes.docx")
    assert docx.content.startswith(b"PK")
    assert "供电公司月底前增容。" in first.get(f"/cases/{late.pk}/").content.decode()
    of_unit = _client(here.of_unit())
    assert "完成增容" in of_unit.get("/todo/").content.decode()


def test_a_decision_that_is_not_complete_is_shown_again(here: Coordinating) -> None:
    meeting = here.meeting()
    item = here.item(meeting)
    page = _client(here.officer()).post(
        f"/meetings/{meeting.pk}/change/", {"do": "decide", "item": item.pk, "what": "完成增容"}
    )
    assert page.status_code == 422
    assert "完成增容" in page.content.decode()


def test_who_does_not_hold_the_meeting_reads_and_changes_nothing(here: Coordinating) -> None:
    meeting = here.meeting()
    city = _client(here.city())
    assert "Put on the agenda" not in city.get(f"/meetings/{meeting.pk}/").content.decode()
    refused = city.post(f"/meetings/{meeting.pk}/change/", {"do": "add_free", "title": "x"})
    assert refused.status_code == 403


def test_another_countys_meeting_is_not_found(here: Coordinating) -> None:
    meeting = here.meeting()
    page = _client(here.officer(county=THERE)).get(f"/meetings/{meeting.pk}/")
    assert page.status_code == 404


def test_minutes_that_are_not_signed_have_no_file(here: Coordinating) -> None:
    meeting = here.meeting()
    assert _client(here.officer()).get(f"/meetings/{meeting.pk}/minutes.pdf").status_code == 404


def test_the_list_shows_what_was_decided_and_is_not_done(here: Coordinating) -> None:
    actions.sign_minutes(here.officer("second"), here.submitted())
    assert "完成增容" in _client(here.officer()).get("/meetings/").content.decode()


def test_an_invitation_of_nobody_is_refused(here: Coordinating) -> None:
    meeting = here.meeting()
    page = _client(here.officer()).post(
        f"/meetings/{meeting.pk}/change/", {"do": "invite"}, follow=True
    )
    assert "Choose whom to invite." in page.text
