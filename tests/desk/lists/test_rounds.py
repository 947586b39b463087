"""A round of a list: opened, proposals come, some are taken, a second person publishes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import translation

from banyan.desk.audit import RefusedError
from banyan.desk.lists.actions import deciding, proposing, publishing, rounds
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.models import Candidacy, Entry, Round
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.models import Obligation
from desk.lists.listing import FIRST, THERE, Listing
from desk.making import Making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def in_english() -> Iterator[None]:
    with translation.override("en"):
        yield


@pytest.fixture
def listing(making: Making) -> Listing:
    return Listing(making)


def test_a_county_proposes_and_the_city_takes_some_with_reasons(listing: Listing) -> None:
    round_ = listing.opened()
    first, other = listing.organizations(2)
    listing.speaker(FIRST), listing.speaker(FIRST + 1)
    made = [
        proposing.propose(listing.county, round_, one, listing.said(round_.declared))
        for one in (first, other)
    ]
    deciding.take(listing.city, round_, [made[0].pk], "成长快")
    deciding.refuse(listing.city, round_, [made[1].pk], "投入不足")
    [entry] = listing.published(round_)
    assert (entry.organization, entry.batch, entry.stands) == (first, "raise", True)
    round_.refresh_from_db()
    assert (round_.state, round_.taken) == ("published", 1)
    told = {message.kind: message for message in Message.objects.filter(kind__startswith="lists.")}
    assert told["lists.entered"].account == listing.speaker(FIRST).account
    assert told["lists.refused"].context["reason"] == "投入不足"


def test_what_is_to_be_done_is_an_obligation_of_the_city(listing: Listing) -> None:
    round_ = listing.opened()
    listing.taken(round_, listing.organization())
    assert Obligation.objects.open().get(kind="lists.decide").role == "city"
    asked = publishing.propose_publication(listing.city, round_)
    waits = Obligation.objects.open().get(kind="lists.publish")
    assert waits.not_account == listing.city.account
    publishing.confirm_publication(listing.second, asked)
    assert not Obligation.objects.open().filter(kind__startswith="lists.").exists()


def test_whoever_proposed_the_publication_does_not_confirm_it(listing: Listing) -> None:
    round_ = listing.opened()
    listing.taken(round_, listing.organization())
    asked = publishing.propose_publication(listing.city, round_)
    with pytest.raises(RefusedError):
        publishing.confirm_publication(listing.city, asked)
    assert not Entry.objects.exists()


def test_a_publication_that_is_refused_is_decided_anew(listing: Listing) -> None:
    round_ = listing.opened()
    [candidate] = listing.taken(round_, listing.organization())
    asked = publishing.propose_publication(listing.city, round_)
    with pytest.raises(RefusedError, match="waits for publication"):
        deciding.refuse(listing.city, round_, [candidate.pk], "有误")
    publishing.refuse_publication(listing.second, asked, "请再核实")
    deciding.refuse(listing.city, round_, [candidate.pk], "有误")
    round_.refresh_from_db()
    assert round_.taken == 0


def test_nothing_is_published_before_everybody_is_decided_on(listing: Listing) -> None:
    round_ = listing.opened()
    listing.proposed(round_)
    with pytest.raises(RefusedError, match="1 candidates"):
        publishing.propose_publication(listing.city, round_)


def test_places_are_never_exceeded(listing: Listing) -> None:
    round_ = listing.opened(quota=2)
    found = [listing.proposed(round_, one) for one in listing.organizations(3)]
    with pytest.raises(RefusedError, match="2 places left, and you chose 3"):
        deciding.take(listing.city, round_, [one.pk for one in found], "好")
    deciding.take(listing.city, round_, [one.pk for one in found[:2]], "好")
    with pytest.raises(RefusedError):
        deciding.take(listing.city, round_, [found[2].pk], "好")
    deciding.refuse(listing.city, round_, [found[0].pk], "改变决定")
    assert deciding.take(listing.city, round_, [found[2].pk], "递补") == 1


def test_the_database_itself_counts_places(listing: Listing) -> None:
    round_ = listing.opened(quota=1)
    with pytest.raises(IntegrityError), transaction.atomic():
        Round.objects.filter(pk=round_.pk).update(taken=2)


def test_the_rounds_of_a_year_share_its_places(listing: Listing) -> None:
    listing.opened(quota=499)
    with pytest.raises(RefusedError, match="1 places left"):
        listing.opened(quota=2)
    assert listing.opened().quota == 1
    with pytest.raises(RefusedError, match="All places"):
        listing.opened()


def test_places_that_a_published_round_did_not_use_are_free(listing: Listing) -> None:
    round_ = listing.opened(quota=500)
    listing.taken(round_, listing.organization())
    listing.published(round_)
    assert rounds.places_left(list_of("rongsheng"), listing.today.year) == 499


def test_an_organization_is_proposed_once_in_a_round(listing: Listing) -> None:
    round_ = listing.opened()
    listing.proposed(round_)
    with pytest.raises(RefusedError, match="proposed in this round"):
        listing.proposed(round_)


def test_who_is_in_the_list_is_not_proposed_for_the_same_year(listing: Listing) -> None:
    listing.entered()
    with pytest.raises(RefusedError, match="in the list already"):
        listing.proposed(listing.opened())


def test_a_list_that_rolls_over_takes_whom_it_had_the_year_before(listing: Listing) -> None:
    last_year = date(listing.today.year - 1, 5, 1)
    old = listing.entered(day=last_year)
    new = listing.entered()
    old.refresh_from_db()
    assert (old.left_on, old.why) == (listing.today, "rolled")
    assert new.expires_on == date(listing.today.year + 1, 1, 1)


def test_a_county_proposes_its_own_enterprises(listing: Listing) -> None:
    round_ = listing.opened()
    elsewhere = listing.organization(FIRST + 9, county=THERE)
    with pytest.raises(PermissionDenied):
        proposing.propose(listing.county, round_, elsewhere, listing.said(round_.declared))


def test_an_enterprise_proposes_itself_where_the_list_lets_it(listing: Listing) -> None:
    library = listing.opened("products")
    said = listing.said(library.declared, subject="高速轴承")
    made = proposing.propose(listing.speaker(), library, listing.organization(), said)
    assert made.subject == "高速轴承"
    other = listing.organization(FIRST + 1)
    with pytest.raises(PermissionDenied):
        proposing.propose(listing.speaker(), library, other, said)
    round_ = listing.opened()
    said = listing.said(round_.declared)
    with pytest.raises(PermissionDenied):
        proposing.propose(listing.speaker(), round_, listing.organization(), said)


def test_what_the_list_asks_must_be_said(listing: Listing) -> None:
    round_ = listing.opened("leaders")
    with pytest.raises(RefusedError) as refused:
        listing.proposed(round_, fields={"revenue": "many"})
    assert refused.value.field == "field-revenue"


def test_proposals_are_taken_until_the_last_day(listing: Listing) -> None:
    round_ = listing.opened()
    Round.objects.filter(pk=round_.pk).update(closes_on=listing.today - timedelta(days=1))
    with pytest.raises(RefusedError, match="Proposals were taken until"):
        listing.proposed(round_)


def test_a_decision_has_a_reason(listing: Listing) -> None:
    round_ = listing.opened()
    candidate = listing.proposed(round_)
    with pytest.raises(RefusedError, match="why"):
        deciding.take(listing.city, round_, [candidate.pk], " ")


def test_only_who_decides_on_the_list_decides(listing: Listing) -> None:
    round_ = listing.opened()
    candidate = listing.proposed(round_)
    with pytest.raises(PermissionDenied):
        deciding.take(listing.county, round_, [candidate.pk], "好")


def test_a_proposal_is_withdrawn_before_it_is_decided(listing: Listing) -> None:
    round_ = listing.opened()
    made = proposing.propose(
        listing.county, round_, listing.organization(), listing.said(round_.declared)
    )
    proposing.withdraw(listing.county, made)
    made.refresh_from_db()
    assert made.state == Candidacy.State.WITHDRAWN
    again = listing.taken(round_, listing.organization())[0]
    with pytest.raises(RefusedError, match="decided already"):
        proposing.withdraw(listing.county, again)


def test_a_round_that_is_called_off_gives_its_places_back(listing: Listing) -> None:
    round_ = listing.opened(quota=500)
    rounds.cancel_round(listing.city, round_, "推迟")
    assert rounds.places_left(list_of("rongsheng"), listing.today.year) == 500
    assert not Obligation.objects.open().exists()


def test_candidates_are_scored(listing: Listing) -> None:
    candidate = listing.proposed(listing.opened())
    deciding.score(listing.city, candidate, 92)
    candidate.refresh_from_db()
    assert candidate.score == 92
    with pytest.raises(RefusedError):
        deciding.score(listing.city, candidate, 101)
