"""Projects on the lists of a year: the places are counted, and none is given twice."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.people.roles import Role
from banyan.desk.projects.holding import held
from banyan.desk.projects.kinds import ProjectList, declared
from banyan.desk.projects.models import Listing, Project

TRIES = 5


@action("projects.put_on_list")
def put_on_list(actor: Actor, project: Project, code: str, year: int, batch: int = 1) -> Listing:
    """Gives the project the first free place of a list (``year`` does not matter where the list
    is not yearly). RefusedError where it is on it, is of another kind, or no place is free. The
    database gives a place once: of two at once the second takes the next, or is told."""
    found = held(actor, project, Role.CITY)
    chosen = declared().lists.get(code)
    if chosen is None or found.kind not in chosen.kinds:
        raise RefusedError(_("The list is not for projects of this kind."), "list")
    year = year if chosen.yearly else 0
    if chosen.yearly and not 2000 <= year <= 2100:
        raise RefusedError(_("Choose the year of the list."), "year")
    if not 1 <= batch <= 99:
        raise RefusedError(_("Choose the batch."), "batch")
    made = _placed(actor, found, chosen, year, batch)
    log(
        made,
        after={"list": code, "year": year, "place": made.place, "batch": batch},
        organization=found.organization_id,
    )
    return made


def _placed(actor: Actor, project: Project, chosen: ProjectList, year: int, batch: int) -> Listing:
    for _try in range(TRIES):
        active = Listing.objects.filter(list=chosen.code, year=year, ended_at=None)
        if active.filter(project=project).exists():
            raise RefusedError(_("The project is on this list already."), "list")
        taken = set(active.values_list("place", flat=True))
        free = next((n for n in range(1, chosen.places + 1) if n not in taken), None)
        if free is None:
            raise RefusedError(
                _("All %(places)s places of this list are taken.") % {"places": chosen.places},
                "list",
            )
        try:
            with transaction.atomic():
                made: Listing = Listing.objects.create(
                    project=project,
                    list=chosen.code,
                    year=year,
                    place=free,
                    batch=batch,
                    by=actor.account,
                )
                return made
        except IntegrityError:
            continue  # somebody has just taken it
    raise RefusedError(_("Others are filling this list right now. Try again."), "list")


@action("projects.take_off_list")
def take_off_list(actor: Actor, listing: Listing, reason: str) -> Listing:
    """Takes the project off the list, with a reason; its place is free again."""
    project = held(actor, listing.project, Role.CITY)
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    ended = Listing.objects.filter(pk=listing.pk, ended_at=None).update(
        ended_at=timezone.now(), ended_by=actor.account, reason=reason.strip()[:500]
    )
    if not ended:
        raise RefusedError(_("The project is not on this list any more."))
    found: Listing = Listing.objects.get(pk=listing.pk)
    log(
        found,
        before={"list": found.list, "year": found.year, "place": found.place},
        after={"reason": found.reason},
        organization=project.organization_id,
    )
    return found
