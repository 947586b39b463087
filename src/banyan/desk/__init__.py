"""Who does what with the policy: the desk, in Django."""

from __future__ import annotations

import os


def start() -> None:
    """Makes Django ready outside of a web server (commands, tasks)."""
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "banyan.desk.settings")
    django.setup()
