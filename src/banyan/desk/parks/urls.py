"""Addresses below ``/parks/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from banyan.desk.parks import views

app_name = "parks"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.parks, name="parks"),
    re_path(r"^export\.(?P<form>csv|xlsx)$", views.export, name="export"),
    path("<str:uscc>/", views.park, name="park"),
    path("<str:uscc>/do/<slug:name>/", views.act, name="act"),
    path("<str:uscc>/decide/<slug:what>/<int:number>/", views.decide_on, name="decide"),
    path("<str:uscc>/evidence/<slug:what>/<int:number>/", views.evidence, name="evidence"),
    re_path(r"^(?P<uscc>[^/]+)/tenants\.(?P<form>csv|xlsx)$", views.tenants, name="tenants"),
    path("<str:uscc>/tenants/import/", views.import_tenants, name="import_tenants"),
]
