"""Addresses below ``/receptions/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "receptions"
urlpatterns: list[URLPattern | URLResolver] = []
