from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import HomeCard, Place


class MatchingConfig(AppConfig):
    name = "banyan.desk.matching"
    places = [
        Place(
            _("Without application"),
            "matching:home",
            "checks",
            32,
            roles={
                Role.ENTERPRISE,
                Role.COUNTY,
                Role.CITY,
                Role.FINANCE,
                Role.SUPERVISOR,
                Role.AUDITOR,
            },
            description=_("What is paid without an application: confirmed, noticed, paid."),
        )
    ]
    home_cards = [
        HomeCard(
            "matching/home_card.html",
            "banyan.desk.matching.views.enterprise.home_card",
            5,
            roles={Role.ENTERPRISE},
        )
    ]

    def ready(self) -> None:
        from banyan.desk.matching.daily import on_day
        from banyan.desk.matching.telling import declare
        from banyan.desk.obligations.daily import every_day

        declare()
        every_day(on_day)
