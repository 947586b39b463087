"""A draft becomes public and then final: money committed, objections answered, two people."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.funds.models import Balance, Entry
from banyan.desk.messaging.models import Message
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.settlement import hooks
from banyan.desk.settlement.actions import notices, objections, runs
from banyan.desk.settlement.errors import LackingError
from banyan.desk.settlement.models import Award, Objection, Run
from desk.settlement.cities import MILLION, YEAR, City

pytestmark = pytest.mark.django_db

SAID = {"name": "Wang", "contact": "138", "text": "they never bought it"}


def _pots() -> dict[str, int]:
    return {one.pot: one.amount for one in Balance.objects.all() if one.amount}


def test_a_notice_makes_awards_commits_their_money_and_lasts_five_working_days(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    award = Award.objects.get()
    assert (award.state, award.amount) == (Award.State.COMMITTED, 3 * MILLION // 10)
    assert _pots()["committed"] == award.amount
    assert run.notice_ends_on == working_days_after(timezone.localdate(), 5)
    decide = Obligation.objects.get(kind="settlement.decide")
    assert decide.due_on == working_days_after(timezone.localdate(), 10)


def test_where_no_budget_bears_an_award_the_notice_is_refused_and_says_which(city: City) -> None:
    city.equipment(1)
    run = city.run()
    with pytest.raises(LackingError) as refused:
        notices.open_notice(city.first, run)
    assert [one.fen for one in refused.value.lacking] == [None]
    run.refresh_from_db()
    assert run.state == Run.State.DRAFT
    assert not Award.objects.exists()


def test_where_a_budget_is_too_small_the_notice_is_refused_and_says_by_how_much(
    city: City,
) -> None:
    city.equipment(1)
    city.budget(yuan=100_000)
    with pytest.raises(LackingError) as refused:
        notices.open_notice(city.first, city.run())
    assert [one.fen for one in refused.value.lacking] == [2 * MILLION // 10]
    assert not Award.objects.exists()
    assert "committed" not in _pots()


def test_only_the_latest_draft_of_a_year_is_noticed(city: City) -> None:
    city.equipment(1)
    city.budget()
    first = city.run()
    city.run()
    with pytest.raises(RefusedError):
        notices.open_notice(city.first, first)


def test_a_run_that_changes_nothing_is_not_noticed(city: City) -> None:
    city.equipment(1)
    city.approved()
    with pytest.raises(RefusedError):
        notices.open_notice(city.first, city.run())


def test_no_run_is_started_while_one_is_before_the_public(city: City) -> None:
    city.equipment(1)
    city.noticed()
    with pytest.raises(RefusedError):
        runs.start_run(city.first, YEAR)


def test_the_database_lets_one_run_of_a_year_be_before_the_public(city: City) -> None:
    city.equipment(1)
    draft = city.run()
    city.noticed()
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=draft.pk).update(state=Run.State.NOTICED)


def test_a_second_person_approves_after_the_end_and_the_awards_are_payable(city: City) -> None:
    city.equipment(1)
    run = notices.approve(city.second, city.ended(city.noticed()))
    award = Award.objects.get()
    assert (run.state, award.state) == (Run.State.APPROVED, Award.State.PAYABLE)
    assert award.payable_at is not None
    assert _pots()["approved"] == award.amount
    assert "committed" not in _pots()
    assert Obligation.objects.get(kind="settlement.decide").state == Obligation.State.DONE


def test_whoever_opened_the_notice_cannot_approve(city: City) -> None:
    city.equipment(1)
    run = city.ended(city.noticed())
    with pytest.raises(RefusedError):
        notices.approve(city.first, run)
    with pytest.raises(IntegrityError), transaction.atomic():
        Run.objects.filter(pk=run.pk).update(state="approved", decided_by=city.first.account)


def test_nobody_approves_on_the_last_day_of_the_notice(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    Run.objects.filter(pk=run.pk).update(notice_ends_on=timezone.localdate())
    with pytest.raises(RefusedError):
        notices.approve(city.second, run)


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.CITY}))
def test_nobody_but_the_city_decides(city: City, role: Role) -> None:
    city.equipment(1)
    run = city.ended(city.noticed())
    actor = Actor(city.account(role))
    for decide in (notices.open_notice, notices.approve):
        with pytest.raises(PermissionDenied):
            decide(actor, run)
    with pytest.raises(PermissionDenied):
        notices.withdraw(actor, run, "a reason")


def test_a_command_is_nobody_and_does_not_approve(city: City) -> None:
    city.equipment(1)
    with pytest.raises(PermissionDenied):
        notices.approve(Actor(), city.ended(city.noticed()))


def test_what_is_withdrawn_releases_everything_and_needs_a_reason(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    with pytest.raises(RefusedError):
        notices.withdraw(city.first, run, " ")
    notices.withdraw(city.first, run, "an objection was right")
    award = Award.objects.get()
    assert award.state == Award.State.RELEASED
    assert "committed" not in _pots()
    assert Obligation.objects.get(kind="settlement.decide").state == Obligation.State.DROPPED
    assert Entry.objects.filter(kind="release").count() == 1
    run = city.noticed()
    assert run.lines.get().before == 0


def test_the_parts_above_hear_of_the_approval_in_its_transaction(
    city: City, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(hooks, "_approved", [])
    hooks.on_approval(lambda actor, run: heard.append(run.pk))

    def refuse(actor: Actor, run: Run) -> None:
        raise RuntimeError

    city.equipment(1)
    run = city.ended(city.noticed())
    hooks.on_approval(refuse)
    with pytest.raises(RuntimeError):
        notices.approve(city.second, run)
    run.refresh_from_db()
    assert run.state == Run.State.NOTICED
    hooks._approved.remove(refuse)
    notices.approve(city.second, run)
    assert heard == [run.pk, run.pk]


def test_those_who_speak_for_an_organization_are_told_once_each(city: City) -> None:
    for number in (1, 2):
        city.equipment(number)
    person = city.account(Role.ENTERPRISE)
    city.making.representation(person, city.organization(3))
    from banyan.desk.records.models import Organization

    city.making.representation(person, Organization.objects.get(pk=city.making.credit_code(1)))
    notices.approve(city.second, city.ended(city.noticed()))
    told = Message.objects.order_by("pk").values_list("account", "kind", "organization")
    assert list(told) == [
        (person.pk, "settlement.noticed", city.making.credit_code(1)),
        (person.pk, "settlement.approved", city.making.credit_code(1)),
    ]


def test_anybody_objects_and_the_run_waits_for_the_answer(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    objection = objections.object_to(Actor(), run, line_number=1, **SAID)
    owed = Obligation.objects.get(kind="settlement.answer")
    assert owed.due_on == working_days_after(timezone.localdate(), 5)
    city.ended(run)
    with pytest.raises(RefusedError):
        notices.approve(city.second, run)
    objections.answer_objection(city.second, objection, "they did; seen on site", upheld=False)
    owed.refresh_from_db()
    assert owed.state == Obligation.State.DONE
    assert notices.approve(city.second, run).state == Run.State.APPROVED


def test_who_objected_with_an_account_is_told_of_the_answer(city: City) -> None:
    city.equipment(1)
    person = city.account(Role.ENTERPRISE)
    objection = objections.object_to(Actor(person), city.noticed(), **SAID)
    objections.answer_objection(city.first, objection, "no", upheld=False)
    assert Message.objects.get().account == person


def test_an_objection_is_taken_until_the_end_of_the_notice(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    Run.objects.filter(pk=run.pk).update(notice_ends_on=timezone.localdate())
    objections.object_to(Actor(), run, **SAID)
    Run.objects.filter(pk=run.pk).update(notice_ends_on=timezone.localdate() - timedelta(days=1))
    with pytest.raises(RefusedError):
        objections.object_to(Actor(), run, **SAID)


@pytest.mark.parametrize("lacks", ["name", "contact", "text"])
def test_an_objection_says_who_how_to_reach_them_and_what(city: City, lacks: str) -> None:
    city.equipment(1)
    with pytest.raises(RefusedError) as refused:
        objections.object_to(Actor(), city.noticed(), **(SAID | {lacks: " "}))
    assert refused.value.field == lacks


def test_an_objection_is_answered_once(city: City) -> None:
    city.equipment(1)
    objection = objections.object_to(Actor(), city.noticed(), **SAID)
    objections.answer_objection(city.first, objection, "no", upheld=False)
    with pytest.raises(RefusedError):
        objections.answer_objection(city.second, objection, "yes", upheld=True)
    assert Objection.objects.get().answer == "no"


def test_what_waits_for_an_answer_is_dropped_when_the_run_is_withdrawn(city: City) -> None:
    city.equipment(1)
    run = city.noticed()
    objections.object_to(Actor(), run, **SAID)
    notices.withdraw(city.first, run, "it was right")
    assert Obligation.objects.get(kind="settlement.answer").state == Obligation.State.DROPPED
