from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.people.roles import Role
from banyan.desk.ui.navigation import HomeCard, Place


class RecordsConfig(AppConfig):
    name = "banyan.desk.records"
    places = (
        Place(
            _("My organizations"),
            "records:claims",
            "building",
            26,
            roles={Role.ENTERPRISE},
            description=_("Those that accepted you, and how to ask for another."),
            group="records",
        ),
        Place(
            _("Organizations"),
            "records:organizations",
            "building",
            30,
            roles=set(Role) - {Role.ADMINISTRATOR, Role.ENTERPRISE, Role.EXPERT},
            description=_("Everything on record about each organization, in one place."),
            group="records",
        ),
        Place(
            _("Claims"),
            "records:claims_to_decide",
            "user-check",
            32,
            roles={Role.COUNTY, Role.CITY},
            description=_("People who ask to be accepted for an organization."),
            group="records",
        ),
        Place(
            _("Records"),
            "records:tables",
            "database",
            35,
            roles=set(Role) - {Role.ADMINISTRATOR, Role.ENTERPRISE, Role.BANK, Role.EXPERT},
            description=_("Every table of records, with filters and export."),
            group="records",
        ),
        Place(
            _("Imports"),
            "records:imports",
            "file-import",
            40,
            roles={Role.COUNTY, Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR},
            description=_("Lists from Excel or CSV, checked before anything is written."),
            group="records",
        ),
    )
    home_cards = (
        HomeCard(
            "records/first_claim_card.html",
            "banyan.desk.records.claims.first_claim",
            10,
            roles={Role.ENTERPRISE},
        ),
    )
