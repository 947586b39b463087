"""The home page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banyan.desk.ui.navigation import home_cards


def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what this is and three ways in; for an account what its work is."""
    return render(request, "ui/home.html", {"cards": home_cards(request)})
