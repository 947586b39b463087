"""Changes of figures: one administrator proposes, another confirms."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.obligations import kinds
from banyan.desk.obligations.opening import Holder
from banyan.desk.obligations.proposals import (
    confirm,
    given_reason,
    held,
    propose,
    refuse,
    withdraw,
)
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy import tasks
from banyan.desk.policy.figure_rules import check_change, is_fresh, year_to_simulate
from banyan.desk.policy.models import FigureChange, FigureSimulation, InForce
from banyan.desk.policy.pack_in_force import mark_of, pack_in_force
from banyan.desk.policy_pack import adopted_count
from banyan.rules.parameters import show_value

CONFIRM = "policy.confirm_figure"

kinds.declare(
    CONFIRM,
    gettext_lazy("Confirm or refuse: %(figure)s"),
    name=gettext_lazy("Changes of figures that wait for the second person"),
    escalates=False,
)


@action("policy.propose_figure")
def propose_figure(
    actor: Actor, key: str, value: str, starts: date, ends: date, reason: str
) -> FigureChange:
    """Proposes that ``key`` be ``value`` from ``starts`` until the day before ``ends``, and has it
    simulated. Raises RefusedError where the change cannot be made, or one of this figure waits
    already."""
    require(actor, Role.ADMINISTRATOR)
    _hold()
    pack = pack_in_force()
    parsed = check_change(pack, key, value, starts, ends)
    reason = given_reason(reason, "reason")
    if FigureChange.objects.filter(key=key, state=FigureChange.State.PROPOSED).exists():
        raise RefusedError(_("A change of this figure is waiting for the second person already."))
    figure = pack.parameters[key]
    change = FigureChange(
        key=key,
        starts=starts,
        ends=ends,
        value=show_value(parsed, figure.unit),
        before=show_value(figure.on(starts).adopted, figure.unit),
        reason=reason,
    )
    propose(
        actor,
        change,
        CONFIRM,
        Holder(role=Role.ADMINISTRATOR),
        working_days=adopted_count("figure.confirmation_days"),
        words={"figure": dict(figure.words)},
    )
    log(change, after=_said(change))
    _simulate(change)
    return change


@action("policy.simulate_figure")
def simulate_figure(actor: Actor, change: FigureChange) -> FigureSimulation:
    """Has the change simulated again, on the records as they are now."""
    require(actor, Role.ADMINISTRATOR)
    change = held(change)
    latest = change.simulations.first()
    if latest is not None and latest.is_being_computed:
        raise RefusedError(_("It is being computed."))
    simulation = _simulate(change)
    log(change, after={"simulation": simulation.pk, "year": simulation.year})
    return simulation


@action("policy.record_simulation")
def record_simulation(
    actor: Actor,
    simulation: FigureSimulation,
    *,
    pack_sha256: str = "",
    result: dict[str, Any] | None = None,
    fault: str = "",
) -> None:
    """Writes down what the simulation found, or why it failed. Only the background task may."""
    require(actor)
    simulation = FigureSimulation.objects.select_for_update().get(pk=simulation.pk)
    if simulation.state != FigureSimulation.State.WAITING:
        raise RefusedError(_("This simulation has been computed already."))
    states = FigureSimulation.State
    simulation.state = states.FAILED if result is None else states.DONE
    simulation.done_at = timezone.now()
    simulation.pack_sha256, simulation.result, simulation.fault = pack_sha256, result, fault[:1000]
    simulation.save()
    after = {"state": simulation.state, "pack": pack_sha256, "fault": simulation.fault}
    log(simulation, after=after | ({"totals": result["totals"]} if result else {}))


@action("policy.confirm_figure")
def confirm_figure(actor: Actor, change: FigureChange) -> None:
    """Puts the change in force. Raises RefusedError where the actor proposed it, where somebody
    else has decided meanwhile, where it has become impossible, and where there is no fresh
    simulation."""
    require(actor, Role.ADMINISTRATOR)
    in_force = _hold()
    pack = pack_in_force()
    change = confirm(actor, change)
    check_change(pack, change.key, change.value, change.starts, change.ends)
    if not is_fresh(change.simulations.first(), pack):
        raise RefusedError(_("First let it be computed what the change costs."))
    in_force.mark = mark_of(FigureChange.objects.confirmed())
    in_force.save(update_fields=["mark"])
    _log_decision(change)


@action("policy.refuse_figure")
def refuse_figure(actor: Actor, change: FigureChange, answer: str) -> None:
    """The second person refuses, with a reason."""
    require(actor, Role.ADMINISTRATOR)
    _log_decision(refuse(actor, change, answer))


@action("policy.withdraw_figure")
def withdraw_figure(actor: Actor, change: FigureChange) -> None:
    """Whoever proposed the change takes it back."""
    require(actor, Role.ADMINISTRATOR)
    _log_decision(withdraw(actor, change))


def _hold() -> InForce:
    """Until the transaction ends nobody else changes what is in force."""
    in_force, _made = InForce.objects.select_for_update().get_or_create(pk=1)
    return in_force


def _simulate(change: FigureChange) -> FigureSimulation:
    simulation = FigureSimulation.objects.create(change=change, year=year_to_simulate(change))
    transaction.on_commit(partial(tasks.simulate_change.enqueue, simulation.pk))
    return simulation


def _log_decision(change: FigureChange) -> None:
    log(change, before={"state": FigureChange.State.PROPOSED}, after=_said(change))


def _said(change: FigureChange) -> dict[str, Any]:
    return {
        "key": change.key,
        "starts": change.starts,
        "ends": change.ends,
        "before": change.before,
        "value": change.value,
        "reason": change.reason,
        "state": change.state,
        "answer": change.answer,
    }
