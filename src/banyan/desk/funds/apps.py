from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import HomeCard, Place


class FundsConfig(AppConfig):
    name = "banyan.desk.funds"
    places = [
        Place(
            _("Funds"),
            "funds:budgets",
            "coins",
            44,
            roles=SEE_MONEY,
            description=_("What each budget has, and how much of it is committed and paid."),
        ),
    ]
    home_cards = [
        HomeCard(
            "funds/waiting_card.html",
            "banyan.desk.funds.home.waiting_changes",
            24,
            roles={Role.FINANCE},
        )
    ]
