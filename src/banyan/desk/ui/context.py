"""What every page needs besides what Django gives it: where one can go, in which other languages,
and whether this is the demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language

from banyan.desk.ui.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, is_filling
from banyan.desk.ui.navigation import destinations, gathered, tools


def page(request: HttpRequest) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if settings.DEMO:
        more = {
            "demo_accounts": DEMO_ACCOUNTS,
            "demo_password": DEMO_PASSWORD,
            "demo_is_filling": is_filling(),
        }
    return {
        "navigation": gathered(destinations(request)),
        "tools": tools(request),
        # each named in itself, so not translated
        "other_languages": [one for one in settings.LANGUAGES if one[0] != get_language()],
        "demo": settings.DEMO,
        **more,
    }
