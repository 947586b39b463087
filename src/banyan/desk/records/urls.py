"""Addresses of the records: ``/organizations/…``, ``/imports/…``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.records import claims, representatives, trail

app_name = "records"
urlpatterns: list[URLPattern | URLResolver] = []

# Who speaks for an organization, and who looked at it.
urlpatterns += [
    path("claims/", claims.claims, name="claims"),
    path("claims/to-decide/", claims.claims_to_decide, name="claims_to_decide"),
    path("claims/<int:number>/", claims.claim, name="claim"),
    path("claims/<int:number>/<slug:what>/", claims.decide_claim, name="decide_claim"),
    path(
        "organizations/<str:uscc>/people/",
        representatives.representatives,
        name="representatives",
    ),
    path("organizations/<str:uscc>/people/invite/", representatives.invite, name="invite"),
    path(
        "organizations/<str:uscc>/people/invitations/<int:number>/withdraw/",
        representatives.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path(
        "organizations/<str:uscc>/people/<int:number>/end/",
        representatives.end_representation,
        name="end_representation",
    ),
    path("organizations/<str:uscc>/people/share/", representatives.share, name="share"),
    path(
        "organizations/<str:uscc>/people/sharings/<int:number>/end/",
        representatives.end_sharing,
        name="end_sharing",
    ),
    path("organizations/<str:uscc>/trail/", trail.trail, name="trail"),
]
