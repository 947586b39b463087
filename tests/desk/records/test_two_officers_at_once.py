"""Of two officers who decide a claim at once, one wins and the other is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction

from banyan.desk.audit import Actor
from banyan.desk.audit.models import Entry
from banyan.desk.people.roles import Role
from banyan.desk.records import claim_actions as actions
from banyan.desk.records.models import Claim, Representation
from desk.at_once import at_once
from desk.making import Making

pytestmark = pytest.mark.django_db(transaction=True)


def _decide_at_once() -> list[BaseException | None]:
    making = Making()
    organization = making.organization(1)
    person = making.account(Role.ENTERPRISE)
    claim = actions.make_claim(Actor(person), uscc=organization.pk)
    first = Actor(making.account(Role.CITY, username="first"))
    second = Actor(making.account(Role.COUNTY, username="second"))
    seen = [Claim.objects.select_related("account").get(pk=claim.pk) for _ in range(2)]
    return at_once(
        lambda: actions.accept_claim(first, seen[0]),
        lambda: actions.refuse_claim(second, seen[1], "unknown"),
    )


def test_one_wins_and_the_other_is_told() -> None:
    raised = _decide_at_once()
    assert sorted(type(one) for one in raised if one is not None) == [actions.AlreadyDecidedError]
    claim = Claim.objects.get()
    accepted = claim.state == Claim.State.ACCEPTED
    assert Representation.objects.exists() == accepted
    decisions = Entry.objects.filter(action__in=["records.accept_claim", "records.refuse_claim"])
    assert [entry.after["state"] for entry in decisions] == [claim.state]


def test_without_the_guard_both_believe_that_they_decided(monkeypatch: pytest.MonkeyPatch) -> None:
    """The race is real: the guard is what the test above tests."""

    def trusting(claim: Claim, actor: Actor, state: Any, reason: str) -> None:
        if claim.state != Claim.State.WAITING:  # as it was when the officer opened the page
            raise actions.AlreadyDecidedError
        claim.state, claim.decided_by, claim.reason = state, actor.account, reason
        with transaction.atomic():
            claim.save()

    monkeypatch.setattr(actions, "_decide", trusting)
    assert _decide_at_once() == [None, None]
    decisions = Entry.objects.filter(action__in=["records.accept_claim", "records.refuse_claim"])
    assert decisions.count() == 2
    assert Representation.objects.exists()


def test_an_invitation_used_twice_at_once_accepts_one() -> None:
    making = Making()
    organization = making.organization(1)
    _, code = actions.invite(making.actor(Role.CITY), organization)
    people = [making.account(Role.ENTERPRISE, username=name) for name in "ab"]
    raised = at_once(
        *(
            lambda person=person: actions.make_claim(
                Actor(person), uscc=organization.pk, invitation=code
            )
            for person in people
        )
    )
    assert [one is None for one in raised].count(True) == 1
    assert Representation.objects.count() == 1


def test_two_administrators_who_lock_each_other_at_once_do_not_both_succeed() -> None:
    from banyan.desk.people.actions import lock_account
    from banyan.desk.people.models import Account

    making = Making()
    pair = [making.account(Role.ADMINISTRATOR, username=name) for name in "ab"]
    at_once(
        lambda: lock_account(Actor(pair[0]), pair[1]),
        lambda: lock_account(Actor(pair[1]), pair[0]),
    )
    assert Account.objects.filter(role=Role.ADMINISTRATOR, is_active=True).count() == 1
