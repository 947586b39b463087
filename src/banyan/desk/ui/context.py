"""What every page needs besides what Django gives it: where one can go, and whether this is the
demo."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from banyan.desk.ui.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from banyan.desk.ui.navigation import destinations


def page(request: HttpRequest) -> dict[str, Any]:
    more: dict[str, Any] = {}
    if settings.DEMO:
        more = {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD}
    return {"destinations": destinations(request), "demo": settings.DEMO, **more}
