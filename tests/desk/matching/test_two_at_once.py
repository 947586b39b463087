"""Two who act on the same match at the same moment: one wins, the other is told."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.matching import actions
from banyan.desk.matching.actions import answering, telling
from banyan.desk.matching.models import Consent, Match, PayeeAccount
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from desk.at_once import at_once
from desk.making import Making
from desk.matching.entitled import SYSTEM, account_of, officer, speaker, told

pytestmark = pytest.mark.django_db(transaction=True)


class Waiting:
    """A match that waits, and two who speak for the organization."""

    def __init__(self) -> None:
        making = Making()
        self.making = making
        self.match = told(making)
        self.organization = Organization.objects.get()
        self.people: list[Account] = [
            speaker(making),
            making.account(Role.ENTERPRISE, username="colleague"),
        ]
        making.representation(self.people[1], self.organization)
        self.officer = officer(making)

    def confirm(self, person: int = 0) -> int:
        given = account_of(self.organization)
        return actions.confirm(Actor(self.people[person]), self.match.uscc, [self.match.pk], given)

    def lapse(self) -> int:
        assert self.match.due_on is not None
        day = self.match.due_on + timedelta(days=1)
        return actions.lapse(SYSTEM, [self.match.pk], day)

    @property
    def state(self) -> str:
        return Match.objects.get(pk=self.match.pk).state


@pytest.fixture
def waiting() -> Waiting:
    return Waiting()


def test_of_two_who_confirm_one_wins_and_the_other_is_told(waiting: Waiting) -> None:
    raised = at_once(waiting.confirm, lambda: waiting.confirm(1))
    assert [type(error) for error in raised if error] == [RefusedError]
    assert Consent.objects.count() == 1
    assert PayeeAccount.objects.count() == 1


def test_of_one_who_confirms_and_one_who_declines_one_wins(waiting: Waiting) -> None:
    uscc, pk = waiting.match.uscc, waiting.match.pk
    raised = at_once(
        waiting.confirm, lambda: actions.decline(Actor(waiting.people[1]), uscc, [pk], "no")
    )
    told_off = [type(error) for error in raised if error]
    # who confirms after a refusal changes the mind of the organization, and may
    assert told_off in ([], [RefusedError])
    assert Consent.objects.count() == (1 if waiting.state == "confirmed" else 0)


def test_an_answer_at_the_moment_of_the_deadline_stands_with_its_consent(
    waiting: Waiting,
) -> None:
    """Whether silence or the answer comes first, the answer is not lost: what has lapsed can be
    confirmed until the public notice."""
    raised = at_once(waiting.confirm, waiting.lapse)
    assert [type(error) for error in raised if error] in ([], [RefusedError])
    assert waiting.state == "confirmed"
    assert Consent.objects.count() == 1


def test_of_two_officers_who_tell_only_one_does(waiting: Waiting) -> None:
    Match.objects.update(state="found", told_at=None, due_on=None)
    pk = waiting.match.pk
    raised = at_once(
        lambda: actions.tell(waiting.officer, [pk]), lambda: actions.tell(waiting.officer, [pk])
    )
    assert [type(error) for error in raised if error] == [RefusedError]


def test_without_the_guard_silence_would_undo_an_answer(
    waiting: Waiting, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Why the row is held: the guard off, two who read before either writes both go through."""
    if connection.vendor == "sqlite":
        pytest.skip("a transaction of SQLite that writes is alone from its start")
    both_have_read = threading.Barrier(2)

    def unguarded(actor: Actor, verb: str, numbers: Any, *_: Any) -> list[Match]:
        found = list(Match.objects.filter(pk__in=list(numbers)))
        both_have_read.wait(timeout=20)
        return found

    monkeypatch.setattr(telling, "held", unguarded)
    monkeypatch.setattr(answering, "held", unguarded)
    uscc, pk = waiting.match.uscc, waiting.match.pk
    raised = at_once(
        lambda: actions.decline(Actor(waiting.people[1]), uscc, [pk], "no"), waiting.lapse
    )
    assert raised == [None, None]
