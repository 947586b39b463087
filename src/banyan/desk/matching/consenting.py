"""What the parts above ask: may this be paid, and where to."""

from __future__ import annotations

from collections.abc import Collection

from banyan.desk.audit import Actor
from banyan.desk.matching.models import Consent, PayeeAccount


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
