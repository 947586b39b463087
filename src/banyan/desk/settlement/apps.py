from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.ui.navigation import Place


class SettlementConfig(AppConfig):
    name = "banyan.desk.settlement"
    places = (
        Place(
            _("Settlement runs"),
            "settlement:runs",
            "calculator",
            36,
            roles={*SEE_WHOLE_CITY, Role.COUNTY},
            description=_("What the year gives to whom, from verified records, line by line."),
            group="money",
        ),
        Place(
            _("Public notices"),
            "settlement:notices",
            "speakerphone",
            37,
            visitors=True,
            description=_("Who is to receive what, before it is paid."),
            group="money",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.obligations.daily import every_day
        from banyan.desk.settlement import kinds, tasks

        kinds.declare()
        every_day(tasks.each_day)
