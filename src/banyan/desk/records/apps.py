from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import Place


class RecordsConfig(AppConfig):
    name = "banyan.desk.records"
    places = (
        Place(_("My organizations"), "records:claims", "building", 26, ("enterprise",)),
        Place(
            _("Organizations"),
            "records:organizations",
            "building",
            30,
            roles=set(Role) - {Role.ADMINISTRATOR, Role.ENTERPRISE},
            description=_("Everything on record about each organization, in one place."),
        ),
        Place(_("Claims"), "records:claims_to_decide", "user-check", 32, ("county", "city")),
        Place(
            _("Records"),
            "records:tables",
            "database",
            35,
            roles=set(Role) - {Role.ADMINISTRATOR, Role.ENTERPRISE, Role.BANK},
            description=_("Every table of records, with filters and export."),
        ),
        Place(
            _("Imports"),
            "records:imports",
            "file-import",
            40,
            roles={Role.COUNTY, Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR},
            description=_("Lists from Excel or CSV, checked before anything is written."),
        ),
    )
