"""``/api/`` for people, ``/api/v1/`` for programs."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.api import views
from banyan.desk.api.main import api
from banyan.desk.people import access

app_name = "api"
_version_1 = path("v1/", api.urls)
access.declare([_version_1], access.Access(own=True))

urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.tokens, name="tokens"),
    path("tokens/<int:number>/revoke/", views.revoke, name="revoke"),
    path("webhooks/", views.make_webhook, name="make_webhook"),
    path("webhooks/<int:number>/end/", views.end_webhook, name="end_webhook"),
    _version_1,
]
