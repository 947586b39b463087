"""Addresses below ``/projects/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from banyan.desk.projects.views import entering, portfolio, project, reporting

app_name = "projects"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", portfolio.projects, name="projects"),
    path("board/", portfolio.board, name="board"),
    path("timeline/", portfolio.time_line, name="time_line"),
    path("map/", portfolio.county_map, name="map"),
    path("lists/", portfolio.lists, name="lists"),
    path("lists/<int:number>/off/", portfolio.take_off, name="take_off"),
    re_path(r"^export\.(?P<form>csv|xlsx)$", portfolio.export, name="export"),
    path("new/", entering.new, name="new"),
    path("import/", entering.import_list, name="import"),
    path("import/template.xlsx", entering.import_template, name="template"),
    path("files/<int:number>/", project.file, name="file"),
    path("<int:pk>/", project.project, name="project"),
    path("<int:pk>/change/", entering.change, name="change"),
    path("<int:pk>/plan/", entering.plan, name="plan"),
    path("<int:pk>/do/<slug:name>/", project.act, name="act"),
    path("<int:pk>/report/", reporting.give_report, name="give_report"),
    path("<int:pk>/reports/<int:number>/", reporting.report, name="report"),
    path("<int:pk>/reports/<int:number>/decide/", reporting.decide_report, name="decide_report"),
    path("<int:pk>/year/", reporting.propose_year, name="propose_year"),
    path("<int:pk>/years/<int:number>/", reporting.year, name="year"),
    path("<int:pk>/years/<int:number>/decide/", reporting.decide_year, name="decide_year"),
]
