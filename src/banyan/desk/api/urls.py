"""``/api/`` for people; what programs call is in ``main.py``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.api import views

app_name = "api"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", views.revoke, name="revoke"),
    path("webhooks/", views.make_webhook, name="make_webhook"),
    path("webhooks/<int:number>/end/", views.end_webhook, name="end_webhook"),
]
