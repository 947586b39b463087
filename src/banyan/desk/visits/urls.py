"""Addresses below ``/visits/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from banyan.desk.visits.views import assignments, imports, phone, plans, visits

app_name = "visits"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", assignments.mine, name="mine"),
    re_path(r"^officers\.(?P<form>csv|xlsx)$", assignments.export, name="export"),
    path("without/", assignments.lacking, name="without"),
    path("without/assign/", assignments.assign_many, name="assign_many"),
    path("import/", imports.import_list, name="import"),
    path("import/template.xlsx", imports.template, name="template"),
    path("officers/", assignments.officers_named, name="officers"),
    path("officers/<int:pk>/", assignments.officer, name="officer"),
    path("organizations/<str:uscc>/", assignments.organization, name="organization"),
    path("plan/", plans.plan, name="plan"),
    path("plan/make/", plans.make, name="make_plan"),
    path("plan/<int:pk>/", plans.change, name="planned"),
    path("made/", visits.visits, name="visits"),
    re_path(r"^made\.(?P<form>csv|xlsx)$", visits.export, name="export_visits"),
    path("made/<int:pk>/", visits.visit, name="visit"),
    path("photos/<int:pk>/", visits.photo, name="photo"),
    path("coverage/", visits.covered, name="coverage"),
    re_path(r"^coverage\.(?P<form>csv|xlsx)$", visits.export_coverage, name="export_coverage"),
    path("phone/", phone.phone, name="phone"),
    path("phone/kept/", phone.kept, name="kept"),
    path("phone/state/", phone.state, name="state"),
    path("worker.js", phone.worker, name="worker"),
]
