"""A figure is changed by two people, dated, below its ceiling, and after its cost is known."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.audit.models import Entry
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy import actions
from banyan.desk.policy.models import FigureChange, FigureSimulation
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.policy_pack import adopted_count, declared_pack
from desk.making import Making
from desk.policy.conftest import TASK, Propose, simulated

FROM_2027 = (date(2027, 1, 1), date(2031, 1, 1))


def _rate(year: int) -> int:
    value = pack_in_force().parameters["equipment.rate"].in_year(year).adopted
    assert isinstance(value, int)
    return value


def test_a_change_holds_from_its_first_day_once_another_person_confirms(
    propose: Propose, second: Actor
) -> None:
    change = propose("2%", *FROM_2027)
    assert _rate(2027) == 30_000
    actions.confirm_figure(second, change)
    assert (_rate(2026), _rate(2027), _rate(2030)) == (30_000, 20_000, 20_000)


def test_a_change_with_a_last_day_gives_way_to_what_held_before(
    propose: Propose, second: Actor
) -> None:
    actions.confirm_figure(second, propose("2%", date(2027, 1, 1), date(2028, 1, 1)))
    assert [_rate(year) for year in (2026, 2027, 2028)] == [30_000, 20_000, 30_000]


def test_a_later_change_lies_over_an_earlier_one(propose: Propose, second: Actor) -> None:
    actions.confirm_figure(second, propose("2%", *FROM_2027))
    actions.confirm_figure(second, propose("1%", date(2028, 1, 1), date(2029, 1, 1)))
    assert [_rate(year) for year in pack_in_force().years] == [
        30_000,
        20_000,
        10_000,
        20_000,
        20_000,
    ]


def test_whoever_proposed_cannot_confirm(propose: Propose, first: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.confirm_figure(first, propose())
    assert _rate(2027) == 30_000


def test_the_database_refuses_one_person_as_both(propose: Propose, first: Actor) -> None:
    change = propose()
    with pytest.raises(IntegrityError), transaction.atomic():
        FigureChange.objects.filter(pk=change.pk).update(
            state="confirmed", decided_by=first.account, decided_at=timezone.now()
        )


@pytest.mark.parametrize("value", ["3.5%", "100%"])
def test_nothing_above_the_ceiling_is_proposed(propose: Propose, value: str) -> None:
    with pytest.raises(RefusedError) as refused:
        propose(value)
    assert refused.value.field == "value"


@pytest.mark.parametrize(
    ("value", "field"), [("three", "value"), ("2.00001%", "value"), ("-1%", "value"), ("", "value")]
)
def test_what_is_no_value_is_refused(propose: Propose, value: str, field: str) -> None:
    with pytest.raises(RefusedError) as refused:
        propose(value)
    assert refused.value.field == field


def test_a_value_that_holds_already_is_refused(propose: Propose) -> None:
    with pytest.raises(RefusedError):
        propose("3%")


def test_what_the_document_fixes_is_not_changed(propose: Propose) -> None:
    with pytest.raises(RefusedError):
        propose("3", key="newly_scaled.years")


def test_what_the_document_is_silent_about_is_changed(propose: Propose, second: Actor) -> None:
    actions.confirm_figure(second, propose("360", key="interest.days_in_year"))
    assert pack_in_force().parameters["interest.days_in_year"].in_year(2027).adopted == 360


def test_a_divisor_is_never_nothing(propose: Propose) -> None:
    with pytest.raises(RefusedError):
        propose("0", key="interest.days_in_year")


@pytest.mark.parametrize(
    ("starts", "ends"),
    [
        (date(2025, 1, 1), date(2031, 1, 1)),  # the policy was not in force
        (date(2027, 1, 1), date(2032, 1, 1)),  # nor will it be
        (date(2027, 1, 1), date(2027, 1, 1)),  # no day
        (date(2027, 1, 1), date(2027, 12, 31)),  # no 31 December
    ],
)
def test_days_that_cannot_be_are_refused(propose: Propose, starts: date, ends: date) -> None:
    with pytest.raises(RefusedError):
        propose("2%", starts, ends)


def test_a_closed_year_is_not_changed(propose: Propose, monkeypatch: pytest.MonkeyPatch) -> None:
    from banyan.desk.policy import figure_rules

    monkeypatch.setattr(figure_rules, "first_open_year", lambda: 2028)
    with pytest.raises(RefusedError):
        propose("2%", date(2027, 6, 1))


def test_a_year_that_closed_since_the_proposal_is_not_changed(
    propose: Propose, second: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    from banyan.desk.policy import figure_rules

    change = propose("2%", *FROM_2027)
    monkeypatch.setattr(figure_rules, "first_open_year", lambda: 2028)
    with pytest.raises(RefusedError):
        actions.confirm_figure(second, change)


def test_nothing_is_confirmed_before_its_cost_is_known(first: Actor, second: Actor) -> None:
    change = actions.propose_figure(first, "equipment.rate", "2%", *FROM_2027, "less")
    with pytest.raises(RefusedError):
        actions.confirm_figure(second, change)


def test_nothing_is_confirmed_on_a_simulation_that_failed(first: Actor, second: Actor) -> None:
    change = actions.propose_figure(first, "equipment.rate", "2%", *FROM_2027, "less")
    waiting = change.simulations.get()
    actions.record_simulation(TASK, waiting, fault="no records")
    with pytest.raises(RefusedError):
        actions.confirm_figure(second, change)


def test_nothing_is_confirmed_on_a_simulation_of_another_policy(
    propose: Propose, second: Actor
) -> None:
    change = propose("2%", *FROM_2027)
    actions.confirm_figure(second, propose("360", key="interest.days_in_year"))
    with pytest.raises(RefusedError):
        actions.confirm_figure(second, change)
    actions.simulate_figure(second, change)
    actions.confirm_figure(second, simulated(change))
    assert _rate(2027) == 20_000


def test_nothing_is_confirmed_on_an_old_simulation(propose: Propose, second: Actor) -> None:
    change = propose()
    FigureSimulation.objects.update(done_at=timezone.now() - timedelta(days=8))
    with pytest.raises(RefusedError):
        actions.confirm_figure(second, change)


def test_a_cost_is_computed_once_at_a_time(first: Actor, second: Actor) -> None:
    change = actions.propose_figure(first, "equipment.rate", "2%", *FROM_2027, "less")
    with pytest.raises(RefusedError):
        actions.simulate_figure(second, change)


def test_a_computation_that_got_lost_is_begun_again(first: Actor, second: Actor) -> None:
    change = actions.propose_figure(first, "equipment.rate", "2%", *FROM_2027, "less")
    change.simulations.update(requested_at=timezone.now() - timedelta(hours=1))
    actions.simulate_figure(second, change)
    assert change.simulations.count() == 2


def test_a_figure_has_one_proposal_at_a_time(propose: Propose) -> None:
    propose("2%")
    with pytest.raises(RefusedError):
        propose("1%")


def test_the_database_holds_one_proposal_a_figure(propose: Propose, first: Actor) -> None:
    change = propose("2%")
    change.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        change.save()


def test_what_was_decided_is_decided(propose: Propose, first: Actor, second: Actor) -> None:
    change = propose()
    actions.refuse_figure(second, change, "not now")
    for act in (
        lambda: actions.confirm_figure(second, change),
        lambda: actions.withdraw_figure(first, change),
        lambda: actions.refuse_figure(second, change, "again"),
    ):
        with pytest.raises(RefusedError, match="second"):
            act()
    assert _rate(2027) == 30_000


def test_only_whoever_proposed_withdraws(propose: Propose, first: Actor, second: Actor) -> None:
    change = propose()
    with pytest.raises(RefusedError):
        actions.withdraw_figure(second, change)
    actions.withdraw_figure(first, change)
    propose("1%")


def test_whoever_proposed_does_not_refuse_it(propose: Propose, first: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.refuse_figure(first, propose(), "no")


def test_a_refusal_says_why(propose: Propose, second: Actor) -> None:
    with pytest.raises(RefusedError):
        actions.refuse_figure(second, propose(), " ")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMINISTRATOR])
def test_only_administrators_change_figures(making: Making, propose: Propose, role: Role) -> None:
    actor = making.actor(role)
    change = propose()
    with pytest.raises(PermissionDenied):
        actions.propose_figure(actor, "equipment.rate", "1%", *FROM_2027, "less")
    for act in (actions.confirm_figure, actions.withdraw_figure, actions.simulate_figure):
        with pytest.raises(PermissionDenied):
            act(actor, change)
    with pytest.raises(PermissionDenied):
        actions.refuse_figure(actor, change, "no")


def test_a_command_is_nobody_and_changes_no_figure(propose: Propose) -> None:
    with pytest.raises(PermissionDenied):
        actions.confirm_figure(Actor(), propose())


def test_a_person_cannot_write_a_simulation(propose: Propose, first: Actor) -> None:
    with pytest.raises(PermissionDenied):
        actions.record_simulation(first, propose().simulations.get(), fault="x")


def test_the_audit_tells_who_proposed_and_who_confirmed(propose: Propose, second: Actor) -> None:
    actions.confirm_figure(second, propose("2%"))
    entries = {entry.action: entry for entry in Entry.objects.all()}
    assert entries["policy.propose_figure"].actor_name == "first"
    confirmed = entries["policy.confirm_figure"]
    assert confirmed.actor_name == "second"
    assert (confirmed.after["before"], confirmed.after["value"]) == ("3%", "2%")


def test_the_hash_of_the_policy_follows_what_was_confirmed(propose: Propose, second: Actor) -> None:
    assert pack_in_force() is declared_pack()
    actions.confirm_figure(second, propose("2%"))
    one = pack_in_force()
    assert one.sha256 != declared_pack().sha256
    assert pack_in_force() is one
    actions.confirm_figure(second, propose("1%"))
    assert len({one.sha256, pack_in_force().sha256, declared_pack().sha256}) == 3


def test_proposals_are_seen_by_who_has_to_do_with_them(making: Making, propose: Propose) -> None:
    propose()
    seen = {
        role
        for role in Role
        if FigureChange.objects.visible_to(making.account(role, username=f"see-{role}")).exists()
    }
    assert seen == {Role.ADMINISTRATOR, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR}
    assert not FigureChange.objects.visible_to(None).exists()


def test_what_was_confirmed_is_published(propose: Propose, second: Actor) -> None:
    actions.confirm_figure(second, propose())
    assert FigureChange.objects.visible_to(None).count() == 1


def test_a_change_is_the_second_persons_to_do_until_it_is_decided(
    propose: Propose, first: Actor, second: Actor
) -> None:
    change = propose()
    assert not Obligation.objects.held_by(first.account).exists()
    assert [one.key for one in Obligation.objects.held_by(second.account)] == [str(change.pk)]
    actions.confirm_figure(second, change)
    assert Obligation.objects.get().state == Obligation.State.DONE


def test_a_change_that_is_withdrawn_is_nobodys_to_do(propose: Propose, first: Actor) -> None:
    actions.withdraw_figure(first, propose())
    assert Obligation.objects.get().state == Obligation.State.DROPPED


def test_a_figure_in_force_reaches_what_lies_below_the_policy(
    propose: Propose, second: Actor
) -> None:
    today = timezone.localdate()
    assert adopted_count("obligation.yellow_days") == 3
    starts = date(today.year + 1, 1, 1)
    actions.confirm_figure(second, propose("5", starts, key="obligation.yellow_days"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(timezone, "localdate", lambda *_: starts)
        assert adopted_count("obligation.yellow_days") == 5
