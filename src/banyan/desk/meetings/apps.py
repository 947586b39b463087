from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class MeetingsConfig(AppConfig):
    name = "banyan.desk.meetings"
    places = [
        Place(
            _("Coordination meetings"),
            "meetings:meetings",
            "messages",
            16,
            roles=frozenset(
                {
                    Role.COUNTY,
                    Role.CITY,
                    Role.DEPARTMENT,
                    Role.FINANCE,
                    Role.SUPERVISOR,
                    Role.AUDITOR,
                }
            ),
            description=_("What is stuck comes to the table; each decision has a unit and a day."),
            group="problems",
        ),
    ]

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import kinds

        sections.declare(sections.EVERY_KIND, "banyan.desk.meetings.case_section.section")
        kinds.declare("meetings.sign", _("Read and sign the minutes: %(meeting)s"))
        when = _("%(day)s, %(time)s, %(place)s.")
        templates.declare(
            "meetings.invited", subject=_("Your unit is invited: %(meeting)s"), body=when
        )
        templates.declare(
            "meetings.called_off", subject=_("Called off: %(meeting)s"), body=_("%(reason)s")
        )
        templates.declare(
            "meetings.signed",
            subject=_("The minutes are signed: %(meeting)s"),
            body=_("What your unit is to do is in its to-do."),
        )
