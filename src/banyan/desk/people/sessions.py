"""Sessions in the database that know whose they are, so that they can be listed and ended."""

from __future__ import annotations

from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessionStore
from django.http import HttpRequest
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from banyan.desk.people.models import Account, Session

_DEVICE = "banyan_device"


class SessionStore(DatabaseSessionStore):
    """Django's sessions of the database, in ``people.models.Session``."""

    @classmethod
    def get_model_class(cls) -> type[Any]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        session: Any = super().create_model_instance(data)
        session.account_id = data.get(SESSION_KEY)
        device = data.get(_DEVICE, {})
        session.address = device.get("address", "")
        session.agent = device.get("agent", "")
        session.started_at = parse_datetime(device.get("started_at", ""))
        return session


def remember_device(request: HttpRequest, address: str) -> None:
    """Notes in the session from where it was signed in."""
    request.session[_DEVICE] = {
        "address": address,
        "agent": request.headers.get("User-Agent", "")[:200],
        "started_at": timezone.now().isoformat(),
    }


def end_sessions(account: Account, but: str | None = None) -> int:
    """Ends the account's sessions, all or all but one; returns how many."""
    sessions = Session.objects.filter(account=account)
    if but is not None:
        sessions = sessions.exclude(session_key=but)
    return sessions.delete()[0]
