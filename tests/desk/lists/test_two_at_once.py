"""Two officers who collide: one wins, the other is told."""

from __future__ import annotations

import pytest

from banyan.desk.audit import RefusedError
from banyan.desk.lists.actions import changing, deciding, publishing, rounds
from banyan.desk.lists.declared import list_of
from banyan.desk.lists.models import Candidacy, Change, Entry, Round
from desk.at_once import at_once
from desk.lists.listing import Listing
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


def refusals(raised: list[BaseException | None]) -> int:
    for error in raised:
        assert error is None or isinstance(error, RefusedError), error
    return sum(error is not None for error in raised)


def test_two_who_take_the_last_place(making: Making) -> None:
    listing = Listing(making)
    round_ = listing.opened(quota=1)
    first, other = (listing.proposed(round_, one).pk for one in listing.organizations(2))
    city, second = listing.city, listing.second
    raised = at_once(
        lambda: deciding.take(city, round_, [first], "好"),
        lambda: deciding.take(second, round_, [other], "好"),
    )
    assert refusals(raised) == 1
    assert Candidacy.objects.filter(state="taken").count() == 1
    assert Round.objects.get().taken == 1


def test_two_who_prepare_a_round_with_all_places(making: Making) -> None:
    listing = Listing(making)
    city, second = listing.city, listing.second
    given = {"year": listing.today.year, "closes_on": listing.today}
    raised = at_once(
        lambda: rounds.prepare_round(city, list_of("rongsheng"), **given),
        lambda: rounds.prepare_round(second, list_of("rongsheng"), **given),
    )
    assert refusals(raised) == 1
    assert Round.objects.get().quota == 500


def test_two_who_publish_the_same_round(making: Making) -> None:
    listing = Listing(making)
    round_ = listing.opened("leaders")
    listing.taken(round_, listing.organization())
    asked = publishing.propose_publication(listing.city, round_)
    second, third = listing.second, listing.actor(listing.second.account.role, "third")
    raised = at_once(
        lambda: publishing.confirm_publication(second, asked),
        lambda: publishing.confirm_publication(third, asked),
    )
    assert refusals(raised) == 1
    assert Entry.objects.count() == 1


def test_one_renews_while_another_ends(making: Making) -> None:
    listing = Listing(making)
    entry = listing.entered("leaders")
    city, second = listing.city, listing.second
    raised = at_once(
        lambda: changing.propose_renewals(city, [entry], "通过"),
        lambda: changing.propose_exits(second, [entry], "wish", "企业申请"),
    )
    assert refusals(raised) == 1
    assert Change.objects.count() == 1
