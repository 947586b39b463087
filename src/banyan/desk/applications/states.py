"""How an application moves: one table of transitions, which actions and pages both follow."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role


class State(models.TextChoices):
    """Where an application is."""

    DRAFT = "draft", _("draft")
    COUNTY_REVIEW = "county_review", _("county review")
    COUNTY_RETURNED = "county_returned", _("returned by the county")
    CITY_REVIEW = "city_review", _("city review")
    CITY_RETURNED = "city_returned", _("returned by the city")
    SCORING = "scoring", _("scoring by experts")
    FINANCE_REVIEW = "finance_review", _("finance review")
    APPROVED = "approved", _("approved")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


ENDED = frozenset({State.APPROVED, State.REFUSED, State.WITHDRAWN})
WITH_APPLICANT = frozenset({State.DRAFT, State.COUNTY_RETURNED, State.CITY_RETURNED})
"""Where the applicant changes the facts and the evidence."""


class Requirement(models.TextChoices):
    """What must hold before a transition; ``requirements`` says whether it does, and why not."""

    COMPLETE = "complete", _("every fact is given and has its evidence")
    WINDOW = "window", _("the submission window is open")
    ACCOUNT = "account", _("an account to be paid to is given")
    REASON = "reason", _("a reason is given")
    MISSING = "missing", _("what is missing is named")
    FIRST_RETURN = "first_return", _("it has not been returned before")
    UNSCORED = "unscored", _("no expert has scored it")
    OVERDUE = "overdue", _("the applicant's days are over")
    ASSESSED = "assessed", _("what officers assess is assessed")
    RANKED = "ranked", _("the measure has a limited number of places")
    SCORED = "scored", _("every expert has scored")


@dataclass(frozen=True)
class Transition:
    """``role`` may take an application that is in ``source`` to ``target``, if all of ``requires``
    holds."""

    action: str
    source: State
    target: State
    role: Role
    requires: tuple[Requirement, ...] = ()


@dataclass(frozen=True)
class Holding:
    """Whose turn it is in a state, within how many working days (a figure of the pack)."""

    role: Role
    days: str


HOLDING: dict[State, Holding] = {
    State.COUNTY_REVIEW: Holding(Role.COUNTY, "application.county_days"),
    State.COUNTY_RETURNED: Holding(Role.ENTERPRISE, "application.supplement_days"),
    State.CITY_REVIEW: Holding(Role.CITY, "application.city_days"),
    State.CITY_RETURNED: Holding(Role.ENTERPRISE, "application.supplement_days"),
    State.SCORING: Holding(Role.CITY, "application.scoring_days"),
    State.FINANCE_REVIEW: Holding(Role.FINANCE, "application.finance_days"),
}
"""A draft is nobody's turn: the window is its deadline."""

_SUBMITTED = (
    State.COUNTY_REVIEW,
    State.COUNTY_RETURNED,
    State.CITY_REVIEW,
    State.CITY_RETURNED,
    State.SCORING,
    State.FINANCE_REVIEW,
)
_R = Requirement

TRANSITIONS: tuple[Transition, ...] = (
    Transition(
        "submit",
        State.DRAFT,
        State.COUNTY_REVIEW,
        Role.ENTERPRISE,
        (_R.COMPLETE, _R.WINDOW, _R.ACCOUNT),
    ),
    Transition(
        "return",
        State.COUNTY_REVIEW,
        State.COUNTY_RETURNED,
        Role.COUNTY,
        (_R.MISSING, _R.FIRST_RETURN),
    ),
    Transition(
        "resubmit", State.COUNTY_RETURNED, State.COUNTY_REVIEW, Role.ENTERPRISE, (_R.COMPLETE,)
    ),
    Transition("forward", State.COUNTY_REVIEW, State.CITY_REVIEW, Role.COUNTY),
    Transition(
        "return",
        State.CITY_REVIEW,
        State.CITY_RETURNED,
        Role.CITY,
        (_R.MISSING, _R.FIRST_RETURN, _R.UNSCORED),
    ),
    Transition("resubmit", State.CITY_RETURNED, State.CITY_REVIEW, Role.ENTERPRISE, (_R.COMPLETE,)),
    Transition("to_experts", State.CITY_REVIEW, State.SCORING, Role.CITY, (_R.RANKED, _R.ASSESSED)),
    Transition("conclude", State.SCORING, State.FINANCE_REVIEW, Role.CITY, (_R.SCORED,)),
    Transition(
        "forward", State.CITY_REVIEW, State.FINANCE_REVIEW, Role.CITY, (_R.ASSESSED, _R.SCORED)
    ),
    Transition("hand_back", State.FINANCE_REVIEW, State.CITY_REVIEW, Role.FINANCE, (_R.REASON,)),
    Transition("approve", State.FINANCE_REVIEW, State.APPROVED, Role.FINANCE),
    Transition("refuse", State.COUNTY_REVIEW, State.REFUSED, Role.COUNTY, (_R.REASON,)),
    Transition(
        "refuse", State.COUNTY_RETURNED, State.REFUSED, Role.COUNTY, (_R.OVERDUE, _R.REASON)
    ),
    Transition("refuse", State.CITY_REVIEW, State.REFUSED, Role.CITY, (_R.REASON,)),
    Transition("refuse", State.CITY_RETURNED, State.REFUSED, Role.CITY, (_R.OVERDUE, _R.REASON)),
    Transition("refuse", State.FINANCE_REVIEW, State.REFUSED, Role.FINANCE, (_R.REASON,)),
    Transition("withdraw", State.DRAFT, State.WITHDRAWN, Role.ENTERPRISE),
    *(
        Transition("withdraw", state, State.WITHDRAWN, Role.ENTERPRISE, (_R.REASON,))
        for state in _SUBMITTED
    ),
)


def transition(action: str, source: str) -> Transition | None:
    """The transition of an action from a state; ``None`` where there is none."""
    return next((one for one in TRANSITIONS if one.action == action and one.source == source), None)


def open_to(role: Role, source: str) -> Iterable[Transition]:
    """What an account of the role may do with an application in this state."""
    return (one for one in TRANSITIONS if one.role == role and one.source == source)
