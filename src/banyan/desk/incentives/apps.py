from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.incentives.scope import READERS
from banyan.desk.ui.navigation import Place


class IncentivesConfig(AppConfig):
    name = "banyan.desk.incentives"
    places = [
        Place(
            _("County incentives"),
            "incentives:results",
            "trophy",
            49,
            roles=READERS,
            description=_(
                "How many enterprises each county raised, and what the city gives for it."
            ),
            group="money",
        ),
    ]

    def ready(self) -> None:
        from banyan.desk.messaging import templates
        from banyan.desk.obligations import kinds

        kinds.declare("incentives.decide", _("Decide on the award to %(county)s for %(year)s"))
        templates.declare(
            "incentives.confirmed",
            subject=_("%(county)s is recognized for the enterprises that it raised in %(year)s"),
            body=_(
                "Tier %(tier)s, for %(raised)s enterprises. The next settlement turns it into an "
                "award."
            ),
        )
