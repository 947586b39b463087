from django.apps import AppConfig


class PaymentsConfig(AppConfig):
    name = "banyan.desk.payments"
