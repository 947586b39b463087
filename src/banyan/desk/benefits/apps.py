from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    name = "banyan.desk.benefits"
