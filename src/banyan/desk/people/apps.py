from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class PeopleConfig(AppConfig):
    name = "banyan.desk.people"
    places = (
        Place(
            _("Accounts"),
            "people:accounts",
            "users",
            60,
            ("administrator",),
            description=_("Who may sign in, as what, and for which unit."),
            group="desk",
        ),
        Place(
            _("Units"),
            "people:units",
            "building-community",
            61,
            ("administrator",),
            description=_("The bureaus, counties, banks and companies for which officers work."),
            group="desk",
        ),
        Place(
            _("Audit"),
            "audit:entries",
            "history",
            70,
            ("auditor", "supervisor"),
            description=_("Everything that anyone did. Nothing here can be changed or taken away."),
            group="desk",
        ),
    )
