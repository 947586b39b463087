"""How the other parts open, pause and close obligations: in a running action, beside ``log``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor
from banyan.desk.obligations import kinds
from banyan.desk.obligations.calendar import read_calendar, working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role

State = Obligation.State
_WAITING = (State.OPEN, State.PAUSED)


@dataclass(frozen=True)
class Holder:
    """Who must act: an account, or everybody of a role, within a county or a unit where given, or
    everybody of a unit, but ``not_account`` (who did the first part of what a second person
    completes). The role ``enterprise`` means those who speak for the obligation's organization."""

    role: Role | None = None
    county: str = ""
    unit: Unit | None = None
    account: Account | None = None
    not_account: Account | None = None


def open_obligation(
    kind: str,
    subject: models.Model,
    holder: Holder,
    *,
    working_days: int,
    link: str,
    words: Mapping[str, Any] | None = None,
    organization: str = "",
) -> Obligation:
    """Opens one, due ``working_days`` from today; the open one of the same kind and subject stands
    where there is one already. Raises ValueError for a kind that is not declared or a holder that
    nobody is, KeyError where ``words`` do not fill the kind's title."""
    if not kinds.is_declared(kind):
        raise ValueError(f"no obligation is declared as {kind}")
    if holder.account is None and holder.role is None and holder.unit is None:
        raise ValueError("somebody must hold an obligation")
    if holder.account is None and holder.role == Role.ENTERPRISE and not organization:
        raise ValueError("of which organization are those who hold it?")
    kinds.title(kind, words or {})
    made, _new = Obligation.objects.get_or_create(
        kind=kind,
        subject=subject._meta.label_lower,
        key=str(subject.pk),
        state__in=_WAITING,
        defaults={
            "words": dict(words or {}),
            "organization": organization,
            "link": link,
            "role": holder.role or "",
            "county": holder.county,
            "unit": holder.unit,
            "account": holder.account,
            "not_account": holder.not_account,
            "due_on": working_days_after(timezone.localdate(), working_days),
            "working_days": working_days,
        },
    )
    return made


def close_obligations(
    actor: Actor, subject: models.Model, *kinds: str, dropped: bool = False
) -> int:
    """Ends the open obligations on ``subject`` (of ``kinds``, where given): done, or no longer
    needed. How many there were."""
    found = Obligation.objects.filter(
        subject=subject._meta.label_lower, key=str(subject.pk), state__in=_WAITING
    )
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.update(
        state=State.DROPPED if dropped else State.DONE,
        ended_at=timezone.now(),
        ended_by=actor.account,
    )


def pause_obligation(obligation: Obligation, reason: str) -> Obligation:
    """Stops the clock, with a reason that everybody who sees it reads. Raises ValidationError
    where there is no reason, or it is not open."""
    held: Obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if not reason.strip():
        raise ValidationError({"reason": _("Give the reason; whoever waits reads it.")})
    if held.state != State.OPEN:
        raise ValidationError(_("This is %(state)s already.") % {"state": held.get_state_display()})
    held.state, held.reason, held.paused_on = State.PAUSED, reason.strip(), timezone.localdate()
    held.save(update_fields=["state", "reason", "paused_on"])
    return held


def resume_obligation(obligation: Obligation) -> Obligation:
    """Starts the clock again. The working days that were left when it was paused are given back;
    what was overdue then stays so. Raises ValidationError where it is not paused."""
    held: Obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if held.state != State.PAUSED or held.paused_on is None:
        raise ValidationError(_("This is not paused."))
    if held.due_on >= held.paused_on:
        calendar = read_calendar(held.paused_on, held.due_on)
        left = calendar.working_days_between(held.paused_on, held.due_on)
        held.due_on = working_days_after(timezone.localdate(), left)
        held.reminded = ""
    held.state, held.paused_on, held.reason = State.OPEN, None, ""
    held.save(update_fields=["state", "due_on", "reminded", "paused_on", "reason"])
    return held


def extend_obligation(obligation: Obligation, until: date) -> Obligation:
    """Gives it until the end of ``until``. To whom it was given further because it was late, it is
    no longer given; reminders begin anew. Raises ValidationError where it is not open or that is
    no later day."""
    held: Obligation = Obligation.objects.select_for_update().get(pk=obligation.pk)
    if held.state != State.OPEN:
        raise ValidationError(_("This is %(state)s already.") % {"state": held.get_state_display()})
    if until <= held.due_on:
        raise ValidationError(_("That is not later than the day until when it is due now."))
    held.due_on, held.reminded = until, ""
    held.escalated_on, held.escalated_to = None, ""
    held.save(update_fields=["due_on", "reminded", "escalated_on", "escalated_to"])
    return held
