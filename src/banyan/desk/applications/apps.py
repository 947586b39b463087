from django.apps import AppConfig


class ApplicationsConfig(AppConfig):
    name = "banyan.desk.applications"
