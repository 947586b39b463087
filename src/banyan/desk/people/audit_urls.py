"""Addresses of the audit's pages: ``/audit/…``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.people import audit_pages

app_name = "audit"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", audit_pages.entries, name="entries"),
    path("export/", audit_pages.export, name="export"),
    path("chain/", audit_pages.chain, name="chain"),
    path("chain/verify/", audit_pages.verify, name="verify"),
    path("<int:number>/", audit_pages.entry, name="entry"),
]
