"""Which project an action changes: seen by who acts, held until the transaction ends."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError
from banyan.desk.obligations.opening import Holder
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.projects.models import Project
from banyan.desk.records.models import Representation


def held(actor: Actor, project: Project, *roles: Role) -> Project:
    """The project as it is now, for an actor of one of the roles who sees it; an enterprise must
    speak for the project's own organization, not only for its park. Raises PermissionDenied."""
    require(actor, *roles)
    if actor.account is not None:
        seen = Project.objects.visible_to(actor.account).filter(pk=project.pk)
        if not seen.exists():
            raise PermissionDenied
    found: Project = Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
    if actor.account is not None and actor.account.role == Role.ENTERPRISE:
        speaks = Representation.objects.filter(
            account=actor.account, organization=found.organization_id
        )
        if not speaks.exists():
            raise PermissionDenied
    return found


def held_at(actor: Actor, project: Project, version: int, *roles: Role) -> Project:
    """The same; RefusedError where somebody has changed it since ``version``."""
    found = held(actor, project, *roles)
    if found.version != version:
        raise RefusedError(
            _("Somebody has changed the project meanwhile. Look at it again; nothing was changed.")
        )
    return found


def county_of(project: Project) -> Holder:
    """The officers of the project's county."""
    return Holder(role=Role.COUNTY, county=project.county)


def reporter_of(project: Project) -> Holder:
    """Who reports on it: those who speak for its organization, the county where nobody does."""
    spoken = Representation.objects.filter(
        organization=project.organization_id, account__is_active=True
    )
    return Holder(role=Role.ENTERPRISE) if spoken.exists() else county_of(project)
