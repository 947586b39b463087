from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class VisitsConfig(AppConfig):
    name = "banyan.desk.visits"
    places = (
        Place(
            _("Visits"),
            "visits:mine",
            "walk",
            14,
            roles=frozenset(
                {Role.COUNTY, Role.CITY, Role.DEPARTMENT, Role.SUPERVISOR, Role.AUDITOR}
            ),
            description=_("Who is responsible for which enterprise, and what visits brought."),
            group="problems",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import kinds
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.records import page_parts
        from banyan.desk.visits import duties, plans

        sections.declare("problem", "banyan.desk.visits.case_section.section")
        page_parts.declare("banyan.desk.visits.organization_part.part")
        every_day(duties.on_day)
        kinds.declare(
            duties.APPOINT,
            _("Name service officers: %(count)s SRDI enterprises have none"),
            name=_("Name service officers of SRDI enterprises"),
            pauses=False,
        )
        kinds.declare(
            duties.HAND_OVER,
            _("Hand over the enterprises of %(officer)s"),
            name=_("Hand over enterprises"),
            pauses=False,
        )
        kinds.declare(
            plans.HOLD,
            _("Visit %(organization)s, planned for %(month)s"),
            name=_("Make a planned visit"),
            pauses=False,
        )
        templates.declare(
            "visits.your_officer",
            subject=_("%(officer)s is the %(kind)s of %(organization)s now"),
            body=_(
                "%(unit)s, telephone %(phone)s. Say what you need; your organization's page shows "
                "the visits."
            ),
        )
        templates.declare(
            "visits.yours",
            subject=_("You are responsible for more enterprises: %(count)s"),
            body=_("%(first)s and others. Plan when you visit them."),
        )
        templates.declare(
            "visits.handed_over",
            subject=_("Enterprises of yours have passed to %(officer)s: %(count)s"),
            body=_("What was planned at them has passed too."),
        )
