"""Addresses below ``/cases/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.cases import views

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("<int:pk>/", views.case, name="case"),
]
