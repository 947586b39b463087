"""Addresses of accounts and units, ``/people/…``, and of one's own account, ``/profile/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.people import account_pages, profile_pages, unit_pages

app_name = "people"
urlpatterns: list[URLPattern | URLResolver] = [
    path("people/accounts/", account_pages.accounts, name="accounts"),
    path("people/accounts/new/", account_pages.new_account, name="new_account"),
    path("people/accounts/<int:number>/", account_pages.account, name="account"),
    path(
        "people/accounts/<int:number>/<slug:what>/",
        account_pages.act_on_account,
        name="act_on_account",
    ),
    path("people/units/", unit_pages.units, name="units"),
    path("people/units/new/", unit_pages.new_unit, name="new_unit"),
    path("people/units/set-up/", unit_pages.set_up_units, name="set_up_units"),
    path("people/units/<int:number>/", unit_pages.unit, name="unit"),
    path("profile/", profile_pages.profile, name="profile"),
    path("profile/end-sessions/", profile_pages.end_own_sessions, name="end_own_sessions"),
]
