from django.apps import AppConfig


class SupervisionConfig(AppConfig):
    name = "banyan.desk.supervision"
