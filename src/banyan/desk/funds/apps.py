from django.apps import AppConfig


class FundsConfig(AppConfig):
    name = "banyan.desk.funds"
