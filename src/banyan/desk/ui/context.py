"""What every page needs: who is signed in, where one can go, the language."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings
from django.http import HttpRequest

from banyan.desk.ui.navigation import Place


def page(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    role = getattr(user, "role", None) if user is not None and user.is_authenticated else None
    places: list[Place] = []
    for config in apps.get_app_configs():
        places.extend(getattr(config, "places", ()))
    return {
        "places": [
            place for place in sorted(places, key=lambda one: one.order) if place.open_to(role)
        ],
        "demo": settings.DEMO,
    }
