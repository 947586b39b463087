"""What people must do about runs, and what they are told of them, in words."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds

DECIDE = "settlement.decide"
"""To approve a noticed run or to withdraw it."""

ANSWER = "settlement.answer"
"""To answer an objection."""

NOTICED = "settlement.noticed"
APPROVED = "settlement.approved"
WITHDRAWN = "settlement.withdrawn"
"""Those who speak for organizations with awards are told."""

ANSWERED = "settlement.answered"
"""Whoever objected with an account is told."""


def declare() -> None:
    kinds.declare(DECIDE, _("Decide on run %(year)s-%(run)s after its public notice"))
    kinds.declare(ANSWER, _("Answer an objection to run %(year)s-%(run)s"))
    templates.declare(
        NOTICED,
        subject=_("Your awards of %(year)s are before the public"),
        body=_("They can be paid once the notice has ended and the run is approved."),
    )
    templates.declare(
        APPROVED,
        subject=_("Your awards of %(year)s are approved"),
        body=_("They can be paid now."),
    )
    templates.declare(
        WITHDRAWN,
        subject=_("The notice of your awards of %(year)s was withdrawn"),
        body=_("They are computed again; you are told when they are before the public."),
    )
    templates.declare(
        ANSWERED,
        subject=_("Your objection to the awards of %(year)s is answered"),
        body=_("The answer stands on the page of the notice."),
    )
