"""The addresses of the desk; each app has its own ``urls.py``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from banyan.desk.people import access
from banyan.desk.ui import views as ui

_allauth = path("accounts/", include("allauth.urls"))
access.declare([_allauth], access.Access(visitors=True))

handler500 = "banyan.desk.operations.faults.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", access.visitors(ui.home), name="home"),
    path("language/", access.visitors(set_language), name="set_language"),
    path("", include("banyan.desk.people.urls")),
    path("", include("banyan.desk.records.urls")),
    path("policy/", include("banyan.desk.policy.urls")),
    path("calculator/", include("banyan.desk.calculator.urls")),
    path("", include("banyan.desk.benefits.urls")),
    path("", include("banyan.desk.operations.urls")),
    _allauth,
]
