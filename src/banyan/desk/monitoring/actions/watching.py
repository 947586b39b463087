"""Which enterprises report each month."""

from __future__ import annotations

from datetime import date

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.monitoring.models import Expected, KeyEnterprise
from banyan.desk.monitoring.reports import REPORT
from banyan.desk.monitoring.scope import OFFICERS
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.records.models import Organization


@action("monitoring.watch")
def watch(actor: Actor, organization: Organization, since: date) -> KeyEnterprise:
    """Has the enterprise report each month from that of ``since`` on. Raises RefusedError where it
    does already, or did so in that month."""
    _require_officer_of(actor, organization)
    since = since.replace(day=1)
    if KeyEnterprise.objects.filter(organization=organization, until__gt=since).exists():
        raise RefusedError(_("It reported in that month already; begin later."), "since")
    try:
        with transaction.atomic():
            made: KeyEnterprise = KeyEnterprise.objects.create(
                organization=organization, since=since, by=actor.account
            )
    except IntegrityError:
        raise RefusedError(_("This enterprise is watched already.")) from None
    log(made, after={"since": f"{since:%Y-%m}"}, organization=organization.pk)
    return made


@action("monitoring.unwatch")
def unwatch(actor: Actor, key: KeyEnterprise, until: date) -> None:
    """The enterprise reports no more from the month of ``until`` on; what it has reported stays.
    Raises RefusedError where it ended already."""
    _require_officer_of(actor, key.organization)
    held: KeyEnterprise = KeyEnterprise.objects.select_for_update().get(pk=key.pk)
    if held.until is not None:
        raise RefusedError(_("This enterprise is not watched any more."))
    held.until = max(until.replace(day=1), held.since)
    held.save(update_fields=["until"])
    waiting = Expected.objects.filter(
        organization=held.organization, month__gte=held.until, open=True
    )
    for one in waiting:
        close_obligations(actor, one, REPORT, dropped=True)
    waiting.update(open=False)
    log(key, after={"until": f"{held.until:%Y-%m}"}, organization=held.organization_id)


def _require_officer_of(actor: Actor, organization: Organization) -> None:
    require(actor, *OFFICERS)
    if actor.account is not None and actor.account.county not in ("", organization.county):
        raise PermissionDenied
