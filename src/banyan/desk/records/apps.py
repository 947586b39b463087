from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class RecordsConfig(AppConfig):
    name = "banyan.desk.records"
    places = (
        Place(_("My organizations"), "records:claims", "building", 26, ("enterprise",)),
        Place(_("Claims"), "records:claims_to_decide", "user-check", 32, ("county", "city")),
    )
