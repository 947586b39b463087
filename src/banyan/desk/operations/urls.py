"""``/health/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.operations import health

app_name = "operations"
urlpatterns: list[URLPattern | URLResolver] = [path("health/", health.health, name="health")]
