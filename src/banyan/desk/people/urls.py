"""Addresses of the administration of accounts and units: ``/accounts-and-units/…``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = []
