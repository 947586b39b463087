"""Addresses below ``/policy/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.policy.views import documents, figures, library

app_name = "policy"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", library.home, name="home"),
    path("articles/<str:number>/", library.article, name="article"),
    path("measures/<slug:code>/", library.measure, name="measure"),
    path("parameters/", library.parameters, name="parameters"),
    path("parameters/<str:key>/", library.parameter, name="parameter"),
    path("parameters/<str:key>/propose/", figures.propose, name="propose"),
    path("coverage/", library.coverage, name="coverage"),
    path("print/", library.print_view, name="print"),
    path("changes/", figures.changes, name="changes"),
    path("changes/<int:pk>/", figures.change, name="change"),
    path("changes/<int:pk>/decide/", figures.decide, name="decide"),
    path("changes/<int:pk>/compute/", figures.compute, name="compute"),
    path("documents/import/", documents.import_text, name="import_text"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/repeal/", documents.repeal, name="repeal"),
    path("texts/<int:pk>/", documents.version, name="version"),
    path("checks/<int:pk>/confirm/", documents.confirm_article, name="confirm_article"),
]
