from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "banyan.desk.api"
