"""How the other parts open and close obligations: within a running action, beside ``log``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils import timezone

from banyan.desk.audit import Actor
from banyan.desk.obligations.calendar import working_days_after
from banyan.desk.obligations.models import Obligation
from banyan.desk.people.models import Account, Unit
from banyan.desk.people.roles import Role


@dataclass(frozen=True)
class Holder:
    """Who must act: an account, or everybody of a role, within a county or a unit where given.
    The role ``enterprise`` means those who speak for the obligation's organization."""

    role: Role | None = None
    county: str = ""
    unit: Unit | None = None
    account: Account | None = None


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
    where there is one already."""
    made, _ = Obligation.objects.get_or_create(
        kind=kind,
        subject=subject._meta.label_lower,
        key=str(subject.pk),
        state__in=[Obligation.State.OPEN, Obligation.State.PAUSED],
        defaults={
            "words": dict(words or {}),
            "organization": organization,
            "link": link,
            "role": holder.role or "",
            "county": holder.county,
            "unit": holder.unit,
            "account": holder.account,
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
    states = Obligation.State
    found = Obligation.objects.filter(
        subject=subject._meta.label_lower,
        key=str(subject.pk),
        state__in=[states.OPEN, states.PAUSED],
    )
    if kinds:
        found = found.filter(kind__in=kinds)
    return found.update(
        state=states.DROPPED if dropped else states.DONE,
        ended_at=timezone.now(),
        ended_by=actor.account,
    )
