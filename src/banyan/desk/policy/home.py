"""What the home page says of the policy library."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.people import access
from banyan.desk.policy import library
from banyan.desk.policy.models import FigureChange
from banyan.desk.policy.pack_in_force import pack_in_force


def waiting_changes(request: HttpRequest) -> dict[str, Any] | None:
    """The changes that wait for this administrator, and the articles that wait to be checked;
    ``None`` where nothing does."""
    account = access.account_of(request)
    if account is None:
        return None
    pack = pack_in_force()
    waiting = FigureChange.objects.visible_to(account).filter(state=FigureChange.State.PROPOSED)
    rows = [
        {"change": change, "figure": pack.parameters.get(change.key)}
        for change in waiting.exclude(proposed_by=account).select_related("proposed_by")
    ]
    articles = sorted(library.to_be_checked(pack))
    if not rows and not articles:
        return None
    document = library.notice(pack)
    return {"rows": rows, "articles": articles, "text": document.text if document else None}
