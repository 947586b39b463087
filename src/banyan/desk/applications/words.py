"""What people are told of applications, and what their obligations are called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds

_TITLES = {
    "applications.county_review": _("Review application %(reference)s: %(measure)s"),
    "applications.county_returned": _("Supply what is missing in %(reference)s: %(measure)s"),
    "applications.city_review": _("Review application %(reference)s: %(measure)s"),
    "applications.city_returned": _("Supply what is missing in %(reference)s: %(measure)s"),
    "applications.scoring": _("Have application %(reference)s scored: %(measure)s"),
    "applications.finance_review": _("Decide on application %(reference)s: %(measure)s"),
    "applications.score": _("Score application %(reference)s: %(measure)s"),
}

_SUBJECT = _("Application %(reference)s, %(measure)s: %(state)s")

_BODIES = {
    "applications.moved": _("Your application is now: %(state)s. Its page shows who has it."),
    "applications.returned": _(
        "Something is missing in your application, and it is returned once:\n%(note)s"
    ),
    "applications.refused": _("Your application was refused. The reason:\n%(note)s"),
    "applications.approved": _(
        "Your application was approved. The facts are verified records now; awards are computed "
        "from them."
    ),
}


def declare() -> None:
    for kind, title in _TITLES.items():
        kinds.declare(kind, title)
    for kind, body in _BODIES.items():
        templates.declare(kind, subject=_SUBJECT, body=body)
    templates.declare(
        "applications.recused",
        subject=_("An expert is recused: application %(reference)s"),
        body=_("%(expert)s has a conflict of interest. Please ask another expert."),
    )
    templates.declare(
        "applications.released",
        subject=_("No longer to be scored: application %(reference)s"),
        body=_("%(measure)s: you need not score this application any more."),
    )
    templates.declare(
        "applications.scored",
        subject=_("All experts have scored: application %(reference)s"),
        body=_("%(measure)s: the scoring can be concluded."),
    )
    templates.declare(
        "applications.score",
        subject=_("Please score application %(reference)s: %(measure)s"),
        body=_(
            "You are asked as an expert. First declare whether you have a conflict of interest."
        ),
    )
