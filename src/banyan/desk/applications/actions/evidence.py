"""Files that prove proposed rows: sent, taken out, said to name nobody."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.applications.actions.drafting import held
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.models import Application, Evidence, ProposedRow
from banyan.desk.applications.states import State
from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep

MOST_OF_A_ROW = 20
"""Files that prove one row."""


@action("applications.add_evidence")
def add_evidence(actor: Actor, row: ProposedRow, path: Path, name: str) -> Evidence:
    """Keeps a file that proves a row. Raises RefusedError for one that is not taken."""
    application = held(actor, row.application)
    if row.evidence.filter(removed_at=None).count() >= MOST_OF_A_ROW:
        raise RefusedError(_("At most %(most)s files prove one row.") % {"most": MOST_OF_A_ROW})
    kind = file_type(path, name)
    upload = keep(actor, path, name, kind)
    made = Evidence.objects.create(row=row, upload=upload, added_by=actor.account)
    log(
        made,
        after={
            "application": application.reference,
            "file": upload.name,
            "sha256": upload.sha256,
            "size": upload.size,
        },
        organization=application.organization_id,
    )
    return made


@action("applications.remove_evidence")
def remove_evidence(actor: Actor, evidence: Evidence) -> None:
    """Takes a file out of the application; it is kept."""
    application = held(actor, evidence.row.application)
    Evidence.objects.filter(pk=evidence.pk, removed_at=None).update(removed_at=timezone.now())
    log(
        evidence,
        before={"application": application.reference, "file": str(evidence.upload)},
        organization=application.organization_id,
    )


@action("applications.mark_anonymous")
def mark_anonymous(actor: Actor, evidence: Evidence, anonymous: bool) -> None:
    """A city officer has looked whether a file names anybody: experts see only what does not."""
    require(actor, Role.CITY)
    application = Application.objects.select_for_update().get(pk=evidence.row.application_id)
    if not Application.objects.visible_to(actor.account).filter(pk=application.pk).exists():
        raise PermissionDenied
    if application.state not in (State.CITY_REVIEW, State.SCORING):
        raise MovedError(application)
    before = evidence.anonymous
    Evidence.objects.filter(pk=evidence.pk).update(anonymous=anonymous)
    log(
        evidence,
        before={"anonymous": before},
        after={"application": application.reference, "anonymous": anonymous},
        organization=application.organization_id,
    )
