"""Addresses below ``/targets/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.targets.views import indicator, overview, reports, yearly

app_name = "targets"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.home, name="home"),
    path("counties/", overview.by_county, name="counties"),
    path("compute/", overview.compute, name="compute"),
    path("values.<slug:form>", reports.export, name="export"),
    path("indicators/<slug:code>/", indicator.indicator, name="indicator"),
    path("indicators/<slug:code>/behind/", indicator.behind, name="behind"),
    path("indicators/<slug:code>/report/", reports.report_value, name="report_value"),
    path("reports/", reports.reports, name="reports"),
    path("reports/import/", reports.import_list, name="import"),
    path("reports/import/template.xlsx", reports.template, name="template"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/decide/", reports.decide, name="decide"),
    path("reports/<int:pk>/evidence/", reports.evidence, name="evidence"),
    path("yearly/", yearly.yearly, name="yearly"),
    path("yearly/<int:pk>/", yearly.report, name="yearly_report"),
    path("yearly/<int:pk>/decide/", yearly.decide, name="decide_yearly"),
    path("yearly/<int:pk>/preview/", yearly.preview, name="preview"),
    path("yearly/<int:pk>/<slug:language>.<slug:form>", yearly.document, name="document"),
]
