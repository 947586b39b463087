from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class PeopleConfig(AppConfig):
    name = "banyan.desk.people"
    places = (
        Place(_("Accounts"), "people:accounts", "users", 60, ("administrator",)),
        Place(_("Units"), "people:units", "building-community", 61, ("administrator",)),
        Place(_("Audit"), "audit:entries", "history", 70, ("auditor", "supervisor")),
    )
