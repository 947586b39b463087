from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.tasks.scope import READERS
from banyan.desk.ui.navigation import Place


class TasksConfig(AppConfig):
    name = "banyan.desk.tasks"
    places = [
        Place(
            _("Tasks and responsibilities"),
            "tasks:tasks",
            "checklist",
            17,
            roles=READERS,
            description=_("What the policy asks of each unit, by when, and how far it is."),
            group="problems",
        ),
    ]

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.messaging import templates
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.policy import sections as policy_sections
        from banyan.desk.tasks import daily, holding

        holding.declare_obligations()
        templates.declare(
            "tasks.published",
            subject=_("The tasks of %(year)s are published"),
            body=_("Your unit leads %(count)s of them."),
        )
        sections.declare(sections.EVERY_KIND, "banyan.desk.tasks.sections.of_case")
        policy_sections.declare("banyan.desk.tasks.sections.of_article")
        every_day(daily.every_day)
