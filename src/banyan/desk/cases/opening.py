"""How a case comes to the ledgers; the other parts of the desk call it in their own actions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from banyan.desk.audit import Actor, log
from banyan.desk.cases.holding import hand_over
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case, Move
from banyan.desk.cases.search import refresh
from banyan.desk.cases.states import Gravity, Level, State
from banyan.desk.people.models import Unit
from banyan.desk.records.models import Organization


@dataclass(frozen=True)
class Wanted:
    """What a new case says. It is in the ledger of its (organization's) county, or the city's where
    there is none or ``level`` says so. With a
    ``lead`` it need not be dispatched and accepted: its steps run from today (a warning, a decision
    of a meeting)."""

    kind: str
    category: str
    title: str
    text: str = ""
    organization: Organization | None = None
    county: str = ""
    level: str = ""
    gravity: str = Gravity.GENERAL
    fields: Mapping[str, Any] = field(default_factory=dict)
    contact: str = ""
    phone: str = ""
    lead: Unit | None = None
    working_days: int | None = None


def open_case(actor: Actor, wanted: Wanted, origin: str, key: str = "") -> Case:
    """Opens a case within a running action: row, first move, obligation, audit entry. What has come
    from ``origin`` with this ``key`` already stands: that case is returned as it is. KeyError for a
    kind or category that the pack does not declare."""
    kind_of(wanted.kind).categories[wanted.category]
    county = wanted.county or (wanted.organization.county if wanted.organization else "")
    now = timezone.now()
    values: dict[str, Any] = {
        "kind": wanted.kind,
        "category": wanted.category,
        "title": wanted.title.strip(),
        "text": wanted.text.strip(),
        "organization": wanted.organization,
        "county": county,
        "level": wanted.level or (Level.COUNTY if county else Level.CITY),
        "gravity": wanted.gravity,
        "fields": dict(wanted.fields),
        "contact": wanted.contact,
        "phone": wanted.phone,
        "lead": wanted.lead,
        "state": State.UNDER_WAY if wanted.lead else State.RECORDED,
        "dispatched_at": now if wanted.lead else None,
        "accepted_at": now if wanted.lead else None,
        "raised_by": actor.account,
        "raised_at": now,
    }
    case: Case
    try:
        with transaction.atomic():
            case = Case.objects.create(origin=origin, origin_key=key, **values)
    except IntegrityError:
        known: Case | None = (
            Case.objects.filter(origin=origin, origin_key=key).first() if key else None
        )
        if known is None:
            raise
        log(known, after={"came_again": key})
        return known
    Move.objects.create(
        case=case,
        action="open",
        target=case.state,
        level=case.level,
        unit=case.lead,
        by=actor.account,
        at=now,
    )
    hand_over(actor, case, working_days=wanted.working_days)
    refresh(case)
    log(
        case,
        after={
            "reference": case.reference,
            "kind": case.kind,
            "category": case.category,
            "state": case.state,
            "level": case.level,
            "origin": origin,
        },
        organization=case.organization_id or "",
    )
    return case
