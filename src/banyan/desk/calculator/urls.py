"""Addresses below ``/calculator/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.calculator import views

app_name = "calculator"
urlpatterns: list[URLPattern | URLResolver] = [path("", views.home, name="home")]
