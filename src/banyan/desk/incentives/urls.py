"""Addresses below ``/incentives/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.incentives import views

app_name = "incentives"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.results_of_year, name="results"),
    path("<int:year>/<int:county>/", views.county, name="county"),
    path("<int:year>/<int:county>/propose/", views.propose, name="propose"),
    path("proposals/<int:pk>/decide/", views.decide, name="decide"),
]
