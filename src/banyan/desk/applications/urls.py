"""Addresses below ``/applications/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.applications.views import drafts, lists, review, scoring, windows

app_name = "applications"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", lists.applications, name="applications"),
    path("export.<slug:form>", lists.export_list, name="export"),
    path("start/", lists.start, name="start"),
    path("windows/", windows.windows, name="windows"),
    path("scoring/", scoring.assignments, name="assignments"),
    path("scoring/<int:number>/", scoring.score, name="score"),
    path("scoring/<int:number>/release/", review.release, name="release"),
    path("rows/<int:number>/", drafts.say, name="say"),
    path("rows/<int:number>/remove/", drafts.remove_row, name="remove_row"),
    path("rows/<int:number>/evidence/", drafts.add_evidence, name="add_evidence"),
    path("rows/<int:number>/assess/", review.assess, name="assess"),
    path("evidence/<int:number>/", review.evidence_file, name="evidence"),
    path("evidence/<int:number>/remove/", review.remove_evidence, name="remove_evidence"),
    path("evidence/<int:number>/anonymous/", review.mark_anonymous, name="mark_anonymous"),
    path("<int:number>/", review.application, name="application"),
    path("<int:number>/form/", drafts.form, name="form"),
    path("<int:number>/preview/", drafts.preview, name="preview"),
    path("<int:number>/rows/", drafts.add_row, name="add_row"),
    path("<int:number>/submit/", drafts.submit, name="submit"),
    path("<int:number>/experts/", review.assign, name="assign"),
    path("<int:number>/<slug:name>/", review.move, name="move"),
]
