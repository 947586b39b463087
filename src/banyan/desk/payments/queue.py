"""Accounts that wait for a finance officer to look at them."""

from __future__ import annotations

from datetime import date

from django.db.models import CharField, Exists, OuterRef
from django.db.models.functions import Cast
from django.urls import reverse

from banyan.desk.audit import Actor, Origin, action, log
from banyan.desk.audit.models import Entry
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.obligations.models import Obligation
from banyan.desk.obligations.opening import close_obligations, open_obligation
from banyan.desk.payments.actions.parts import FINANCE
from banyan.desk.people.access import require
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.models import Organization

_KINDS = ("payments.check_accounts", "payments.account")
_OPEN = (Obligation.State.OPEN, Obligation.State.PAUSED)


@action("payments.queue_accounts")
def queue_accounts(actor: Actor) -> None:
    """Opens the obligation to look at each new account, and ends those on accounts that another
    has replaced. Only the system does."""
    require(actor)
    waiting, replaced = _new(), _replaced()
    names = dict(
        Organization.objects.filter(uscc__in=[one.uscc for one in waiting]).values_list(
            "uscc", "name"
        )
    )
    for one in waiting:
        open_obligation(
            "payments.check_accounts",
            one,
            FINANCE,
            working_days=adopted_count("payment.step_days"),
            link=reverse("payments:accounts"),
            words={"organization": names.get(one.uscc, one.uscc)},
        )
    for one in replaced:
        close_obligations(actor, one, "payments.check_accounts", dropped=True)
        close_obligations(actor, one, "payments.account")
    log("payments.accounts", after={"opened": len(waiting), "replaced": len(replaced)})


def _open_on_accounts() -> Exists:
    """Whether something is to be done about an account."""
    return Exists(
        Obligation.objects.filter(
            kind__in=_KINDS,
            state__in=_OPEN,
            subject=PayeeAccount._meta.label_lower,
            key=Cast(OuterRef("pk"), CharField()),
        )
    )


def _new() -> list[PayeeAccount]:
    present = PayeeAccount.objects.filter(
        ended_at__isnull=True, check_state=PayeeAccount.Check.OPEN
    )
    return list(present.filter(~_open_on_accounts()))


def _replaced() -> list[PayeeAccount]:
    return list(PayeeAccount.objects.filter(_open_on_accounts(), ended_at__isnull=False))


def bring_up_to_date() -> None:
    """Queues accounts, where there are any to queue."""
    if _new() or _replaced():
        queue_accounts(Actor(origin=Origin("task")))


def heard(entry: Entry) -> None:
    """What was written in the audit about an account: it may be a new one."""
    if entry.subject == PayeeAccount._meta.label_lower and not entry.action.startswith("payments."):
        bring_up_to_date()


def each_day(actor: Actor, day: date) -> None:
    """What was missed, because a process died between the two."""
    bring_up_to_date()
