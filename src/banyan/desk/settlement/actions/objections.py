"""What somebody says against a noticed run, and the answer."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from banyan.desk.audit import Actor, RefusedError, action, log
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.settlement.actions.runs import held
from banyan.desk.settlement.kinds import ANSWER, ANSWERED
from banyan.desk.settlement.models import Objection, Run
from banyan.desk.settlement.underway import refuse_during_a_decision

MOST_WAITING = 500
"""Objections to a run that may wait for an answer at a time."""


@action("settlement.object")
def object_to(
    actor: Actor, run: Run, *, name: str, contact: str, text: str, line_number: int | None = None
) -> Objection:
    """Anybody says something against a noticed run, until the end of the notice. Raises
    RefusedError afterwards, for a line that is not in the notice, and for an empty text."""
    refuse_during_a_decision(run.year)
    run = held(run)
    if not in_notice(run):
        raise RefusedError(_("The public notice has ended."))
    for field, said in (("name", name), ("contact", contact), ("text", text)):
        if not said.strip():
            raise RefusedError(_("This is needed."), field)
    if line_number is not None and not run.lines.filter(number=line_number).exists():
        raise RefusedError(_("There is no such line in the notice."), "line_number")
    if run.objections.filter(answered_at=None).count() >= MOST_WAITING:
        raise RefusedError(_("So many objections wait already that no more are taken now."))
    objection = Objection.objects.create(
        run=run,
        line_number=line_number,
        account=actor.account,
        name=name.strip()[:100],
        contact=contact.strip()[:200],
        text=text.strip()[:4000],
    )
    log(objection, after={"run": run.pk, "line_number": line_number, "text": objection.text})
    open_obligation(
        ANSWER,
        objection,
        Holder(role=Role.CITY),
        working_days=adopted_count("notice.objection_days"),
        link=reverse("settlement:objection", args=[run.pk, objection.pk]),
        words={"year": run.year, "run": run.pk},
    )
    return objection


@action("settlement.answer_objection")
def answer_objection(actor: Actor, objection: Objection, answer: str, *, upheld: bool) -> None:
    """Answers an objection, for everybody to read. ``upheld`` says that it was right: then the run
    is to be withdrawn and computed again where an amount follows from it. Raises RefusedError where
    somebody has answered already, and without an answer."""
    require(actor, Role.CITY)
    if actor.account is None:
        raise PermissionDenied
    refuse_during_a_decision(objection.run.year)
    run = held(objection.run)
    objection = Objection.objects.select_for_update().get(pk=objection.pk)
    if objection.answered_at is not None:
        said = {"name": str(objection.answered_by)}
        raise RefusedError(_("%(name)s was first: this objection is answered.") % said)
    if run.state != Run.State.NOTICED:
        raise RefusedError(_("The run is not in public notice any more."))
    if not answer.strip():
        raise RefusedError(_("This is needed."), "answer")
    objection.answer, objection.upheld = answer.strip()[:4000], upheld
    objection.answered_by, objection.answered_at = actor.account, timezone.now()
    objection.save(update_fields=["answer", "upheld", "answered_by", "answered_at"])
    log(
        objection,
        after={"run": run.pk, "upheld": upheld, "answer": objection.answer},
    )
    close_obligations(actor, objection, ANSWER)
    if objection.account is not None:
        tell(
            [objection.account],
            ANSWERED,
            key=f"{ANSWERED} {objection.pk}",
            context={"year": run.year},
            link=reverse("settlement:notice", args=[run.pk]),
        )


def in_notice(run: Run) -> bool:
    """Whether objections are taken."""
    ends = run.notice_ends_on
    return run.state == Run.State.NOTICED and ends is not None and timezone.localdate() <= ends
