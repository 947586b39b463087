"""Addresses below ``/lists/``."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import path
from banyan.desk.people import access


@access.signed_in
def stub(request: HttpRequest, pk: int = 0) -> HttpResponse:
    return HttpResponse()


app_name = "lists"
urlpatterns = [path("", stub, name="lists"), path("mine/", stub, name="mine"), path("rounds/<int:pk>/", stub, name="round"), path("entries/<int:pk>/", stub, name="entry"), path("imports/<int:pk>/", stub, name="import")]
