from django.apps import AppConfig


class MatchingConfig(AppConfig):
    name = "banyan.desk.matching"
