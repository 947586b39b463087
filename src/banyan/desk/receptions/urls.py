"""Addresses below ``/receptions/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.receptions import views

app_name = "receptions"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.days, name="days"),
    path("announce/", views.announce, name="announce"),
    path("regularity/", views.regularity, name="regularity"),
    path("<int:pk>/", views.day, name="day"),
    path("<int:pk>/book/", views.book, name="book"),
    path("<int:pk>/cancel/", views.cancel_day, name="cancel_day"),
    path("bookings/<int:pk>/", views.booking, name="booking"),
]
