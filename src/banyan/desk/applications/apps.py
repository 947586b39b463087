from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class ApplicationsConfig(AppConfig):
    name = "banyan.desk.applications"
    verbose_name = _("Applications")
    places = (
        Place(
            _("Applications"),
            "applications:applications",
            "file-certificate",
            34,
            roles={
                Role.ENTERPRISE,
                Role.COUNTY,
                Role.CITY,
                Role.FINANCE,
                Role.SUPERVISOR,
                Role.AUDITOR,
            },
            description=_("What was applied for, where it is, and who has it until when."),
        ),
        Place(
            _("Scoring"),
            "applications:assignments",
            "scale",
            34,
            roles={Role.EXPERT},
            description=_("Applications that you are asked to score, without names."),
        ),
    )

    def ready(self) -> None:
        from banyan.desk.applications import origin, words
        from banyan.desk.records import origins

        words.declare()
        origins.join(origin.applications_behind)
