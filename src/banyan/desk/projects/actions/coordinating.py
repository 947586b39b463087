"""What is in a project's way, and what officials do about it."""

from __future__ import annotations

from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.projects.holding import held
from banyan.desk.projects.models import Blocked, Coordination, Project
from banyan.desk.projects.scope import OFFICERS, REPORTERS

OPENED_AS = "problem"
"""The kind of the cases that are opened from a project."""


@action("projects.raise_case")
def raise_case(actor: Actor, project: Project, category: str, title: str, text: str) -> Blocked:
    """Opens a case about what is in the project's way. RefusedError without a title or a category
    of problems."""
    found = held(actor, project, *REPORTERS)
    if category not in kind_of(OPENED_AS).categories:
        raise RefusedError(_("Choose what it is about."), "category")
    if not title.strip():
        raise RefusedError(_("Say in a few words what is in the way."), "title")
    case = open_case(
        actor,
        Wanted(
            kind=OPENED_AS,
            category=category,
            title=title.strip()[:200],
            text=f"{found.reference} {found.name}\n{text.strip()}"[:4000],
            organization=found.organization,
            county=found.county,
        ),
        Case.Origin.DESK,
    )
    return _block(actor, found, case)


@action("projects.link_case")
def link_case(actor: Actor, project: Project, case: Case) -> Blocked:
    """Says that a case which is there already is in the project's way. RefusedError for one of
    another organization or county, and where it is linked already."""
    found = held(actor, project, *REPORTERS)
    seen = Case.objects.filter(pk=case.pk)
    if actor.account is not None:
        seen = Case.objects.visible_to(actor.account).filter(pk=case.pk)
    known = seen.first()
    if known is None or (
        known.organization_id != found.organization_id and known.county != found.county
    ):
        raise RefusedError(_("There is no such case of this enterprise or county."), "case")
    if Blocked.objects.filter(project=found, case=known).exists():
        raise RefusedError(_("The case is linked to the project already."), "case")
    return _block(actor, found, known)


def _block(actor: Actor, project: Project, case: Case) -> Blocked:
    made: Blocked = Blocked.objects.create(project=project, case=case, by=actor.account)
    log(
        made,
        after={"project": project.reference, "case": case.reference},
        organization=project.organization_id,
    )
    return made


@action("projects.note")
def note(actor: Actor, project: Project, words: str) -> Coordination:
    """An officer writes down what was coordinated."""
    found = held(actor, project, *OFFICERS)
    if not words.strip():
        raise RefusedError(_("Write the note."), "words")
    made: Coordination = Coordination.objects.create(
        project=found,
        kind=Coordination.Kind.NOTE,
        on=timezone.localdate(),
        words=words.strip()[:2000],
        by=actor.account,
    )
    log(made, after={"project": found.reference, "words": made.words})
    return made


def coordinated(
    actor: Actor, project: Project, kind: str, on: date, words: str, link: str, link_words: str
) -> Coordination:
    """What a meeting said or decided about a project, within its own action."""
    made: Coordination = Coordination.objects.create(
        project=project,
        kind=kind,
        on=on,
        words=words[:2000],
        link=link,
        link_words=link_words[:300],
        by=actor.account,
    )
    return made
