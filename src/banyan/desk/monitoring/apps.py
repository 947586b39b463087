from django.apps import AppConfig


class MonitoringConfig(AppConfig):
    name = "banyan.desk.monitoring"
