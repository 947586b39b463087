from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class ProjectsConfig(AppConfig):
    name = "banyan.desk.projects"
    places = (
        Place(
            _("Projects"),
            "projects:projects",
            "building-factory-2",
            17,
            roles={
                Role.ENTERPRISE,
                Role.COUNTY,
                Role.CITY,
                Role.DEPARTMENT,
                Role.FINANCE,
                Role.SUPERVISOR,
                Role.AUDITOR,
            },
            description=_("Projects from reserve to acceptance: plan, progress, lights."),
            group="projects",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.obligations import daily
        from banyan.desk.projects import duties, kinds, origin
        from banyan.desk.records import origins

        kinds.declared()  # a mistake in the pack is told at the start
        duties.declare()
        sections.declare(sections.EVERY_KIND, "banyan.desk.projects.case_section.section")
        daily.every_day(duties.every_day)
        origins.join(origin.of_record)
