"""What several people of one enterprise write is saved at once, and nobody overwrites another."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from banyan.desk.applications.actions import drafting
from banyan.desk.applications.errors import OverwrittenError
from banyan.desk.applications.models import ProposedRow
from banyan.desk.audit import Actor
from banyan.desk.people.roles import Role
from desk.applications.applying import Applying
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making).verified()


@pytest.fixture
def colleague(applying: Applying) -> Actor:
    account = applying.making.account(Role.ENTERPRISE, username="colleague")
    applying.making.representation(account, applying.organization)
    return Actor(account)


@pytest.fixture
def row(applying: Applying) -> ProposedRow:
    return applying.add(applying.draft(), "cloud_years")


def _client(actor: Actor) -> Client:
    client = Client()
    client.force_login(actor.account)
    return client


def test_the_later_of_two_is_told_who_wrote_what(
    applying: Applying, colleague: Actor, row: ProposedRow
) -> None:
    seen = row.version
    drafting.say(colleague, row, "devices", "12", seen)
    with pytest.raises(OverwrittenError) as refused:
        drafting.say(applying.applicant, row, "devices", "15", seen)
    assert refused.value.cell["value"] == "12"
    assert refused.value.cell["by"] == "colleague"
    row.refresh_from_db()
    assert row.said["devices"]["value"] == "12"


def test_what_two_write_in_different_places_both_stays(
    applying: Applying, colleague: Actor, row: ProposedRow
) -> None:
    seen = row.version
    drafting.say(colleague, row, "devices", "12", seen)
    row = drafting.say(applying.applicant, row, "software_cost", "300", seen)
    assert {name: cell["value"] for name, cell in row.said.items()} == {
        "devices": "12",
        "software_cost": "300",
    }


def test_who_has_seen_what_the_other_wrote_may_write_over_it(
    applying: Applying, colleague: Actor, row: ProposedRow
) -> None:
    row = drafting.say(colleague, row, "devices", "12", row.version)
    row = drafting.say(applying.applicant, row, "devices", "15", row.version)
    assert row.said["devices"]["value"] == "15"


def test_a_page_saves_a_field_as_it_is_left_and_says_what_still_lacks(
    applying: Applying, row: ProposedRow
) -> None:
    response = _client(applying.applicant).post(
        reverse("applications:say", args=[row.pk]),
        {"column": "devices", "seen": row.version, "devices": " 1,200 "},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    row.refresh_from_db()
    assert row.said["devices"]["value"] == "1200"
    assert f'id="cell-{row.pk}-devices"' in page
    assert 'hx-swap-oob="true"' in page
    assert "said" in response["HX-Trigger"]


def test_a_page_shows_both_where_two_wrote(
    applying: Applying, colleague: Actor, row: ProposedRow
) -> None:
    drafting.say(colleague, row, "devices", "12", row.version)
    response = _client(applying.applicant).post(
        reverse("applications:say", args=[row.pk]),
        {"column": "devices", "seen": 0, "devices": "15"},
        headers={"HX-Request": "true"},
    )
    page = response.content.decode()
    assert "colleague" in page
    assert "“12”" in page
    assert "“15”" in page


def test_without_javascript_the_whole_row_is_saved(applying: Applying, row: ProposedRow) -> None:
    response = _client(applying.applicant).post(
        reverse("applications:say", args=[row.pk]),
        {"seen": 0, "devices": "12", "software_cost": "5", "infrastructure_cost": "0"},
    )
    assert response.status_code == 302
    row.refresh_from_db()
    assert row.said["software_cost"]["value"] == "5"


def test_a_draft_is_resumed_as_it_was_left(applying: Applying, row: ProposedRow) -> None:
    drafting.say(applying.applicant, row, "software_cost", "123456.78", 0)
    page = _client(applying.applicant).get(reverse("applications:form", args=[row.application_id]))
    assert 'value="123456.78"' in page.content.decode()


def test_what_is_submitted_is_not_written_any_more(applying: Applying) -> None:
    application = applying.submitted()
    row = application.rows.get(table="cloud_years")
    response = _client(applying.applicant).post(
        reverse("applications:say", args=[row.pk]),
        {"column": "devices", "seen": 99, "devices": "1"},
        headers={"HX-Request": "true"},
    )
    assert response["HX-Redirect"] == reverse("applications:application", args=[application.pk])
    row.refresh_from_db()
    assert row.said["devices"]["value"] == "10"


def test_another_enterprise_does_not_write_it(applying: Applying, row: ProposedRow) -> None:
    stranger = applying.making.actor(Role.ENTERPRISE, username="stranger")
    applying.making.representation(stranger.account, applying.making.organization(2))
    response = _client(stranger).post(
        reverse("applications:say", args=[row.pk]), {"column": "devices", "devices": "1"}
    )
    assert response.status_code == 404
