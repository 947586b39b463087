"""What the parts above ask: may this be paid, and where to."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass, replace

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, log
from banyan.desk.matching.models import Consent, PayeeAccount
from banyan.desk.records.models import Organization


@dataclass(frozen=True)
class AccountGiven:
    """An account as somebody wrote it. ``explanation`` says why its holder has another name than
    the organization."""

    holder: str
    bank: str
    number: str
    branch_code: str = ""
    explanation: str = ""


def give_consent(actor: Actor, year: int, measure: str, uscc: str, origin: Consent.Origin) -> None:
    """Writes down, within a running action, that the organization wants what the measure gives;
    once it stands it stands."""
    Consent.objects.get_or_create(
        year=year,
        measure=measure,
        uscc=uscc,
        defaults={"origin": origin, "given_by": actor.account},
    )


def payee_accounts(codes: Collection[str]) -> dict[str, PayeeAccount]:
    """The present account of each organization that has given one."""
    found = PayeeAccount.objects.filter(uscc__in=codes, ended_at__isnull=True)
    return {one.uscc: one for one in found}


def put_account(actor: Actor, uscc: str, given: AccountGiven) -> PayeeAccount:
    """Makes this the account of the organization, within a running action: a new row that nobody
    has checked, where it differs from the present one, which then ends. Raises RefusedError where
    it cannot be an account, with the field that is at fault."""
    # Held, so that of two who give the first account at once the second sees the first one's.
    organization = Organization.objects.select_for_update(no_key=True).get(pk=uscc)
    given = checked(given, organization.name)
    now = PayeeAccount.objects.filter(uscc=uscc, ended_at__isnull=True).first()
    if now is not None and _said(now) == given:
        return now
    if now is not None:
        now.ended_at = timezone.now()
        now.save(update_fields=["ended_at"])
    made = PayeeAccount.objects.create(
        uscc=uscc,
        holder=given.holder,
        bank=given.bank,
        branch_code=given.branch_code,
        number=given.number,
        explanation=given.explanation,
        given_by=actor.account,
    )
    log(
        made,
        before=None if now is None else _shown(now),
        after=_shown(made),
        organization=uscc,
    )
    return made


def checked(given: AccountGiven, name: str) -> AccountGiven:
    """The account without stray spaces. Raises RefusedError where it cannot be one, or where its
    holder is not the organization and nobody says why."""
    given = AccountGiven(
        holder=" ".join(given.holder.split()),
        bank=" ".join(given.bank.split()),
        number=re.sub(r"[\s-]", "", given.number),
        branch_code=re.sub(r"\s", "", given.branch_code),
        explanation=given.explanation.strip(),
    )
    if not re.fullmatch(r"[0-9]{8,34}", given.number):
        raise RefusedError(_("An account number has 8 to 34 digits."), "number")
    if given.branch_code and not re.fullmatch(r"[0-9]{12}", given.branch_code):
        raise RefusedError(_("A bank code has 12 digits."), "branch_code")
    if not given.bank:
        raise RefusedError(_("Name the bank and its branch."), "bank")
    if not given.holder:
        raise RefusedError(_("Name the holder of the account."), "holder")
    own = _plain(given.holder) == _plain(name)
    if not own and not given.explanation:
        raise RefusedError(
            _("The account is not in the name of %(name)s; say why.") % {"name": name},
            "explanation",
        )
    return replace(given, explanation="") if own else given


def _plain(name: str) -> str:
    """A name as it is compared: the width of brackets and letters, case and spaces say nothing."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", name)).casefold()


def _said(account: PayeeAccount) -> AccountGiven:
    return AccountGiven(
        account.holder, account.bank, account.number, account.branch_code, account.explanation
    )


def _shown(account: PayeeAccount) -> dict[str, str]:
    """What the audit keeps: enough to know it again, not the whole number."""
    return {"holder": account.holder, "bank": account.bank, "number": f"…{account.number[-4:]}"}
