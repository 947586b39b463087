from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class PolicyConfig(AppConfig):
    name = "banyan.desk.policy"
    places = [
        Place(_("Policy library"), "policy:home", "books", 20, visitors=True),
        Place(
            _("Changes of figures"),
            "policy:changes",
            "adjustments",
            50,
            roles=("administrator", "finance", "supervisor", "auditor"),
        ),
    ]
