from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.monitoring.scope import READERS
from banyan.desk.ui.navigation import Place


class MonitoringConfig(AppConfig):
    name = "banyan.desk.monitoring"
    places = (
        Place(
            _("Monitoring"),
            "monitoring:home",
            "activity",
            13,
            roles=READERS,
            description=_("Monthly figures of key enterprises, and the warnings that they raise."),
            group="problems",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.cases import sections
        from banyan.desk.monitoring import reports, tasks
        from banyan.desk.obligations import daily

        reports.declare_obligations()
        daily.every_day(tasks.every_day)
        sections.declare("warning", "banyan.desk.monitoring.case_section.section")
