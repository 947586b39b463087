from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "banyan.desk.tasks"
