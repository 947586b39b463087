"""Reads what is kept of an organization, and computes it anew where something has changed."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Max
from django.utils import timezone

from banyan.desk.benefits.city import Held, boards_of
from banyan.desk.benefits.computing import PATIENT_SECONDS, QUICK_SECONDS, compute
from banyan.desk.benefits.models import Benefits, CityBoards
from banyan.desk.policy.pack_in_force import pack_in_force
from banyan.desk.records.models import FACTS, Revision
from banyan.rules.pack import Pack
from banyan.rules.wording import fen

QUICK_ROWS = 2_000
"""An organization with no more rows of facts is computed while its page waits."""

SETTLED_AFTER = timedelta(minutes=1)
"""How long after a change the city is settled; what changes meanwhile is taken in."""


@dataclass(frozen=True)
class Current:
    """``benefits`` with the boards of the year; ``renewing`` where they are of earlier facts and
    newer ones are being computed; ``None`` where there are none at all yet."""

    benefits: Benefits | None
    held: Held
    pack: Pack
    renewing: bool


def current(organization: Any, year: int) -> Current:
    """What is kept, brought up to date where that is quick, else marked and brought up to date in
    the background. Raises FactsError and UsageError as ``compute``."""
    pack, held = pack_in_force(), boards_of(year)
    if not held.version and not CityBoards.objects.filter(pk=year).exists():
        want_boards(year)  # somebody looks at this year for the first time
        held = boards_of(year)
    revision = _last_revision(organization.pk)
    kept = Benefits.objects.filter(organization=organization, year=year).first()
    if kept is not None and is_current(kept, revision, pack, held):
        return Current(kept, held, pack, renewing=False)
    if not _is_quick(organization.pk):
        from banyan.desk.benefits.tasks import recompute

        recompute.enqueue(organization.pk, year)
        # without a worker of its own (tests) the task is done by now
        fresh = Benefits.objects.filter(organization=organization, year=year).first()
        renewing = fresh is None or not is_current(fresh, revision, pack, held)
        return Current(fresh, held, pack, renewing)
    return Current(renew(organization.pk, year, seconds=QUICK_SECONDS), held, pack, renewing=False)


def renew(uscc: str, year: int, *, seconds: float = PATIENT_SECONDS) -> Benefits:
    """Computes and keeps. Raises FactsError and UsageError as ``compute``."""
    pack, held = pack_in_force(), boards_of(year)
    revision = _last_revision(uscc)  # before the records are read: what comes later is not in
    kept = compute(pack, uscc, year, held, seconds=seconds)
    benefits, _ = Benefits.objects.update_or_create(
        organization_id=uscc,
        year=year,
        defaults={
            "kept": kept,
            "amount": fen(kept["explanations"]["zh"]["amount"]),
            "computed_at": timezone.now(),
            "revision": revision,
            "pack_sha256": pack.sha256,
            "boards_version": held.version,
            "outdated": False,
        },
    )
    return benefits


def is_current(kept: Benefits, revision: int, pack: Pack, held: Held) -> bool:
    return (
        not kept.outdated
        and kept.revision == revision
        and kept.pack_sha256 == pack.sha256
        and kept.boards_version == held.version
    )


def records_changed(organizations: Collection[str]) -> None:
    """Has what is kept of one organization computed anew, and the city settled. Called after
    commit. What is kept of many is computed when somebody looks."""
    from banyan.desk.benefits.tasks import recompute

    if len(organizations) == 1:
        kept = Benefits.objects.filter(organization__in=organizations)
        for uscc, year in kept.values_list("organization_id", "year"):
            recompute.enqueue(uscc, year)
    want_boards()


def verified(uscc: str) -> None:
    """A record of the organization was verified, which leaves no revision. Called after commit."""
    Benefits.objects.filter(organization=uscc).update(outdated=True)
    records_changed({uscc})


def want_boards(*years: int) -> None:
    """Has the city settled soon: for these years, else for every one for which it was before."""
    from banyan.desk.benefits.tasks import settle_city_boards

    for year in years:
        CityBoards.objects.get_or_create(pk=year)
    now = timezone.now()
    waiting = CityBoards.objects.filter(wanted_at=None)
    wanted = waiting.filter(pk__in=years) if years else waiting
    for year in list(wanted.values_list("pk", flat=True)):
        if not waiting.filter(pk=year).update(wanted_at=now):
            continue  # somebody else was first
        task = settle_city_boards
        if task.get_backend().supports_defer and not years:
            task = task.using(run_after=now + SETTLED_AFTER)
        task.enqueue(year)


def _last_revision(uscc: str) -> int:
    return Revision.objects.filter(organization=uscc).aggregate(last=Max("pk"))["last"] or 0


def _is_quick(uscc: str) -> bool:
    """Whether the organization has few enough records to be computed at once."""
    left = QUICK_ROWS
    for model in FACTS.values():
        if model.organization_path:
            rows = model.objects.filter(**{f"{model.organization_path}__pk": uscc})
            left -= len(rows.values_list("pk")[: left + 1])
            if left < 0:
                return False
    return True
