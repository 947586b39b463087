"""A finance officer says of accounts whether money may go there."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.matching.models import PayeeAccount
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.payments.account_checks import doubts_of
from banyan.desk.payments.actions.parts import require_finance
from banyan.desk.people.models import Account
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records.speaking import representatives

States = PayeeAccount.Check


@action("payments.mark_accounts")
def mark_accounts(
    actor: Actor, accounts: Collection[int], *, good: bool, note: str = ""
) -> list[PayeeAccount]:
    """Says of accounts (their keys) that money may go there, or not; an account that is bad has the
    enterprise asked for another. A note is needed where one is bad, and where something speaks
    against one that is good. Raises RefusedError; none is marked then."""
    require_finance(actor)
    note = note.strip()[:500]
    state = States.GOOD if good else States.BAD
    found = list(
        PayeeAccount.objects.select_for_update()
        .filter(~Q(check_state=state), pk__in=accounts, ended_at__isnull=True)
        .order_by("pk")
    )
    if not found:
        raise RefusedError(_("These accounts are marked or replaced already."))
    if not note and not good:
        raise RefusedError(_("Say why: the enterprise reads it."), "note")
    if not note and any(doubts_of(found).values()):
        raise RefusedError(_("Something speaks against an account: say why it is good."), "note")
    people = representatives([one.uscc for one in found])
    for one in found:
        before = one.check_state
        one.check_state, one.check_note = state, note
        one.checked_by, one.checked_at = actor.account, timezone.now()
        one.save(update_fields=["check_state", "check_note", "checked_by", "checked_at"])
        close_obligations(actor, one, "payments.check_accounts")
        if good:
            close_obligations(actor, one, "payments.account")
        else:
            _ask_for_another(one, people[one.uscc])
        log(
            one,
            before={"check_state": before},
            after={"check_state": one.check_state, "check_note": note},
            organization=one.uscc,
        )
    return found


def account_page(uscc: str) -> str:
    """Where an enterprise gives its account."""
    return reverse("matching:account", args=[uscc])


def _ask_for_another(account: PayeeAccount, people: list[Account]) -> None:
    link = account_page(account.uscc)
    tell(
        people,
        "payments.account_refused",
        key=f"payments.account_refused {account.pk} {account.checked_at}",
        context={"tail": account.number[-4:], "note": account.check_note},
        link=link,
        organization=account.uscc,
    )
    open_obligation(
        "payments.account",
        account,
        Holder(role=Role.ENTERPRISE),
        working_days=adopted_count("payment.account_days"),
        link=link,
        organization=account.uscc,
    )
