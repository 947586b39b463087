"""Addresses below ``/cases/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.cases.views import case, raising

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("raise/", raising.raise_case, name="raise"),
    path("raise/suggested/", raising.suggest, name="suggest"),
    path("raise/fields/", raising.asked_fields, name="fields"),
    path("raise/organizations/", raising.organizations, name="organizations"),
    path("files/<int:number>/", case.case_file, name="file"),
    path("closings/<int:number>/decide/", case.decide_closing, name="decide_closing"),
    path("extensions/<int:number>/decide/", case.decide_extension, name="decide_extension"),
    path("<int:pk>/", case.case, name="case"),
    path("<int:pk>/life.pdf", case.life, name="life"),
    path("<int:pk>/do/<slug:name>/", case.act, name="act"),
]
