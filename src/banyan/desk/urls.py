"""The addresses of the desk; each app has its own ``urls.py``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from banyan.desk.api.main import api
from banyan.desk.people import access
from banyan.desk.ui import views as ui

_interface = path("api/v1/", api.urls)
access.declare([_interface], access.Access(own=True))

handler500 = "banyan.desk.operations.faults.server_error"

urlpatterns: list[URLPattern | URLResolver] = [
    path("", access.visitors(ui.home), name="home"),
    path("language/", access.unready(access.visitors(set_language)), name="set_language"),
    path("", include("banyan.desk.people.urls")),
    path("", include("banyan.desk.records.urls")),
    path("audit/", include("banyan.desk.people.audit_urls")),
    path("", include("banyan.desk.messaging.urls")),
    path("", include("banyan.desk.obligations.urls")),
    path("policy/", include("banyan.desk.policy.urls")),
    path("calculator/", include("banyan.desk.calculator.urls")),
    path("applications/", include("banyan.desk.applications.urls")),
    path("", include("banyan.desk.benefits.urls")),
    path("", include("banyan.desk.settlement.urls")),
    path("funds/", include("banyan.desk.funds.urls")),
    path("payments/", include("banyan.desk.payments.urls")),
    path("matches/", include("banyan.desk.matching.urls")),
    path("incentives/", include("banyan.desk.incentives.urls")),
    path("bulletins/", include("banyan.desk.bulletins.urls")),
    path("dashboard/", include("banyan.desk.dashboards.urls")),
    path("cases/", include("banyan.desk.cases.urls")),
    path("monitoring/", include("banyan.desk.monitoring.urls")),
    path("receptions/", include("banyan.desk.receptions.urls")),
    path("tasks/", include("banyan.desk.tasks.urls")),
    path("visits/", include("banyan.desk.visits.urls")),
    path("projects/", include("banyan.desk.projects.urls")),
    path("parks/", include("banyan.desk.parks.urls")),
    path("meetings/", include("banyan.desk.meetings.urls")),
    path("supervision/", include("banyan.desk.supervision.urls")),
    path("lists/", include("banyan.desk.lists.urls")),
    path("targets/", include("banyan.desk.targets.urls")),
    path("", include("banyan.desk.operations.urls")),
    path("api/", include("banyan.desk.api.urls")),
    _interface,
    # before allauth's own, which would send an e-mail
    path(
        "accounts/password/reset/",
        access.visitors(ui.forgotten_password),
        name="account_reset_password",
    ),
    path("accounts/", include("banyan.desk.people.sign_in_urls")),
]
