"""Addresses below ``/cases/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from banyan.desk.cases.views import case, examples, imports, ledger, raising, words

app_name = "cases"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", ledger.ledger, name="ledger"),
    path("board/", ledger.board, name="board"),
    path("calendar/", ledger.calendar, name="calendar"),
    re_path(r"^export\.(?P<form>csv|xlsx)$", ledger.export, name="export"),
    path("filters/", ledger.save_filter, name="save_filter"),
    path("filters/<int:number>/forget/", ledger.forget_filter, name="forget_filter"),
    path("words/", words.words, name="words"),
    path("imports/", imports.imports, name="imports"),
    path("imports/template.csv", imports.template, name="import_template"),
    path("imports/<int:number>/", imports.one, name="import"),
    path("imports/<int:number>/confirm/", imports.confirm, name="confirm_import"),
    path("imports/<int:number>/again/", imports.again, name="import_again"),
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
    path("<int:pk>/example/", examples.example, name="example"),
    path("<int:pk>/example/withdraw/", examples.withdraw, name="withdraw_example"),
]
