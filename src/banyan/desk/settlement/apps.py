from django.apps import AppConfig


class SettlementConfig(AppConfig):
    name = "banyan.desk.settlement"
