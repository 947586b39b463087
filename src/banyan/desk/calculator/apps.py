from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from banyan.desk.ui.navigation import Place


class CalculatorConfig(AppConfig):
    name = "banyan.desk.calculator"
    places = [
        Place(_("Calculator"), "calculator:home", "calculator", 10, visitors=True, group="policy")
    ]
