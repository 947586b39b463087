"""Addresses below ``/payments/``."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from banyan.desk.payments.views import (
    accounts,
    batches,
    home,
    orders,
    recoveries,
    results,
    statements,
)

app_name = "payments"
urlpatterns: list[URLPattern | URLResolver] = [
    path("", home.home, name="home"),
    path("ready/", home.ready, name="ready"),
    path("obstacles/", home.obstacles, name="obstacles"),
    path("waiting/", home.waiting, name="waiting"),
    path("new/", batches.new, name="new"),
    path("batches/<int:pk>/", batches.batch, name="batch"),
    path("batches/<int:pk>/act/", batches.act, name="act"),
    path("batches/<int:pk>/files/<slug:form>/", batches.file, name="file"),
    path("batches/<int:pk>/sample/", batches.sample, name="sample"),
    path("orders/", orders.orders, name="orders"),
    path("orders/<slug:reference>/", orders.order, name="order"),
    path("orders/<slug:reference>/drop/", orders.drop, name="drop"),
    path("orders/<slug:reference>/letter/", statements.enter, name="enter_statement"),
    path("letters/<int:pk>/", statements.statement, name="statement"),
    path("letters/<int:pk>/decide/", statements.decide, name="decide_statement"),
    path("letters/<int:pk>/file/", statements.letter, name="letter"),
    path("own/", orders.own, name="own"),
    path("accounts/", accounts.accounts, name="accounts"),
    path("bank/", results.files, name="bank_files"),
    path("bank/<int:pk>/", results.one, name="bank_file"),
    path("bank/<int:pk>/post/", results.post, name="post"),
    path("bank/results/<int:pk>/", results.resolve, name="resolve"),
    path("unsettled/", results.work, name="work"),
    path("recoveries/", recoveries.recoveries, name="recoveries"),
    path("recoveries/<int:pk>/", recoveries.recovery, name="recovery"),
    path("recoveries/<int:pk>/act/", recoveries.act, name="act_on_recovery"),
    path("awards/<int:pk>/recover/", recoveries.propose, name="recover"),
]
