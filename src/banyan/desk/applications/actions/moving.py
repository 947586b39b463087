"""An application moves on, as the table of transitions says."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.applications.actions.approving import write_facts
from banyan.desk.applications.actions.scoring import close_scoring, take_over_scores
from banyan.desk.applications.errors import MovedError, RefusedError
from banyan.desk.applications.holding import hand_over, tell_applicant
from banyan.desk.applications.models import Application, Step
from banyan.desk.applications.requirements import Saying, lacking
from banyan.desk.applications.states import State, Transition, transition
from banyan.desk.audit import Actor, action, log
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role


def _move(
    actor: Actor, name: str, read: Application, saying: Saying | None = None, **more: Any
) -> tuple[Application, Transition]:
    """Moves the application that the actor has ``read``. Raises MovedError where it has moved
    since, RefusedError with everything that is lacking, PermissionDenied for another's."""
    saying = saying or Saying()
    step = transition(name, read.state)
    if step is None:
        raise MovedError(Application.objects.get(pk=read.pk))
    require(actor, step.role)
    if not Application.objects.visible_to(actor.account).filter(pk=read.pk).exists():
        raise PermissionDenied
    now = timezone.now()
    moved = _swap(
        read,
        step,
        {
            "held_since": now,
            "missing": saying.missing.strip(),
            "reason": saying.reason.strip(),
            **more,
        },
    )
    if moved is None:
        raise MovedError(Application.objects.get(pk=read.pk))
    # From here on nobody else changes the application or its rows; what is lacking undoes it all.
    lacks = lacking(read, step, saying)
    if lacks:
        raise RefusedError(_("The application cannot go on yet."), lacks)
    note = saying.missing.strip() or saying.reason.strip()
    Step.objects.create(
        application=moved,
        action=name,
        source=step.source,
        target=step.target,
        by=actor.account,
        note=note,
    )
    hand_over(actor, moved)
    moved.save(update_fields=["due_on"])
    if moved.submitted_at is not None:
        tell_applicant(moved, note=note)
    log(
        moved,
        before={"state": step.source},
        after={"state": step.target, "reference": moved.reference}
        | ({"reason": note} if note else {}),
        organization=moved.organization_id,
    )
    return moved, step


def _swap(read: Application, step: Transition, values: dict[str, Any]) -> Application | None:
    """Compares and swaps in one statement: of two who read the same, one finds it changed."""
    found = Application.objects.filter(pk=read.pk, state=step.source, version=read.version)
    if not found.update(state=step.target, version=F("version") + 1, **values):
        return None
    return Application.objects.select_related("organization").get(pk=read.pk)


@action("applications.submit")
def submit(actor: Actor, read: Application) -> Application:
    """The applicant submits a complete draft within the window."""
    return _move(actor, "submit", read, submitted_by=actor.account, submitted_at=timezone.now())[0]


@action("applications.resubmit")
def resubmit(actor: Actor, read: Application) -> Application:
    """The applicant has supplied what was missing; it goes back to who asked for it."""
    return _move(actor, "resubmit", read)[0]


@action("applications.return")
def give_back(actor: Actor, read: Application, missing: str) -> Application:
    """The reviewer names everything that is missing; possible once."""
    return _move(actor, "return", read, Saying(missing=missing), returned=True)[0]


@action("applications.forward")
def forward(actor: Actor, read: Application, opinion: str = "") -> Application:
    """The reviewer passes it on to the next."""
    more: dict[str, Any] = {}
    if read.state == State.CITY_REVIEW:
        more["with_finance_since"] = timezone.now()
    return _move(actor, "forward", read, Saying(reason=opinion), **more)[0]


@action("applications.to_experts")
def to_experts(actor: Actor, read: Application) -> Application:
    """The city's officer has it scored."""
    return _move(actor, "to_experts", read)[0]


@action("applications.conclude")
def conclude(actor: Actor, read: Application) -> Application:
    """All experts have scored: the mean becomes the score, and finance has it."""
    moved, _step = _move(actor, "conclude", read, with_finance_since=timezone.now())
    take_over_scores(moved)
    return moved


@action("applications.hand_back")
def hand_back(actor: Actor, read: Application, reason: str) -> Application:
    """Finance asks the city to look again."""
    return _move(actor, "hand_back", read, Saying(reason=reason))[0]


@action("applications.approve")
def approve(actor: Actor, read: Application) -> Application:
    """Finance approves: the proposed facts become verified records. Raises FactsError where they
    do not hold together with what is on record by now, ConflictError where a record that they
    change is another one now."""
    moved, _step = _move(actor, "approve", read)
    write_facts(actor, moved)
    return moved


@action("applications.refuse")
def refuse(actor: Actor, read: Application, reason: str) -> Application:
    """Whoever has it refuses it, with a reason."""
    moved, _step = _move(actor, "refuse", read, Saying(reason=reason))
    close_scoring(actor, moved)
    return moved


@action("applications.withdraw")
def withdraw(actor: Actor, read: Application, reason: str = "") -> Application:
    """The applicant takes it back."""
    require(actor, Role.ENTERPRISE)
    moved, _step = _move(actor, "withdraw", read, Saying(reason=reason))
    close_scoring(actor, moved)
    return moved
