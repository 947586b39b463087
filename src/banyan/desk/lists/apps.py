from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class ListsConfig(AppConfig):
    name = "banyan.desk.lists"
    places = (
        Place(
            _("Lists"),
            "lists:lists",
            "list-check",
            28,
            roles=set(Role) - {Role.ENTERPRISE, Role.EXPERT, Role.ADMINISTRATOR, Role.BANK},
            visitors=True,
            description=_("Whom the notice lists: who is in, who qualifies, who no longer does."),
            group="lists",
        ),
        Place(
            _("My lists"),
            "lists:mine",
            "list-check",
            28,
            roles={Role.ENTERPRISE},
            description=_("In which lists your enterprise is, and what it lacks for the next."),
            group="lists",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.lists import origin, tasks, telling
        from banyan.desk.lists.declared import declared_lists
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.records import origins, page_parts

        declared_lists()
        telling.declare()
        origins.join(origin.find)
        page_parts.declare("banyan.desk.lists.sections.of_organization")
        every_day(tasks.on_day)
