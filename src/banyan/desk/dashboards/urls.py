"""The address ``/dashboard/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.dashboards.views import dashboard

app_name = "dashboards"
urlpatterns: list[URLPattern | URLResolver] = [path("", dashboard, name="dashboard")]
