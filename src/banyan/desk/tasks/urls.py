"""Addresses below ``/tasks/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.tasks.views import lists, overview, task

app_name = "tasks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.home, name="tasks"),
    path("find/", overview.find, name="find"),
    path("export.<slug:form>", overview.export, name="export"),
    path("units/<int:pk>/<int:year>.<slug:form>", overview.responsibilities, name="unit"),
    path("month/<str:month>/", task.month, name="month"),
    path("lists/", lists.lists, name="lists"),
    path("lists/<int:year>/", lists.draft, name="draft"),
    path("lists/<int:year>/change/", lists.change, name="change_list"),
    path("lists/<int:year>/add/", lists.add, name="add"),
    path("files/<int:pk>/", task.file, name="file"),
    path("<int:pk>/", task.task, name="task"),
    path("<int:pk>/change/", task.change, name="change"),
    path("<int:pk>/decide/", task.decide, name="decide"),
]
