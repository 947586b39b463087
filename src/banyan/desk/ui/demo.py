"""The accounts of the demo, as the sign-in page lists them. Whoever makes the demo's data makes
these: one a role, and a second one for what takes two people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

DEMO_PASSWORD = "banyan-demo"

FILLED = "demo-filled"
"""The file of the data folder that is there once all of the demo is."""

DEMO_ACCOUNTS: dict[str, Any] = {
    "enterprise": _("sees what its enterprise can receive, and what is missing"),
    "county": _("keeps the records of one county"),
    "city": _("keeps the records of the whole city"),
    "finance": _("keeps the budgets and pays"),
    "department": _("handles what its department is responsible for"),
    "bank": _("sees what was shared with it"),
    "expert": _("scores applications without knowing whose they are"),
    "supervisor": _("sees everything and changes nothing"),
    "auditor": _("checks the trail of changes"),
    "administrator": _("keeps accounts, units and parameters"),
}
"""User name → what one does with it. The second of each has a 2 at the end."""


def is_filling() -> bool:
    """Whether the demo still gets what its people have done."""
    return not (settings.DATA / FILLED).exists()
