"""Addresses below ``/lists/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, re_path

from banyan.desk.lists.views import (
    changes,
    entry,
    imports,
    listed,
    organization,
    overview,
    rounds,
    standing,
)

app_name = "lists"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", overview.lists, name="lists"),
    path("mine/", organization.mine, name="mine"),
    path("evaluate/", standing.evaluate, name="evaluate"),
    path("organizations/<str:uscc>/", organization.organization, name="organization"),
    path("changes/", changes.changes, name="changes"),
    path("changes/confirm/", changes.confirm_many, name="confirm_changes"),
    path("changes/<int:pk>/decide/", changes.decide_change, name="decide_change"),
    path("rounds/<int:pk>/", rounds.one, name="round"),
    path("rounds/<int:pk>/decide/", rounds.decide_on, name="decide"),
    path("rounds/<int:pk>/propose/", rounds.propose, name="propose"),
    path("rounds/<int:pk>/do/<slug:name>/", rounds.act, name="act_round"),
    re_path(r"^rounds/(?P<pk>\d+)/export\.(?P<form>csv|xlsx)$", rounds.export, name="export_round"),
    path("candidacies/<int:pk>/withdraw/", rounds.withdraw, name="withdraw"),
    path("publications/<int:pk>/decide/", rounds.decide_publication, name="decide_publication"),
    path("entries/<int:pk>/", entry.one, name="entry"),
    path("entries/<int:pk>/do/<slug:name>/", entry.act, name="act_entry"),
    path("imports/<int:pk>/", imports.one, name="import"),
    path("imports/<int:pk>/confirm/", imports.confirm, name="confirm_import"),
    path("imports/<int:pk>/again/", imports.again, name="import_again"),
    path("<slug:code>/", listed.table, name="list"),
    path("<slug:code>/board/", listed.board, name="board"),
    path("<slug:code>/flow/", listed.flow, name="flow"),
    path("<slug:code>/progress/", listed.progress, name="progress"),
    re_path(r"^(?P<code>[-\w]+)/export\.(?P<form>csv|xlsx)$", listed.export, name="export"),
    path("<slug:code>/rounds/", rounds.rounds, name="rounds"),
    path("<slug:code>/rounds/prepare/", rounds.prepare, name="prepare"),
    path("<slug:code>/standing/", standing.standing, name="standing"),
    path("<slug:code>/standing/propose/", standing.propose, name="propose_standing"),
    path("<slug:code>/reviews/", changes.reviews, name="reviews"),
    path("<slug:code>/reviews/propose/", changes.propose, name="propose_changes"),
    path("<slug:code>/import/", imports.send, name="send"),
    re_path(r"^(?P<code>[-\w]+)/template\.(?P<form>csv|xlsx)$", imports.template, name="template"),
]
