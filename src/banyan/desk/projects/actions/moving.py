"""A project goes from stage to stage, forward with its documents, back with a reason."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.kinds import Named
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.roles import Role
from banyan.desk.projects import lighting
from banyan.desk.projects.holding import held_at
from banyan.desk.projects.kinds import Stage, declared
from banyan.desk.projects.models import Expected, Project, Transition
from banyan.desk.projects.scope import OFFICERS


def next_stage(project: Project) -> Stage | None:
    """The stage after the present one; ``None`` at the end."""
    stages = list(declared().stages.values())
    place = project.declared_stage.place + 1
    return stages[place] if place < len(stages) else None


def earlier_stages(project: Project) -> list[Stage]:
    """To which it may be taken back, the nearest first."""
    return list(declared().stages.values())[: project.declared_stage.place][::-1]


def lacking(project: Project, stage: Stage) -> list[Named]:
    """The documents that are not there yet which the stage asks for."""
    there = set(project.files.values_list("document", flat=True))
    return [one for one in stage.documents if one.code not in there]


@action("projects.advance")
def advance(actor: Actor, project: Project, version: int, note: str = "") -> Project:
    """Takes the project to its next stage. RefusedError where there is none, documents are missing,
    or somebody has changed the project since ``version``."""
    found = held_at(actor, project, version, *OFFICERS)
    stage = next_stage(found)
    if stage is None:
        raise RefusedError(_("This is the last stage."))
    if actor.account is not None and Role(actor.account.role) not in stage.by:
        raise PermissionDenied
    missing = lacking(found, stage)
    if missing:
        names = "; ".join(one.name for one in missing)
        raise RefusedError(_("Add first: %(documents)s.") % {"documents": names})
    _move(actor, found, stage, note.strip()[:1000], back=False)
    return found


@action("projects.take_back")
def take_back(actor: Actor, project: Project, target: str, reason: str, version: int) -> Project:
    """Takes the project back to an earlier stage, with a reason. RefusedError without one, or where
    somebody has changed the project since ``version``."""
    found = held_at(actor, project, version, *OFFICERS)
    if actor.account is not None and Role(actor.account.role) not in found.declared_stage.by:
        raise PermissionDenied
    stage = next((one for one in earlier_stages(found) if one.code == target), None)
    if stage is None:
        raise RefusedError(_("Choose an earlier stage."), "target")
    if not reason.strip():
        raise RefusedError(_("Say why."), "reason")
    _move(actor, found, stage, reason.strip()[:1000], back=True)
    return found


def _move(actor: Actor, project: Project, stage: Stage, note: str, *, back: bool) -> None:
    before = project.stage
    project.stage, project.stage_since = stage.code, timezone.localdate()
    project.version += 1
    project.save(update_fields=["stage", "stage_since", "version"])
    Transition.objects.create(
        project=project,
        source=before,
        target=stage.code,
        back=back,
        note=note,
        by=actor.account,
    )
    if not stage.reported:
        for one in Expected.objects.filter(project=project, open=True):
            close_obligations(actor, one, dropped=True)
        Expected.objects.filter(project=project, open=True).update(open=False)
    lighting.refresh([project.pk])
    log(
        project,
        before={"stage": before},
        after={"stage": stage.code, **({"note": note} if note else {})},
        organization=project.organization_id,
    )
