from django.apps import AppConfig


class ReceptionsConfig(AppConfig):
    name = "banyan.desk.receptions"
