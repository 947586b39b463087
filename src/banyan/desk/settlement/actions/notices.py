"""A draft becomes public, and then final or nothing: two people, one after the other."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.messaging.sending import Tidings, tell_each
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Representation
from banyan.desk.settlement import hooks
from banyan.desk.settlement.actions.runs import held, hold_year, last_approved
from banyan.desk.settlement.awarding import (
    Say,
    approve_awards,
    commit_awards,
    release_awards,
    silent,
)
from banyan.desk.settlement.kinds import ANSWER, APPROVED, DECIDE, NOTICED, WITHDRAWN
from banyan.desk.settlement.models import Award, Run
from banyan.desk.settlement.reducing import reduce_awards


@action("settlement.open_notice")
def open_notice(actor: Actor, run: Run, say: Say = silent) -> Run:
    """Puts the awards of a draft before the public and commits their money. Raises LackingError
    where the budgets do not bear them, and RefusedError for anything but the latest draft of its
    year."""
    account = officer(actor)
    hold_year(run.year)
    run = held(run)
    check_notice(run)
    days = adopted_count("notice.days")
    run.state = Run.State.NOTICED
    run.noticed_by, run.noticed_on = account, timezone.localdate()
    run.notice_ends_on = working_days_after(run.noticed_on, days)
    run.save(update_fields=["state", "noticed_by", "noticed_on", "notice_ends_on"])
    awards = commit_awards(actor, run, say)
    _tell(run, NOTICED)
    log(
        run,
        before={"state": Run.State.DRAFT},
        after={"state": run.state, "awards": awards, "notice_ends_on": run.notice_ends_on},
    )
    open_obligation(
        DECIDE,
        run,
        Holder(role=Role.CITY),
        working_days=days + adopted_count("run.decision_days"),
        link=_address(run),
        words={"year": run.year, "run": run.pk},
    )
    return _carried_out(run)


@action("settlement.approve")
def approve(actor: Actor, run: Run, say: Say = silent) -> Run:
    """The second person makes a noticed run final: its awards are payable, and what it gives less
    is taken of earlier awards. Raises RefusedError before the notice has ended, while an objection
    waits for its answer, and to the one who opened the notice."""
    account = officer(actor)
    hold_year(run.year)
    run = held(run)
    check_approval(run, account)
    awards = approve_awards(actor, run, say)
    reductions = reduce_awards(actor, run)
    run.state, run.decided_by, run.decided_at = Run.State.APPROVED, account, timezone.now()
    run.save(update_fields=["state", "decided_by", "decided_at"])
    _tell(run, APPROVED)
    log(
        run,
        before={"state": Run.State.NOTICED},
        after={
            "state": run.state,
            "awards": awards,
            "reduced": sum(one.unpaid for one in reductions),
            "to_recover": sum(one.to_recover for one in reductions),
        },
    )
    close_obligations(actor, run, DECIDE)
    hooks.approved(actor, run)
    return _carried_out(run)


@action("settlement.withdraw")
def withdraw(actor: Actor, run: Run, reason: str, say: Say = silent) -> Run:
    """Ends a run that is not approved: its awards are released, and nothing comes of it. Raises
    RefusedError without a reason, and for a run that is decided on."""
    account = officer(actor)
    hold_year(run.year)
    run = held(run)
    check_withdrawal(run, reason)
    before = run.state
    if before == Run.State.NOTICED:
        _tell(run, WITHDRAWN)
    awards = release_awards(actor, run, say)
    run.state, run.reason = Run.State.WITHDRAWN, reason.strip()[:1000]
    run.decided_by, run.decided_at = account, timezone.now()
    run.save(update_fields=["state", "reason", "decided_by", "decided_at"])
    log(
        run,
        before={"state": before},
        after={"state": run.state, "reason": run.reason, "awards": awards},
    )
    close_obligations(actor, run, DECIDE, dropped=True)
    for objection in run.objections.filter(answered_at=None):
        close_obligations(actor, objection, ANSWER, dropped=True)
    return _carried_out(run)


def check_notice(run: Run) -> None:
    """Raises RefusedError unless the run is the latest draft of its year and changes something."""
    if run.state != Run.State.DRAFT:
        raise RefusedError(_already(run))
    _check_latest(run)
    if not run.differs:
        raise RefusedError(_("This run gives exactly what was awarded before."))


def check_approval(run: Run, account: Account) -> None:
    """Raises RefusedError unless the account may approve the run now."""
    if run.state != Run.State.NOTICED:
        raise RefusedError(_already(run))
    if run.noticed_by_id == account.pk:
        raise RefusedError(_("Whoever opened the notice cannot approve the run."))
    if not run.notice_is_over:
        raise RefusedError(
            _("The public notice lasts until the end of %(day)s.") % {"day": run.notice_ends_on}
        )
    if run.objections.filter(answered_at=None).exists():
        raise RefusedError(_("Objections wait for an answer."))


def check_withdrawal(run: Run, reason: str) -> None:
    """Raises RefusedError for a run that is decided on, and without a reason."""
    states = Run.State
    if run.state not in (states.COMPUTING, states.DRAFT, states.NOTICED):
        raise RefusedError(_already(run))
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")


def _carried_out(run: Run) -> Run:
    """The decision that this follows from, if any, is carried out with it."""
    run.decisions.filter(done_at=None).update(done_at=timezone.now())
    return run


def officer(actor: Actor) -> Account:
    """A city officer with a name: two people decide, and a command is nobody."""
    require(actor, Role.CITY)
    if actor.account is None:
        raise PermissionDenied
    account: Account = actor.account
    return account


def _already(run: Run) -> str:
    if run.decided_by is not None:
        said = {"name": str(run.decided_by), "state": run.get_state_display()}
        return _("%(name)s was first: this run is %(state)s.") % said
    if run.noticed_by is not None:
        said = {"name": str(run.noticed_by), "state": run.get_state_display()}
        return _("%(name)s was first: this run is %(state)s.") % said
    return _("This run is %(state)s.") % {"state": run.get_state_display()}


def _check_latest(run: Run) -> None:
    states = Run.State
    others = Run.objects.filter(year=run.year).exclude(pk=run.pk)
    if others.filter(state=states.NOTICED).exists():
        raise RefusedError(_("A run of this year is in public notice; decide on it first."))
    if others.filter(pk__gt=run.pk, state__in=[states.COMPUTING, states.DRAFT]).exists():
        raise RefusedError(_("There is a newer run of this year."))
    if run.previous != last_approved(run.year):
        raise RefusedError(_("Another run was approved since this one was computed."))


def _tell(run: Run, kind: str) -> None:
    """Tells those who speak for organizations with awards of the run, once an organization."""
    awarded = Award.objects.filter(line__run=run).values("uscc")
    speaking = Representation.objects.filter(organization__in=awarded, account__is_active=True)
    accounts: dict[str, list[Account]] = {}
    for one in speaking.select_related("account").order_by("organization", "account"):
        accounts.setdefault(one.organization_id, []).append(one.account)
    tell_each(
        kind,
        [
            Tidings(
                those,
                key=f"{kind} {run.pk} {uscc}",
                context={"year": run.year},
                link=reverse("settlement:organization", args=[uscc]),
                organization=uscc,
            )
            for uscc, those in accounts.items()
        ],
    )


def _address(run: Run) -> str:
    return reverse("settlement:run", args=[run.pk])
