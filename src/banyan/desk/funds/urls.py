"""Addresses below ``/funds/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.funds.views import budgets, changes

app_name = "funds"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", budgets.budgets, name="budgets"),
    path("check/", budgets.check, name="check"),
    path("<int:pk>/", budgets.budget, name="budget"),
    path("<int:pk>/ledger.<slug:form>", budgets.export, name="export"),
    path("propose/", changes.propose, name="propose"),
    path("changes/<int:pk>/", changes.change, name="change"),
    path("changes/<int:pk>/decide/", changes.decide, name="decide"),
]
