"""Addresses below ``/meetings/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.meetings import views

app_name = "meetings"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.meetings, name="meetings"),
    path("plan/", views.plan, name="plan"),
    path("<int:pk>/", views.meeting, name="meeting"),
    path("<int:pk>/change/", views.change, name="change"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/minutes.<slug:form>", views.minutes, name="minutes"),
]
