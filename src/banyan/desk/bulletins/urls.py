"""Addresses below ``/bulletins/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.bulletins import views

app_name = "bulletins"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", views.bulletins, name="bulletins"),
    path("drafts/new/", views.new, name="new"),
    path("drafts/<int:pk>/", views.draft, name="draft"),
    path("drafts/<int:pk>/decide/", views.decide, name="decide"),
    path("drafts/<int:pk>/preview.pdf", views.preview, name="preview"),
    path("drafts/<int:pk>/figures/<slug:code>/", views.draft_figure, name="draft_figure"),
    path("<slug:number>/", views.bulletin, name="bulletin"),
    path("<slug:number>/explain/", views.explain, name="explain"),
    path("<slug:number>/<slug:language>.<slug:form>", views.document, name="document"),
    path("<slug:number>/figures/<slug:code>/", views.figure, name="figure"),
]
