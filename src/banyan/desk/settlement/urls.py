"""Addresses of runs, public notices, and an organization's awards."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.settlement.views import comparison, lines, notices, organizations, runs

app_name = "settlement"
urlpatterns: list[URLPattern | URLResolver] = [
    path("runs/", runs.runs, name="runs"),
    path("runs/<int:number>/", runs.run, name="run"),
    path("runs/<int:number>/decide/", runs.decide, name="decide"),
    path("runs/<int:number>/lines/", lines.lines, name="lines"),
    path("runs/<int:number>/lines.csv", lines.as_csv, name="lines_csv"),
    path("runs/<int:number>/lines.xlsx", lines.as_workbook, name="lines_workbook"),
    path("runs/<int:number>/lines/<int:line>/", lines.line, name="line"),
    path("runs/<int:number>/compare/<int:other>/", comparison.compare, name="compare"),
    path("runs/<int:number>/objections/<int:objection>/", notices.objection, name="objection"),
    path("notices/", notices.notices, name="notices"),
    path("notices/<int:number>/", notices.notice, name="notice"),
    path("notices/<int:number>/object/", notices.object_to, name="object"),
    path("organizations/<slug:uscc>/awards/", organizations.awards, name="organization"),
]
