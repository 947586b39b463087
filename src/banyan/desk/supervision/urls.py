"""Addresses below ``/supervision/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.supervision.views import (
    accountability,
    board,
    letters,
    reconciliations,
    reports,
    scoreboard,
)

app_name = "supervision"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", board.board, name="board"),
    path("open/", board.open_list, name="open"),
    path("units/<int:pk>/", board.unit, name="unit"),
    path("letters/", letters.letters, name="letters"),
    path("letters/draft/", letters.draft, name="draft_letters"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/decide/", letters.decide, name="decide_letter"),
    path("letters/<int:pk>/answer/", letters.answer, name="answer_letter"),
    path("letters/<int:pk>/file/<int:number>/", letters.evidence, name="evidence"),
    path("letters/<int:pk>/<slug:language>.<slug:form>", letters.document, name="letter_file"),
    path("accountability/", accountability.records, name="accountabilities"),
    path("accountability/new/", accountability.new, name="new_accountability"),
    path("accountability/<int:pk>/", accountability.record, name="accountability"),
    path("accountability/<int:pk>/decide/", accountability.decide, name="decide_accountability"),
    path("accountability/<int:pk>/view/", accountability.state_view, name="state_view"),
    path("accountability/<int:pk>/consent/", accountability.consent, name="record_consent"),
    path("accountability/<int:pk>/consent.file", accountability.consent_file, name="consent_file"),
    path("accountability/<int:pk>/revoke/", accountability.revoke, name="revoke"),
    path("scoreboard/", scoreboard.scoreboard, name="scoreboard"),
    path("scoreboard/<str:period>/<slug:code>/", scoreboard.behind, name="behind"),
    path("published/", reports.published, name="published"),
    path("published/<slug:number>/", reports.public, name="public"),
    path("reports/", reports.reports, name="reports"),
    path("reports/new/", reports.new, name="new_report"),
    path("reports/<int:pk>/", reports.report, name="report"),
    path("reports/<int:pk>/decide/", reports.decide, name="decide_report"),
    path("reports/<int:pk>/preview.pdf", reports.preview, name="preview"),
    path("reports/<int:pk>/figures/<slug:code>/", reports.figure, name="figure"),
    path("reports/<int:pk>/<slug:language>.<slug:form>", reports.document, name="report_file"),
    path("reconciliations/", reconciliations.reconciliations, name="reconciliations"),
    path("reconciliations/open/", reconciliations.begin, name="open_reconciliation"),
    path("reconciliations/<int:pk>/", reconciliations.reconciliation, name="reconciliation"),
    path("reconciliations/<int:pk>/decide/", reconciliations.decide, name="sign_reconciliation"),
    path("reconciliations/<int:pk>/explain/", reconciliations.explain, name="explain"),
    path(
        "reconciliations/<int:pk>/list.<slug:form>",
        reconciliations.file,
        name="reconciliation_file",
    ),
]
