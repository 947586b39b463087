"""What the home page says of the funds."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from banyan.desk.funds.models import BudgetChange
from banyan.desk.people import access


def waiting_changes(request: HttpRequest) -> dict[str, Any] | None:
    """The changes of budgets that wait for this finance officer; ``None`` where none does."""
    account = access.account_of(request)
    waiting = BudgetChange.objects.visible_to(account).filter(state=BudgetChange.State.PROPOSED)
    rows = waiting.exclude(proposed_by=account).select_related("budget", "proposed_by")
    return {"rows": list(rows)} if rows else None
