"""Addresses below ``/monitoring/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.monitoring.views import enterprises, overview

app_name = "monitoring"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.home, name="home"),
    path("thresholds/", overview.try_threshold, name="try"),
    path("precision/", overview.precision, name="precision"),
    path("import/", enterprises.import_list, name="import"),
    path("import/template.xlsx", enterprises.import_template, name="template"),
    path("enterprises/", enterprises.enterprises, name="enterprises"),
    path("enterprises.<slug:form>", enterprises.export, name="export"),
    path("enterprises/<str:uscc>/", enterprises.enterprise, name="enterprise"),
    path("enterprises/<str:uscc>/watch/", enterprises.watch, name="watch"),
    path("enterprises/<str:uscc>/report/", enterprises.report, name="report"),
]
