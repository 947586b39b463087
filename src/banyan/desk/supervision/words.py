"""What obligations and messages of supervision are called."""

from __future__ import annotations

from functools import partial

from django.utils.translation import gettext_lazy as _

from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds
from banyan.desk.people.roles import Role


def declare() -> None:
    declare = partial(kinds.declare, pauses=False, next_holder=Role.SUPERVISOR)
    declare(
        "supervision.answer",
        _("Answer urging letter %(number)s: %(title)s"),
        name=_("Answer an urging letter"),
    )
    declare(
        "supervision.judge",
        _("Judge the answer to urging letter %(number)s: %(title)s"),
        name=_("Judge the answer to an urging letter"),
    )
    declare(
        "supervision.state_view",
        _("State your view before %(unit)s is held to account"),
        name=_("State a view before accountability is decided"),
        escalates=False,
        next_holder=None,
    )
    declare(
        "supervision.confirm_accountability",
        _("Decide on accountability of %(unit)s"),
        name=_("Decide on accountability"),
    )
    declare(
        "supervision.confirm_revocation",
        _("Decide whether accountability of %(unit)s is withdrawn"),
        name=_("Decide whether accountability is withdrawn"),
    )
    declare(
        "supervision.sign_county",
        _("Sign the reconciliation of %(month)s for %(county)s"),
        name=_("Sign a monthly reconciliation for the county"),
    )
    declare(
        "supervision.sign_city",
        _("Sign the reconciliation of %(county)s, %(month)s, for the city"),
        name=_("Sign a monthly reconciliation for the city"),
    )
    templates.declare(
        "supervision.letter_sent",
        subject=_("Urging letter %(number)s: %(title)s"),
        body=_("Your unit must answer by %(day)s."),
    )
    templates.declare(
        "supervision.accountability_proposed",
        subject=_("%(unit)s is proposed to be held to account"),
        body=_("You may state your view before it is decided."),
    )
    templates.declare(
        "supervision.accountability_in_force",
        subject=_("%(unit)s is held to account"),
        body=_("The record says for what, with whose consent, and what follows."),
    )
    templates.declare(
        "supervision.accountability_withdrawn",
        subject=_("The accountability of %(unit)s is withdrawn"),
        body=_("The record stays, with the reason."),
    )
    templates.declare(
        "supervision.published",
        subject=_("Bulletin on problem solving %(number)s is published"),
        body=_("%(title)s. Every figure leads to the cases behind it."),
    )
