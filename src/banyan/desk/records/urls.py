"""Addresses of the records: ``/organizations/…``, ``/imports/…``, ``/records/…``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path, register_converter

from banyan.desk.records import claims, representatives, trail
from banyan.desk.records.views import imports, organizations, tables

app_name = "records"


class _Form:
    regex = "csv|xlsx"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


register_converter(_Form, "file_form")

urlpatterns: list[URLPattern | URLResolver] = [
    path("organizations/", organizations.organizations, name="organizations"),
    path(
        "organizations/export.<file_form:form>",
        organizations.export_organizations,
        name="export_organizations",
    ),
    path("organizations/<slug:uscc>/", organizations.organization, name="organization"),
    path("organizations/<slug:uscc>/tags/", organizations.tags, name="tags"),
    path("imports/", imports.imports, name="imports"),
    path("imports/templates/<slug:table>.xlsx", imports.template, name="import_template"),
    path("imports/<int:number>/", imports.one, name="import"),
    path("imports/<int:number>/file/", imports.file, name="import_file"),
    path("imports/<int:number>/confirm/", imports.confirm, name="confirm_import"),
    path("imports/<int:number>/again/", imports.again, name="check_import_again"),
    path("imports/<int:number>/undo/", imports.undo, name="undo_import"),
    path("records/", tables.tables, name="tables"),
    path("records/<slug:name>/", tables.table, name="table"),
    path("records/<slug:name>/export.<file_form:form>", tables.export_table, name="export_table"),
    path("records/<slug:name>/new/", tables.new, name="new_record"),
    path("records/<slug:name>/<str:primary>/", tables.record, name="record"),
    path("records/<slug:name>/<str:primary>/change/", tables.change, name="change_record"),
    path("records/<slug:name>/<str:primary>/verify/", tables.verify, name="verify_record"),
    path("records/<slug:name>/<str:primary>/delete/", tables.delete, name="delete_record"),
]

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
