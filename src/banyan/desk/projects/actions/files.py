"""Documents and photos of a project."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.projects.holding import held
from banyan.desk.projects.kinds import declared
from banyan.desk.projects.models import Project, ProjectFile, Report, YearInvestment
from banyan.desk.projects.scope import REPORTERS
from banyan.desk.records.attached_files import file_type
from banyan.desk.records.keeping import keep

MOST_FILES = 300
"""Files of one project."""


def asked_documents() -> dict[str, str]:
    """What the stages ask for, by code, in the language of the request."""
    return {one.code: one.name for stage in declared().stages.values() for one in stage.documents}


@action("projects.add_file")
def add_file(
    actor: Actor, project: Project, path: Path, name: str, document: str = ""
) -> ProjectFile:
    """Keeps a file with the project; ``document`` is what a stage asks for, empty for a photo or
    anything else. Raises RefusedError for a file that is not taken."""
    found = held(actor, project, *REPORTERS)
    if document and document not in asked_documents():
        raise RefusedError(_("No stage asks for this document."), "document")
    made = attach(actor, found, path, name, document=document)
    log(
        made,
        after={
            "file": made.upload.name,
            "sha256": made.upload.sha256,
            "document": document,
            "project": found.reference,
        },
        organization=found.organization_id,
    )
    return made


def attach(
    actor: Actor,
    project: Project,
    path: Path,
    name: str,
    *,
    document: str = "",
    report: Report | None = None,
    year: YearInvestment | None = None,
) -> ProjectFile:
    """The same within a running action."""
    kind = file_type(path, name)
    if project.files.count() >= MOST_FILES:
        raise RefusedError(
            _("At most %(most)s files are kept with a project.") % {"most": MOST_FILES}
        )
    made: ProjectFile = ProjectFile.objects.create(
        project=project,
        document=document,
        report=report,
        year=year,
        upload=keep(actor, path, name, kind),
        added_by=actor.account,
    )
    return made
