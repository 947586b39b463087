from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import HomeCard, Place


class RecordsConfig(AppConfig):
    name = "banyan.desk.records"
    places = (
        Place(_("My organizations"), "records:claims", "building", 26, ("enterprise",)),
        Place(_("Claims"), "records:claims_to_decide", "user-check", 32, ("county", "city")),
    )
    home_cards = (
        HomeCard(
            "records/first_claim_card.html",
            "banyan.desk.records.claims.first_claim",
            10,
            roles=("enterprise",),
        ),
        HomeCard(
            "records/waiting_claims_card.html",
            "banyan.desk.records.claims.waiting_claims",
            10,
            roles=("county", "city"),
        ),
    )
