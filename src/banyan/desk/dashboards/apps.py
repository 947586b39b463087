from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.ui.navigation import Place


class DashboardsConfig(AppConfig):
    name = "banyan.desk.dashboards"
    places = (
        Place(
            _("Dashboard"),
            "dashboards:dashboard",
            "chart-bar",
            31,
            roles=SEE_MONEY,
            description=_("How far the year's money has come, where, and how fast."),
            group="money",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.dashboards import ledger_links

        ledger_links.declare()
