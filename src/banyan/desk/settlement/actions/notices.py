"""A draft becomes public, and then final or nothing: two people, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, action, log
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy.errors import RefusedError
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Representation
from banyan.desk.settlement import hooks
from banyan.desk.settlement.actions.runs import held, hold_year, last_approved
from banyan.desk.settlement.awarding import approve_awards, commit_awards, release_awards
from banyan.desk.settlement.kinds import ANSWER, APPROVED, DECIDE, NOTICED, WITHDRAWN
from banyan.desk.settlement.models import Award, Run
from banyan.desk.settlement.reducing import reduce_awards


@action("settlement.open_notice")
def open_notice(actor: Actor, run: Run) -> Run:
    """Puts the awards of a draft before the public and commits their money. Raises LackingError
    where the budgets do not bear them, and RefusedError for anything but the latest draft of its
    year."""
    account = _officer(actor)
    hold_year(run.year)
    run = held(run)
    if run.state != Run.State.DRAFT:
        raise RefusedError(_already(run))
    _check_latest(run)
    if not run.differs:
        raise RefusedError(_("This run gives exactly what was awarded before."))
    days = adopted_count("notice.days")
    run.state = Run.State.NOTICED
    run.noticed_by, run.noticed_on = account, timezone.localdate()
    run.notice_ends_on = working_days_after(run.noticed_on, days)
    run.save(update_fields=["state", "noticed_by", "noticed_on", "notice_ends_on"])
    awards = commit_awards(actor, run)
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
    _tell(run, NOTICED)
    return run


@action("settlement.approve")
def approve(actor: Actor, run: Run) -> Run:
    """The second person makes a noticed run final: its awards are payable, and what it gives less
    is taken of earlier awards. Raises RefusedError before the notice has ended, while an objection
    waits for its answer, and to the one who opened the notice."""
    account = _officer(actor)
    hold_year(run.year)
    run = held(run)
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
    awards = approve_awards(actor, run)
    reductions = reduce_awards(actor, run)
    run.state, run.decided_by, run.decided_at = Run.State.APPROVED, account, timezone.now()
    run.save(update_fields=["state", "decided_by", "decided_at"])
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
    _tell(run, APPROVED)
    return run


@action("settlement.withdraw")
def withdraw(actor: Actor, run: Run, reason: str) -> Run:
    """Ends a run that is not approved: its awards are released, and nothing comes of it. Raises
    RefusedError without a reason, and for a run that is decided on."""
    account = _officer(actor)
    hold_year(run.year)
    run = held(run)
    states = Run.State
    if run.state not in (states.COMPUTING, states.DRAFT, states.NOTICED):
        raise RefusedError(_already(run))
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    before = run.state
    if before == states.NOTICED:
        _tell(run, WITHDRAWN)
    awards = release_awards(actor, run)
    run.state, run.reason = states.WITHDRAWN, reason.strip()[:1000]
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
    return run


def _officer(actor: Actor) -> Account:
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
    speaking: dict[str, list[Account]] = {}
    for one in Representation.objects.select_related("account").filter(account__is_active=True):
        speaking.setdefault(one.organization_id, []).append(one.account)
    awards = Award.objects.filter(line__run=run).order_by("uscc")
    for codes in _in_pieces(sorted(speaking)):
        for uscc in awards.filter(uscc__in=codes).values_list("uscc", flat=True).distinct():
            tell(
                speaking[uscc],
                kind,
                key=f"{kind} {run.pk} {uscc}",
                context={"year": run.year},
                link=reverse("settlement:organization", args=[uscc]),
                organization=uscc,
            )


def _in_pieces(codes: list[str]) -> Iterator[list[str]]:
    rest = iter(codes)
    while piece := list(islice(rest, 500)):
        yield piece


def _address(run: Run) -> str:
    return reverse("settlement:run", args=[run.pk])
