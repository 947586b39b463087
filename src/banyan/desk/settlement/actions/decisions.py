"""A decision on a run, from the press of the button until it is carried out."""

from __future__ import annotations

from dataclasses import asdict

from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.people.access import require
from banyan.desk.settlement.actions import notices
from banyan.desk.settlement.actions.runs import held, hold_year
from banyan.desk.settlement.awarding import Say
from banyan.desk.settlement.errors import LackingError
from banyan.desk.settlement.models import Decision, Run
from banyan.desk.settlement.underway import refuse_during_a_decision

Kind = Decision.Kind


@action("settlement.decide")
def decide(actor: Actor, run: Run, kind: Decision.Kind, reason: str = "") -> Decision:
    """Writes down what is to be done with a run, for ``carry_out``. Raises RefusedError where it
    would be refused, and while another decision on a run of the year is carried out."""
    account = notices.officer(actor)
    refuse_during_a_decision(run.year)
    hold_year(run.year)
    refuse_during_a_decision(run.year)
    run = held(run)
    match kind:
        case Kind.NOTICE:
            notices.check_notice(run)
        case Kind.APPROVE:
            notices.check_approval(run, account)
        case Kind.WITHDRAW:
            notices.check_withdrawal(run, reason)
    decision = Decision.objects.create(
        run=run,
        kind=kind,
        reason=reason.strip()[:1000],
        asked_by=account,
        address=actor.origin.address,
        request_id=actor.origin.request_id,
        language=get_language() or "",
    )
    log(decision, after={"run": run.pk, "kind": kind.value, "reason": decision.reason})
    return decision


def carry_out(decision: Decision, say: Say) -> None:
    """Does what was decided, in one transaction that says so too, as the one who decided. Raises
    what the action raises."""
    actor, run = decision.actor, decision.run
    match Kind(decision.kind):
        case Kind.NOTICE:
            notices.open_notice(actor, run, say)
        case Kind.APPROVE:
            notices.approve(actor, run, say)
        case Kind.WITHDRAW:
            notices.withdraw(actor, run, decision.reason, say)


@action("settlement.fail_decision")
def fail_decision(actor: Actor, decision: Decision, error: Exception, fault: str) -> None:
    """Writes down why a decision could not be carried out. Only the background task may."""
    require(actor)
    decision = Decision.objects.select_for_update().get(pk=decision.pk)
    if decision.done_at is not None:
        raise RefusedError(_("This decision has been carried out already."))
    if isinstance(error, LackingError):
        decision.lacking = [asdict(one) for one in error.lacking]
    decision.fault, decision.done_at = fault, timezone.now()
    decision.save(update_fields=["fault", "lacking", "done_at"])
    log(decision, after={"run": decision.run_id, "kind": decision.kind, "fault": fault})
