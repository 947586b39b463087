"""Addresses below ``/calculator/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "calculator"
urlpatterns: list[URLPattern | URLResolver] = []
