from django.apps import AppConfig


class VisitsConfig(AppConfig):
    name = "banyan.desk.visits"
