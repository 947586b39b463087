"""Experts score without knowing whose application it is, and without each other."""

from __future__ import annotations

import re

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.urls import reverse
from django.utils import translation

from banyan.desk.applications.actions import evidence, moving, scoring
from banyan.desk.applications.actions.scoring import mean
from banyan.desk.applications.blind import HIDDEN, blind_rows
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.models import Application, Assignment, Evidence, Score
from banyan.desk.audit import Actor
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records.models import FACTS
from desk.applications.applying import PLAIN, SCORED, Applying
from desk.making import Making

pytestmark = pytest.mark.django_db


@pytest.fixture
def applying(making: Making) -> Applying:
    return Applying(making).verified()


def _page(actor: Actor, assignment: Assignment) -> str:
    client = Client()
    client.force_login(actor.account)
    url = reverse("applications:score", args=[assignment.pk])
    return client.get(url).content.decode()


@pytest.mark.parametrize(
    ("points", "expected"), [([80, 85, 90], 85), ([80, 81], 81), ([0, 0, 1], 0), ([100], 100)]
)
def test_the_mean_is_whole_and_rounded_half_up(points: list[int], expected: int) -> None:
    assert mean(points) == expected


def test_the_mean_of_the_points_becomes_the_records_score(applying: Applying) -> None:
    concluded = moving.conclude(applying.city, applying.scored(80, 85, 92))
    moving.approve(applying.finance, concluded)
    record = FACTS["collaborations"].objects.get(organization=applying.organization)
    assert record.score == 86


def test_a_measure_without_places_is_not_scored(applying: Applying) -> None:
    application = applying.with_city(PLAIN)
    with pytest.raises(RefusedError):
        moving.to_experts(applying.city, application)


def test_a_measure_with_places_does_not_go_on_unscored(applying: Applying) -> None:
    application = applying.with_city(SCORED)
    with pytest.raises(RefusedError):
        moving.forward(applying.city, application)
    application.refresh_from_db()
    scored = moving.to_experts(applying.city, application)
    applying.gives(applying.asked(scored, 1), 80)
    with pytest.raises(RefusedError), translation.override("en"):
        moving.conclude(applying.city, scored)


def test_nothing_is_shown_before_the_expert_has_declared(applying: Applying) -> None:
    one = applying.asked(applying.scoring())
    expert = applying.expert(1)
    assert "300,000" not in _page(expert, one)
    scoring.declare_interest(expert, one, "")
    assert "300,000" in _page(expert, one)


def test_an_expert_reads_no_name_code_or_person(applying: Applying) -> None:
    one = applying.asked(applying.scoring())
    expert = applying.expert(1)
    scoring.declare_interest(expert, one, "")
    page = _page(expert, one)
    organization = applying.organization
    for secret in (organization.name, organization.pk, applying.applicant.account.username):
        assert secret not in page


def test_a_name_within_a_text_is_struck_out(applying: Applying) -> None:
    application = applying.draft("industrial_software")
    row = applying.add(application, "recognitions")
    applying.fill(row, subject=f"{applying.organization.name}排产系统", recognized_on="2026-03-01")
    said = str([blind.cells for blind in blind_rows(application)])
    assert applying.organization.name not in said
    assert f"{HIDDEN}排产系统" in said


def test_an_expert_sees_only_evidence_that_names_nobody(applying: Applying) -> None:
    application = applying.scoring()
    proof = Evidence.objects.get(row__application=application)
    expert = applying.expert(1)
    scoring.declare_interest(expert, applying.asked(application), "")
    client = Client()
    client.force_login(expert.account)
    url = reverse("applications:evidence", args=[proof.pk])
    assert client.get(url).status_code == 404
    evidence.mark_anonymous(applying.city, proof, True)
    response = client.get(url)
    assert response.status_code == 200
    assert "proof" not in response["Content-Disposition"]


def test_a_conflict_recuses_and_another_is_asked(applying: Applying) -> None:
    application = applying.scoring()
    one = applying.asked(application, 1)
    recused = scoring.declare_interest(applying.expert(1), one, "a cousin works there")
    assert recused.state == Assignment.State.RECUSED
    told = Message.objects.filter(account=applying.city.account).latest("pk")
    assert told.kind == "applications.recused"
    assert "300,000" not in _page(applying.expert(1), one)
    with pytest.raises(MovedError):
        scoring.score(applying.expert(1), one, {})
    for number in (2, 3, 4):
        applying.gives(applying.asked(application, number), 70)
    told = Message.objects.filter(account=applying.city.account).latest("pk")
    assert told.kind == "applications.scored"
    assert moving.conclude(applying.city, application).state == "finance_review"


