from django.apps import AppConfig


class PeopleConfig(AppConfig):
    name = "banyan.desk.people"
