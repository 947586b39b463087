from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.targets.scope import READERS
from banyan.desk.ui.navigation import Place


class TargetsConfig(AppConfig):
    name = "banyan.desk.targets"
    places = (
        Place(
            _("Targets"),
            "targets:home",
            "target-arrow",
            16,
            roles=READERS,
            description=_("Which figures of the plan will be reached by 2030, and which will not."),
            group="targets",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.audit import after_commit
        from banyan.desk.lists import page_parts as of_lists
        from banyan.desk.obligations import daily, kinds
        from banyan.desk.policy import sections as of_articles
        from banyan.desk.projects import page_parts as of_project_lists
        from banyan.desk.records import page_parts as of_organizations
        from banyan.desk.targets import computing, tasks  # noqa: F401 declares the sources

        kinds.declare(
            "targets.report",
            _("Report %(indicator)s for %(period)s"),
            name=_("Report the values of indicators"),
        )
        kinds.declare(
            "targets.confirm",
            _("Confirm or refuse reported values: %(indicator)s, %(period)s"),
            name=_("Confirm reported values of indicators"),
        )
        kinds.declare(
            "targets.publish",
            _("Publish or refuse the yearly report on the targets of %(year)s"),
            name=_("Publish the yearly report on the targets"),
        )
        daily.every_day(tasks.every_day)
        after_commit(tasks.on_entry)
        of_articles.declare("banyan.desk.targets.on_other_pages.of_article")
        of_organizations.declare("banyan.desk.targets.on_other_pages.of_organization")
        of_lists.declare("banyan.desk.targets.on_other_pages.of_list")
        of_project_lists.declare("banyan.desk.targets.on_other_pages.of_project_list")
