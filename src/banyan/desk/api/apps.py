from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class ApiConfig(AppConfig):
    name = "banyan.desk.api"
    places = (Place(_("Programs"), "api:tokens", "api", 80, group="desk"),)

    def ready(self) -> None:
        from banyan.desk.api.webhooks import on_entry
        from banyan.desk.audit import after_commit

        after_commit(on_entry)
