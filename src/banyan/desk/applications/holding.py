"""Whose turn it is: the obligation of a state, and what the applicant is told."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import override

from banyan.desk.applications.models import Application, Assignment
from banyan.desk.applications.states import HOLDING, State
from banyan.desk.audit import Actor
from banyan.desk.messaging.sending import tell
from banyan.desk.obligations.opening import Holder, close_obligations, open_obligation
from banyan.desk.people.roles import Role
from banyan.desk.policy_pack import adopted_count
from banyan.desk.records import labels
from banyan.desk.records.speaking import representatives

BOTH = {"zh": "zh-hans", "en": "en"}


def words_of(application: Application) -> dict[str, Any]:
    """What fills the titles of obligations and messages."""
    return {
        "reference": application.reference,
        "year": application.year,
        "measure": {of: labels.word_label("measure", application.measure, of) for of in BOTH},
    }


def link_to(application: Application) -> str:
    return reverse("applications:application", args=[application.pk])


def hand_over(actor: Actor, application: Application) -> None:
    """Ends what was to be done about the application, opens what is to be done in its state, and
    puts the day until when on it. ``application`` is not saved."""
    close_obligations(actor, application, dropped=application.state == State.WITHDRAWN)
    application.due_on = None
    holding = HOLDING.get(State(application.state))
    if holding is None:
        return
    opened = open_obligation(
        f"applications.{application.state}",
        application,
        Holder(
            role=holding.role,
            county=application.organization.county if holding.role is Role.COUNTY else "",
        ),
        working_days=adopted_count(holding.days),
        link=link_to(application),
        words=words_of(application),
        organization=application.organization_id,
    )
    application.due_on = opened.due_on


def ask_expert(assignment: Assignment) -> None:
    """An expert has some days to score; whose application it is, is not said."""
    application = assignment.application
    open_obligation(
        "applications.score",
        assignment,
        Holder(account=assignment.expert),
        working_days=adopted_count("application.scoring_days"),
        link=reverse("applications:score", args=[assignment.pk]),
        words=words_of(application),
    )
    tell(
        [assignment.expert],
        "applications.score",
        key=f"applications.score:{assignment.pk}",
        context=words_of(application),
        link=reverse("applications:score", args=[assignment.pk]),
    )


def tell_released(assignment: Assignment) -> None:
    """The expert hears that nobody waits for the score any more."""
    tell(
        [assignment.expert],
        "applications.released",
        key=f"applications.released:{assignment.pk}",
        context=words_of(assignment.application),
        link=reverse("applications:assignments"),
    )


def tell_assigner(assignment: Assignment, kind: str) -> None:
    """Whoever asked the expert hears that somebody else must be asked, or that all have scored."""
    asked_by = assignment.assigned_by
    if asked_by is None or not asked_by.is_active:
        return
    application = assignment.application
    tell(
        [asked_by],
        kind,
        key=f"{kind}:{assignment.pk}",
        context=words_of(application) | {"expert": str(assignment.expert)},
        link=link_to(application),
    )


def tell_applicant(application: Application, *, note: str = "") -> None:
    """Those who speak for the organization hear of every step."""
    context = words_of(application) | {"state": _state_words(application.state), "note": note}
    kind = {
        State.COUNTY_RETURNED: "applications.returned",
        State.CITY_RETURNED: "applications.returned",
        State.REFUSED: "applications.refused",
        State.APPROVED: "applications.approved",
    }.get(State(application.state), "applications.moved")
    tell(
        representatives([application.organization_id])[application.organization_id],
        kind,
        key=f"applications.application:{application.pk}:{application.version}",
        context=context,
        link=link_to(application),
        organization=application.organization_id,
    )


def _state_words(state: str) -> dict[str, str]:
    found = {}
    for of, code in BOTH.items():
        with override(code):
            found[of] = str(State(state).label)
    return found
