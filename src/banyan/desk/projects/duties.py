"""What happens to projects by itself when a day begins, and what their obligations are called."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from banyan.desk.audit import Actor
from banyan.desk.messaging import templates
from banyan.desk.obligations import kinds
from banyan.desk.projects.actions.reporting import CONFIRM, REPORT, expect_reports, keep_lights
from banyan.desk.projects.actions.years import VERIFY
from banyan.desk.projects.lighting import TURNED_RED
from banyan.desk.projects.months import month_of, moved


def declare() -> None:
    """Titles of obligations and messages."""
    templates.declare(
        TURNED_RED,
        subject=_("Red: %(name)s"),
        body=_("%(reference)s is %(behind)s points behind its plan."),
    )
    kinds.declare(
        REPORT,
        _("Report the progress of %(month)s: %(name)s"),
        name=_("Report the progress of a project"),
        escalates=False,
    )
    kinds.declare(
        CONFIRM,
        _("Confirm the report of %(month)s: %(name)s"),
        name=_("Confirm the report of a project"),
    )
    kinds.declare(
        VERIFY,
        _("Verify the investment of %(year)s: %(name)s"),
        name=_("Verify the investment of a project"),
    )


def every_day(actor: Actor, day: date) -> None:
    """Asks for the reports of the month before, and sets the lights as the day makes them."""
    expect_reports(actor, moved(month_of(day), -1))
    keep_lights(actor)
