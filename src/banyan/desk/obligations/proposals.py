"""One proposes, another decides: what takes two people.

The app has a model of its own, whose rows say what is proposed, and calls the steps within its
actions. It checks who may, does what follows, and writes the entry; the steps see to everything
else::

    class BudgetChange(Proposal):
        amount = ...

        class Meta(Proposal.Meta):
            constraints = [*Proposal.Meta.constraints, ...]

    @action("funds.propose_change")
    def propose_change(actor: Actor, amount: int, reason: str) -> BudgetChange:
        require(actor, Role.FINANCE)
        change = BudgetChange(amount=amount, reason=given_reason(reason, "reason"))
        propose(actor, change, TO_CONFIRM, Holder(role=Role.FINANCE), working_days=5)
        log(change, after=...)
        return change

    @action("funds.confirm_change")
    def confirm_change(actor: Actor, change: BudgetChange) -> None:
        require(actor, Role.FINANCE)
        change = confirm(actor, change)
        ...  # what the change does
        log(change, before={"state": Proposal.State.PROPOSED}, after=...)

``obligations/proposal.html`` says on a page who proposed and decided, and why;
``obligations/decision.html`` has the buttons; ``proposal_pages.decide`` is their view.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, ClassVar, TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.models import Account


class Proposal(models.Model):
    """What one account proposes and another confirms or refuses; whoever proposed it can withdraw
    it. ``reason`` is the proposer's, ``answer`` the one of who refuses. The page of a row
    (``get_absolute_url``) is where it is decided."""

    class State(models.TextChoices):
        PROPOSED = "proposed", gettext_lazy("proposed")
        CONFIRMED = "confirmed", gettext_lazy("confirmed")
        REFUSED = "refused", gettext_lazy("refused")
        WITHDRAWN = "withdrawn", gettext_lazy("withdrawn")

    state = models.CharField(max_length=10, choices=State.choices, default=State.PROPOSED)
    reason = models.CharField(gettext_lazy("reason"), max_length=1000, blank=True)
    proposed_by = models.ForeignKey(Account, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField(auto_now_add=True)
    answer = models.CharField(gettext_lazy("answer"), max_length=1000, blank=True)
    decided_by = models.ForeignKey(Account, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        abstract = True
        ordering: ClassVar = ["-id"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(state="proposed") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="%(app_label)s_%(class)s_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "withdrawn"]) | ~Q(decided_by=F("proposed_by")),
                name="%(app_label)s_%(class)s_by_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="refused") | ~Q(answer=""),
                name="%(app_label)s_%(class)s_refused_with_answer",
            ),
        ]

    @property
    def is_waiting(self) -> bool:
        return self.state == Proposal.State.PROPOSED

    def get_absolute_url(self) -> str:
        raise NotImplementedError


P = TypeVar("P", bound=Proposal)


def given_reason(text: str, field: str) -> str:
    """What somebody gives as the reason; RefusedError where that is nothing."""
    if not text.strip():
        raise RefusedError(_("Say why."), field)
    return text.strip()


def propose(
    actor: Actor,
    proposal: Proposal,
    kind: str,
    holder: Holder,
    *,
    working_days: int,
    words: Mapping[str, Any] | None = None,
    organization: str = "",
) -> None:
    """Saves the new row and lets ``holder`` decide on it, but not who proposes it; otherwise as
    ``open_obligation``. Raises PermissionDenied for an actor without a name: a command is nobody
    of two people. IntegrityError is that of the model's own constraints."""
    proposal.proposed_by = _named(actor)
    proposal.save(force_insert=True)
    open_obligation(
        kind,
        proposal,
        replace(holder, not_account=proposal.proposed_by),
        working_days=working_days,
        link=proposal.get_absolute_url(),
        words=words,
        organization=organization,
    )


def held(proposal: P) -> P:
    """The row as it is now, held until the transaction ends. Raises RefusedError where it has been
    decided on."""
    found: P = type(proposal)._base_manager.select_for_update().get(pk=proposal.pk)
    if not found.is_waiting:
        decided = {"name": str(found.decided_by), "state": found.get_state_display()}
        raise RefusedError(_("%(name)s was first: this proposal is %(state)s.") % decided)
    return found


def confirm(actor: Actor, proposal: P) -> P:
    """The row, held, confirmed. Raises RefusedError where the actor proposed it, or somebody has
    decided on it."""
    found = held(proposal)
    if found.proposed_by == _named(actor):
        raise RefusedError(_("Whoever proposed it cannot confirm it."))
    return _decided(actor, found, Proposal.State.CONFIRMED)


def refuse(actor: Actor, proposal: P, answer: str) -> P:
    """The row, held, refused for the reason ``answer``. Raises RefusedError as ``confirm`` does,
    and where no reason is given."""
    found = held(proposal)
    if found.proposed_by == _named(actor):
        raise RefusedError(_("Whoever proposed it can withdraw it, not refuse it."))
    found.answer = given_reason(answer, "answer")
    return _decided(actor, found, Proposal.State.REFUSED)


def withdraw(actor: Actor, proposal: P) -> P:
    """The row, held, withdrawn. Raises RefusedError where another proposed it, or somebody has
    decided on it."""
    found = held(proposal)
    if found.proposed_by != _named(actor):
        raise RefusedError(_("Only whoever proposed it can withdraw it."))
    return _decided(actor, found, Proposal.State.WITHDRAWN)


def drop(actor: Actor, proposal: P) -> P:
    """The row, held, withdrawn because what it was about has become something else; by who made it
    so, or where that was the desk itself by who proposed it. RefusedError where somebody has
    decided on it."""
    found = held(proposal)
    by = actor if actor.account is not None else replace(actor, account=found.proposed_by)
    return _decided(by, found, Proposal.State.WITHDRAWN)


def _named(actor: Actor) -> Account:
    if actor.account is None:
        raise PermissionDenied
    account: Account = actor.account
    return account


def _decided(actor: Actor, proposal: P, state: Proposal.State) -> P:
    proposal.state = state
    proposal.decided_by, proposal.decided_at = actor.account, timezone.now()
    proposal.save(update_fields=["state", "answer", "decided_by", "decided_at"])
    close_obligations(actor, proposal, dropped=state == Proposal.State.WITHDRAWN)
    return proposal
