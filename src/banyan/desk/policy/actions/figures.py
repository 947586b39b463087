"""Changes of figures: one administrator proposes, another confirms."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.desk.audit import Actor, action, log
from banyan.desk.obligations import kinds
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy import tasks
from banyan.desk.policy.errors import RefusedError
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
    _require_administrator(actor)
    _hold()
    pack = pack_in_force()
    parsed = check_change(pack, key, value, starts, ends)
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    if FigureChange.objects.filter(key=key, state=FigureChange.State.PROPOSED).exists():
        raise RefusedError(_("A change of this figure is waiting for the second person already."))
    figure = pack.parameters[key]
    change = FigureChange.objects.create(
        key=key,
        starts=starts,
        ends=ends,
        value=show_value(parsed, figure.unit),
        before=show_value(figure.on(starts).adopted, figure.unit),
        reason=reason.strip(),
        proposed_by=actor.account,
    )
    log(change, after=_said(change))
    open_obligation(
        CONFIRM,
        change,
        Holder(role=Role.ADMINISTRATOR, not_account=actor.account),
        working_days=adopted_count("figure.confirmation_days"),
        link=reverse("policy:change", args=[change.pk]),
        words={"figure": dict(figure.words)},
    )
    _simulate(change)
    return change


@action("policy.simulate_figure")
def simulate_figure(actor: Actor, change: FigureChange) -> FigureSimulation:
    """Has the change simulated again, on the records as they are now."""
    _require_administrator(actor)
    change = _waiting(change)
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
    _require_administrator(actor)
    in_force = _hold()
    change = _waiting(change)
    if change.proposed_by == actor.account:
        raise RefusedError(_("Whoever proposed a change cannot confirm it."))
    pack = pack_in_force()
    check_change(pack, change.key, change.value, change.starts, change.ends)
    if not is_fresh(change.simulations.first(), pack):
        raise RefusedError(_("First let it be computed what the change costs."))
    _decide(actor, change, FigureChange.State.CONFIRMED)
    in_force.mark = mark_of(FigureChange.objects.confirmed())
    in_force.save(update_fields=["mark"])


@action("policy.refuse_figure")
def refuse_figure(actor: Actor, change: FigureChange, answer: str) -> None:
    """The second person refuses, with a reason."""
    _require_administrator(actor)
    _hold()
    change = _waiting(change)
    if change.proposed_by == actor.account:
        raise RefusedError(_("Whoever proposed a change can withdraw it, not refuse it."))
    if not answer.strip():
        raise RefusedError(_("Say why."), "answer")
    _decide(actor, change, FigureChange.State.REFUSED, answer.strip())


@action("policy.withdraw_figure")
def withdraw_figure(actor: Actor, change: FigureChange) -> None:
    """Whoever proposed the change takes it back."""
    _require_administrator(actor)
    _hold()
    change = _waiting(change)
    if change.proposed_by != actor.account:
        raise RefusedError(_("Only whoever proposed a change can withdraw it."))
    _decide(actor, change, FigureChange.State.WITHDRAWN)


def _require_administrator(actor: Actor) -> None:
    """An administrator with a name: a change is made by two people, and a command is nobody."""
    require(actor, Role.ADMINISTRATOR)
    if actor.account is None:
        raise PermissionDenied


def _hold() -> InForce:
    """Until the transaction ends nobody else changes what is in force."""
    held, _made = InForce.objects.select_for_update().get_or_create(pk=1)
    return held


def _waiting(change: FigureChange) -> FigureChange:
    """The change as it is now, held; RefusedError where it has been decided on."""
    change = FigureChange.objects.select_for_update().get(pk=change.pk)
    if change.state != FigureChange.State.PROPOSED:
        decided = {"name": str(change.decided_by), "state": change.get_state_display()}
        raise RefusedError(_("%(name)s was first: this change is %(state)s.") % decided)
    return change


def _simulate(change: FigureChange) -> FigureSimulation:
    simulation = FigureSimulation.objects.create(change=change, year=year_to_simulate(change))
    transaction.on_commit(partial(tasks.simulate_change.enqueue, simulation.pk))
    return simulation


def _decide(
    actor: Actor, change: FigureChange, state: FigureChange.State, answer: str = ""
) -> None:
    change.state, change.answer = state, answer
    change.decided_by, change.decided_at = actor.account, timezone.now()
    change.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    withdrawn = state == FigureChange.State.WITHDRAWN
    close_obligations(actor, change, CONFIRM, dropped=withdrawn)
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