def test_experts_do_not_see_each_others_points(applying: Applying) -> None:
    application = applying.scoring()
    applying.gives(applying.asked(application, 1), 73)
    second = applying.asked(application, 2)
    scoring.declare_interest(applying.expert(2), second, "")
    page = _page(applying.expert(2), second)
    assert re.search(r"\b73\b", page) is None
    assert "well founded" not in page
    client = Client()
    client.force_login(applying.expert(2).account)
    first = Assignment.objects.get(expert=applying.expert(1).account)
    assert client.get(reverse("applications:score", args=[first.pk])).status_code == 404


def test_an_expert_cannot_open_the_application_itself(applying: Applying) -> None:
    application = applying.scoring()
    applying.asked(application)
    expert = applying.expert(1)
    assert not Application.objects.visible_to(expert.account).exists()
    client = Client()
    client.force_login(expert.account)
    url = reverse("applications:application", args=[application.pk])
    assert client.get(url).status_code == 403


def test_points_are_whole_from_0_to_100_with_reasons_and_given_once(applying: Applying) -> None:
    application = applying.scoring()
    one = applying.asked(application)
    expert = applying.expert(1)
    scoring.declare_interest(expert, one, "")
    (row,) = scoring.scored_rows(application)
    for points, reasons in ((101, "good"), (-1, "good"), (80, " ")):
        with pytest.raises(RefusedError):
            scoring.score(expert, one, {row.pk: (points, reasons)})
    scoring.score(expert, one, {row.pk: (80, "good")})
    with pytest.raises(MovedError):
        scoring.score(expert, one, {row.pk: (90, "better")})
    assert [score.points for score in Score.objects.all()] == [80]


def test_another_expert_does_not_score_in_ones_place(applying: Applying) -> None:
    one = applying.asked(applying.scoring())
    with pytest.raises(PermissionDenied):
        scoring.declare_interest(applying.expert(2), one, "")


def test_who_speaks_for_the_applicant_is_not_asked(applying: Applying) -> None:
    application = applying.scoring()
    expert = applying.expert(1)
    applying.making.representation(expert.account, applying.organization)
    with pytest.raises(RefusedError):
        scoring.assign_expert(applying.city, application, expert.account)


def test_an_expert_has_an_obligation_that_names_nobody(applying: Applying) -> None:
    one = applying.asked(applying.scoring())
    obligation = Obligation.objects.get(kind="applications.score")
    assert obligation.account == applying.expert(1).account
    assert obligation.organization == ""
    assert applying.organization.name not in str(obligation.words)
    applying.gives(one, 80)
    obligation.refresh_from_db()
    assert obligation.state == Obligation.State.DONE


def test_only_the_city_asks_experts(applying: Applying) -> None:
    application = applying.scoring()
    with pytest.raises(PermissionDenied):
        scoring.assign_expert(
            applying.county, application, applying.making.account(Role.EXPERT, username="e")
        )


def test_the_city_need_not_wait_for_an_expert_who_does_not_score(applying: Applying) -> None:
    application = applying.scoring()
    silent = applying.asked(application, 1)
    for number in (2, 3, 4):
        applying.gives(applying.asked(application, number), 70)
    with pytest.raises(RefusedError):
        moving.conclude(applying.city, application)
    application.refresh_from_db()
    client = Client()
    client.force_login(applying.city.account)
    client.post(reverse("applications:release", args=[silent.pk]))
    with pytest.raises(MovedError):
        scoring.declare_interest(applying.expert(1), silent, "")
    told = Message.objects.filter(account=applying.expert(1).account).latest("pk")
    assert told.kind == "applications.released"
    waiting = Obligation.objects.get(kind="applications.score", account=applying.expert(1).account)
    assert waiting.state == Obligation.State.DROPPED
    assert moving.conclude(applying.city, application).state == "finance_review"


def test_an_expert_who_has_scored_is_not_released(applying: Applying) -> None:
    scored = applying.gives(applying.asked(applying.scoring()), 70)
    with pytest.raises(MovedError):
        scoring.release_expert(applying.city, scored)


def test_a_county_officer_does_not_learn_who_scores(applying: Applying) -> None:
    application = applying.scoring()
    asked = applying.asked(application)
    for actor, told in ((applying.city, True), (applying.county, False)):
        client = Client()
        client.force_login(actor.account)
        page = client.get(reverse("applications:application", args=[application.pk]))
        assert (str(asked.expert) in page.content.decode()) is told


def test_what_experts_have_judged_is_not_returned_to_be_changed(applying: Applying) -> None:
    concluded = moving.conclude(applying.city, applying.scored())
    back = moving.hand_back(applying.finance, concluded, "which devices?")
    with pytest.raises(RefusedError):
        moving.give_back(applying.city, back, "the contract")
