"""The home page, and what to do about a forgotten password."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from banyan.desk.ui.navigation import home_cards


def home(request: HttpRequest) -> HttpResponse:
    """For a visitor what this is and three ways in; for an account what its work is."""
    return render(request, "ui/home.html", {"cards": home_cards(request)})


def forgotten_password(request: HttpRequest) -> HttpResponse:
    """The desk sends no e-mail: an administrator sets a new password."""
    return render(request, "account/forgotten_password.html")
