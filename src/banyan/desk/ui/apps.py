from django.apps import AppConfig


class UiConfig(AppConfig):
    name = "banyan.desk.ui"
