from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.policy.scope import SEE_PROPOSALS
from banyan.desk.ui.navigation import HomeCard, Place


class PolicyConfig(AppConfig):
    name = "banyan.desk.policy"
    places = [
        Place(
            _("Policy library"),
            "policy:home",
            "books",
            20,
            visitors=True,
            description=_("Every article, its measures and figures, beside the official text."),
            group="policy",
        ),
        Place(
            _("Changes of figures"),
            "policy:changes",
            "adjustments",
            50,
            roles=SEE_PROPOSALS,
            description=_("Two people change a figure, once they have seen what it costs."),
            group="policy",
        ),
    ]
    home_cards = [
        HomeCard(
            "policy/to_check_card.html",
            "banyan.desk.policy.home.articles_to_check",
            20,
            roles={Role.ADMINISTRATOR},
        )
    ]

    def ready(self) -> None:
        from banyan.desk.policy import actions  # noqa: F401 declares its obligations
        from banyan.desk.policy.pack_in_force import pack_in_force
        from banyan.desk.policy_pack import provide_pack_in_force

        provide_pack_in_force(pack_in_force)
