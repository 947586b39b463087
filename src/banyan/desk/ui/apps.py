from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class UiConfig(AppConfig):
    name = "banyan.desk.ui"
    places = [Place(_("Home"), "home", "home", 0, visitors=True)]
