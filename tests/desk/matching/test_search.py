"""What a search finds, and what a second one makes of it."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.matching import actions, daily, finding
from banyan.desk.matching.exceptions import Word
from banyan.desk.matching.models import Consent, Match, Matching
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.records import actions as records
from banyan.desk.records import claim_actions as claims
from banyan.desk.records.models import FACTS, Organization, Representation, Source
from banyan.rules.errors import UsageError
from desk.making import Making
from desk.matching.entitled import (
    SYSTEM,
    YEAR,
    account_of,
    centre,
    officer,
    search,
    speaker,
    told,
)

RECOGNITIONS: Any = FACTS["recognitions"]


def _only() -> Match:
    return Match.objects.get()


def test_who_is_entitled_without_applying_is_found_with_the_amount(making: Making) -> None:
    organization = centre(making)
    search()
    match = _only()
    assert (match.measure, match.uscc, match.county) == (
        "technology_centre",
        organization.pk,
        organization.county,
    )
    assert match.amount == 30_000_000
    assert match.lines == [{"subject": "R-technology_centre-1", "amount": 30_000_000}]
    assert match.state == "found"


def test_a_measure_that_needs_an_application_is_not_matched(making: Making) -> None:
    organization = centre(making)
    making.fact(
        "recognitions",
        recognition="R-first-set",
        organization=organization,
        kind="first_set_equipment",
        recognized_on=date(YEAR, 3, 1),
        provincial_award=100_000_000,
        verified_at=timezone.now(),
    )
    search()
    assert set(Match.objects.values_list("measure", flat=True)) == {"technology_centre"}


def test_a_record_that_nobody_has_verified_matches_nothing(making: Making) -> None:
    centre(making)
    RECOGNITIONS.objects.update(verified_at=None)
    search()
    assert not Match.objects.exists()
    assert Matching.objects.get(pk=YEAR).left_out["recognitions"] == 1


def test_what_belongs_to_an_unverified_organization_matches_nothing(making: Making) -> None:
    centre(making)
    Organization.objects.update(verified_at=None)
    search()
    assert not Match.objects.exists()


def test_the_same_search_a_second_time_changes_nothing(making: Making) -> None:
    centre(making)
    search()
    before = list(Match.objects.values())
    search()
    assert list(Match.objects.values()) == before
    assert Matching.objects.get(pk=YEAR).counts == {"new": 0, "changed": 0, "same": 1, "gone": 0}


def test_another_amount_follows_and_who_was_told_is_told_of_it(making: Making) -> None:
    match = told(making)
    RECOGNITIONS.objects.update(level="provincial")
    search()
    match.refresh_from_db()
    assert (match.state, match.amount) == ("told", 70_000_000)
    message = Message.objects.get(kind="matching.changed")
    assert message.account == speaker(making)
    assert (message.context["before"], message.context["amount"]) == ("300,000.00", "700,000.00")
    assert Entry.objects.filter(organization=match.uscc, key=str(match.pk)).exists()


def test_what_no_longer_holds_is_gone_and_need_not_be_answered(making: Making) -> None:
    match = told(making)
    RECOGNITIONS.objects.all().delete()
    search()
    match.refresh_from_db()
    assert (match.state, match.amount, match.lines) == ("gone", 0, [])
    assert Obligation.objects.get(kind="matching.confirm").state == "dropped"
    assert Message.objects.filter(kind="matching.gone").count() == 1


def test_of_what_goes_before_anybody_was_told_nobody_is_told(making: Making) -> None:
    centre(making)
    search()
    RECOGNITIONS.objects.all().delete()
    search()
    assert _only().state == "gone"
    assert not Message.objects.exists()


def test_what_was_confirmed_keeps_its_consent_and_comes_back_confirmed(making: Making) -> None:
    match = told(making)
    organization = Organization.objects.get()
    actions.confirm(Actor(speaker(making)), match.uscc, [match.pk], account_of(organization))
    RECOGNITIONS.objects.update(level=None)
    search()
    match.refresh_from_db()
    assert match.state == "gone"
    assert Consent.objects.filter(year=YEAR, measure=match.measure, uscc=match.uscc).exists()
    RECOGNITIONS.objects.update(level="municipal")
    search()
    match.refresh_from_db()
    assert (match.state, match.amount) == ("confirmed", 30_000_000)


def test_who_has_consented_by_an_application_is_not_asked_again(making: Making) -> None:
    organization = centre(making)
    Consent.objects.create(
        year=YEAR, measure="technology_centre", uscc=organization.pk, origin="application"
    )
    search()
    assert _only().state == "confirmed"


def test_what_was_gone_and_comes_back_is_asked_as_if_it_were_new(making: Making) -> None:
    match = told(making)
    RECOGNITIONS.objects.update(level=None)
    search()
    RECOGNITIONS.objects.update(level="municipal")
    search()
    match.refresh_from_db()
    assert (match.state, match.told_at, match.due_on) == ("found", None, None)


def test_a_large_amount_is_held_for_the_county_to_look_at(making: Making) -> None:
    centre(making, level="national")
    search()
    match = _only()
    assert (match.state, match.words) == ("held", [Word.LARGE_AMOUNT])
    obligation = Obligation.objects.get(kind="matching.review")
    assert (obligation.role, obligation.county) == (Role.COUNTY, match.county)


def test_a_place_that_others_can_take_is_held(making: Making) -> None:
    centre(making, kind="innovative_product", level="municipal")
    search()
    assert Word.PROVISIONAL_RANK in _only().words


def test_what_nobody_could_confirm_is_held_until_somebody_is_accepted(making: Making) -> None:
    organization = centre(making, spoken_for=False)
    search()
    assert (_only().state, _only().words) == ("held", [Word.NOBODY_REPRESENTS])
    making.representation(speaker(making), organization)
    search()
    assert (_only().state, _only().words) == ("found", [])
    assert Obligation.objects.get(kind="matching.review").state == "dropped"


def test_a_record_without_a_document_is_held(making: Making) -> None:
    centre(making)
    RECOGNITIONS.objects.update(source=making.source())
    search()
    assert _only().words == [Word.WITHOUT_DOCUMENT]


def test_a_record_of_a_made_up_city_needs_no_document(making: Making) -> None:
    centre(making)
    generated = Source.objects.create(kind=Source.Kind.GENERATED)
    RECOGNITIONS.objects.update(source=generated)
    search()
    assert _only().words == []


def test_the_same_name_in_another_spelling_in_the_history_is_held(making: Making) -> None:
    organization = centre(making, kind="innovative_product", level="municipal")
    RECOGNITIONS.objects.update(subject="高速 冲床（A型）")
    making.fact(
        "history",
        measure="innovative_product",
        uscc=organization.pk,
        award_key="高速冲床(a型)",
        year=2025,
        amount=1,
        verified_at=timezone.now(),
    )
    search()
    assert Word.GRANTED_BEFORE in _only().words


def test_only_the_city_asks_for_a_search_and_in_force_alone(making: Making) -> None:
    with pytest.raises(PermissionDenied):
        actions.match(officer(making, Role.COUNTY), YEAR)
    with pytest.raises(UsageError):
        actions.match(officer(making), 2031)


def test_a_search_is_not_begun_while_one_is_under_way(making: Making) -> None:
    actions.match(officer(making), YEAR)
    with pytest.raises(RefusedError):
        actions.match(officer(making), YEAR)
    Matching.objects.update(progress_at=timezone.now() - timedelta(hours=1))
    actions.match(officer(making), YEAR)  # it must have died


def test_records_that_do_not_hold_together_fail_the_search_and_leave_the_matches(
    making: Making, monkeypatch: pytest.MonkeyPatch
) -> None:
    centre(making)
    search()

    def broken(*_: object, **__: object) -> None:
        raise UsageError("the disk is full")

    monkeypatch.setattr(finding, "settle", broken)
    search()
    row = Matching.objects.get(pk=YEAR)
    assert (row.state, row.fault) == ("failed", "the disk is full")
    assert _only().state == "found"


def test_the_day_searches_anew_only_where_records_have_changed(making: Making) -> None:
    centre(making)
    search()
    assert not daily.is_outdated(YEAR)
    record = RECOGNITIONS.objects.get()
    record.verified_at = None
    record.save()
    records.verify(officer(making), record)
    assert daily.is_outdated(YEAR)
    daily.on_day(SYSTEM, date(YEAR, 11, 24))
    assert Matching.objects.get(pk=YEAR).state == "waiting"


def test_a_representative_who_is_accepted_has_the_day_search_anew(making: Making) -> None:
    organization = centre(making, spoken_for=False)
    search()
    _invitation, code = claims.invite(officer(making), organization)
    claims.make_claim(Actor(speaker(making)), uscc=organization.pk, invitation=code)
    assert Representation.objects.exists()
    assert daily.is_outdated(YEAR)
