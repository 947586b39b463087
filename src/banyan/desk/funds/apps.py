from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.funds.scope import SEE_MONEY
from banyan.desk.ui.navigation import Place


class FundsConfig(AppConfig):
    name = "banyan.desk.funds"
    places = (
        Place(
            _("Funds"),
            "funds:budgets",
            "coins",
            44,
            roles=SEE_MONEY,
            description=_("What each budget has, and how much of it is committed and paid."),
            group="money",
        ),
    )

    def ready(self) -> None:
        from banyan.desk.funds.actions import TO_CONFIRM
        from banyan.desk.obligations import kinds

        kinds.declare(
            TO_CONFIRM,
            _("Confirm or refuse the change of the budget %(year)s %(budget)s"),
            name=_("Confirm changes of budgets"),
        )
