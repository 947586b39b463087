"""Addresses of an organization's benefits."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.benefits import views

app_name = "benefits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("benefits/", views.home, name="home"),
    path("organizations/<slug:uscc>/benefits/", views.organization, name="organization"),
    path("organizations/<slug:uscc>/benefits/letter.pdf", views.letter_as_pdf, name="letter"),
]
