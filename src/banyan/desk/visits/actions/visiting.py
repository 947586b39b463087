"""A visit is recorded: once, however often it is sent; its problems go straight into the ledger."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.cases.asking import suggested
from banyan.desk.cases.kinds import kind_of
from banyan.desk.cases.models import Case
from banyan.desk.cases.opening import Wanted, open_case
from banyan.desk.cases.states import Gravity
from banyan.desk.obligations.opening import close_obligations
from banyan.desk.people.access import require
from banyan.desk.people.models import Account
from banyan.desk.records.attached_files import JPEG_TYPE, PNG_TYPE, file_type
from banyan.desk.records.keeping import keep
from banyan.desk.records.models import Organization
from banyan.desk.visits.models import Planned, Visit, VisitPhoto, VisitProblem
from banyan.desk.visits.plans import HOLD
from banyan.desk.visits.responsible import open_assignments
from banyan.desk.visits.scope import OFFICERS, organizations_of

MOST_PHOTOS, MOST_PROBLEMS = 9, 10
LONGEST = 4_000
"""Characters of what was seen, of what was asked, and of a problem."""
TITLE = 200
LONGEST_AGO = timedelta(days=366)
OTHER = "other"
"""The category of a problem whose words suggest none."""

_KEY = re.compile(r"[A-Za-z0-9-]{16,64}")
_FIRST = re.compile(r"[^。！？!?\n]+")


@dataclass(frozen=True)
class Problem:
    """In the enterprise's words. Without a ``category`` the words suggest it."""

    text: str
    category: str = ""
    gravity: str = Gravity.GENERAL

    @property
    def title(self) -> str:
        """The first sentence."""
        found = _FIRST.search(self.text)
        first = (found[0] if found else self.text).strip()
        return first if len(first) <= TITLE else first[: TITLE - 1] + "…"


@dataclass(frozen=True)
class Said:
    """What a record says; ``photos`` as path and name."""

    organization: str
    held_on: date
    form: str = Visit.Form.SPOT
    seen: str = ""
    asked: str = ""
    companions: str = ""
    problems: tuple[Problem, ...] = ()
    photos: Collection[tuple[Path, str]] = ()


@action("visits.record")
def record(actor: Actor, said: Said, key: str) -> Visit:
    """Keeps the record of a visit. ``key`` is a random one of the record: what comes again with the
    same key is the visit that stands, unchanged. Raises RefusedError with the field at fault,
    PermissionDenied for an enterprise that the officer neither is responsible for nor sees."""
    require(actor, *OFFICERS)
    officer = actor.account
    if not isinstance(officer, Account):
        raise PermissionDenied
    if not _KEY.fullmatch(key):
        raise RefusedError(_("The record has no number of its own; open the page again."), "key")
    known = _known(officer, key)
    if known is not None:
        log(known, after={"came_again": key}, organization=known.organization_id)
        return known
    organization = organizations_of(officer).filter(pk=said.organization).first()
    if organization is None:
        raise RefusedError(_("Choose the enterprise that was visited."), "organization")
    _check(said)
    kinds = [_photo_type(path, name) for path, name in said.photos]
    planned = _planned(officer, organization, said.held_on)
    try:
        with transaction.atomic():
            visit = Visit.objects.create(
                organization=organization,
                officer=officer,
                companions=said.companions.strip(),
                held_on=said.held_on,
                form=said.form,
                seen=said.seen.strip(),
                asked=said.asked.strip(),
                key=key,
                planned=planned,
            )
    except IntegrityError:
        # The same record was being sent twice at this moment, and the other came first.
        known = _known(officer, key)
        if known is None:
            raise
        log(known, after={"came_again": key}, organization=known.organization_id)
        return known
    for (path, name), kind in zip(said.photos, kinds, strict=True):
        VisitPhoto.objects.create(visit=visit, upload=keep(actor, path, name, kind))
    cases = [_open(actor, visit, one, place) for place, one in enumerate(said.problems)]
    if planned is not None:
        planned.state = Planned.State.HELD
        planned.save(update_fields=["state"])
        close_obligations(actor, planned, HOLD)
    open_assignments().filter(organization=organization, visited_on__lt=said.held_on).update(
        visited_on=said.held_on
    )
    log(
        visit,
        after={
            "held_on": said.held_on,
            "form": said.form,
            "photos": len(said.photos),
            "problems": [case.reference for case in cases],
        },
        organization=organization.pk,
    )
    return visit


def _known(officer: Account, key: str) -> Visit | None:
    found: Visit | None = Visit.objects.filter(officer=officer, key=key).first()
    return found


def _check(said: Said) -> None:
    today = timezone.localdate()
    if said.held_on > today:
        raise RefusedError(_("A visit is recorded once it has been made."), "held_on")
    if said.held_on < today - LONGEST_AGO:
        raise RefusedError(_("This is longer ago than a year."), "held_on")
    if said.form not in Visit.Form.values:
        raise RefusedError(_("Choose how the enterprise was visited."), "form")
    if not said.seen.strip() and not said.asked.strip():
        raise RefusedError(_("Write down what was seen or asked."), "seen")
    for name in ("seen", "asked"):
        if len(getattr(said, name)) > LONGEST:
            raise RefusedError(_("At most %(most)s characters.") % {"most": LONGEST}, name)
    if len(said.companions.strip()) > 300:
        raise RefusedError(_("At most %(most)s characters.") % {"most": 300}, "companions")
    if len(said.problems) > MOST_PROBLEMS:
        raise RefusedError(
            _("At most %(most)s problems of one visit.") % {"most": MOST_PROBLEMS}, "problem"
        )
    categories = kind_of("problem").categories
    for one in said.problems:
        if not one.text.strip() or len(one.text) > LONGEST:
            raise RefusedError(_("Say what the problem is."), "problem")
        if one.category and one.category not in categories:
            raise RefusedError(_("Choose what the problem is about."), "category")
        if one.gravity not in Gravity.values:
            raise RefusedError(_("Choose how grave the problem is."), "gravity")
    if len(said.photos) > MOST_PHOTOS:
        raise RefusedError(_("At most %(most)s photos.") % {"most": MOST_PHOTOS}, "photos")


def _planned(officer: Account, organization: Organization, held_on: date) -> Planned | None:
    """The first of the officer's planned visits there whose month had come."""
    found: Planned | None = (
        Planned.objects.select_for_update()
        .filter(
            officer=officer,
            organization=organization,
            state=Planned.State.PLANNED,
            month__lte=held_on,
        )
        .order_by("month")
        .first()
    )
    return found


def _photo_type(path: Path, name: str) -> str:
    """The type of a photo, by what is in it. Raises RefusedError."""
    try:
        kind = file_type(path, name)
    except RefusedError as error:
        raise RefusedError(f"{name}: {error}", "photos") from error
    if kind not in (JPEG_TYPE, PNG_TYPE):
        raise RefusedError(_("Only photos are taken: JPEG or PNG."), "photos")
    return kind


def _open(actor: Actor, visit: Visit, one: Problem, place: int) -> Case:
    kind = kind_of("problem")
    found = suggested(one.text, [kind])
    fallback = OTHER if OTHER in kind.categories else next(iter(kind.categories))
    case = open_case(
        actor,
        Wanted(
            kind="problem",
            category=one.category or (found[1].code if found is not None else fallback),
            title=one.title,
            text=one.text,
            organization=visit.organization,
            gravity=one.gravity,
        ),
        Case.Origin.VISIT,
        f"{visit.pk}-{place}",
    )
    VisitProblem.objects.create(visit=visit, case=case)
    return case
