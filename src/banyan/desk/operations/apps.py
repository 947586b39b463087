from django.apps import AppConfig


class OperationsConfig(AppConfig):
    name = "banyan.desk.operations"
