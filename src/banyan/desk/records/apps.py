from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "banyan.desk.records"
