from django.apps import AppConfig


class PolicyConfig(AppConfig):
    name = "banyan.desk.policy"
