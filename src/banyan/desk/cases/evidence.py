"""What proves that a case is solved (P3.2)."""

from __future__ import annotations

from typing import Any

from banyan.desk.cases.models import Case

_NEW_ROUND = ("disagree", "reopen")


def evidence_of(case: Case) -> Any:
    """The files that prove it, the first first: of this round alone, for what was shown before the
    enterprise disagreed has proved nothing."""
    found = case.files.filter(evidence=True)
    again = case.moves.filter(action__in=_NEW_ROUND).order_by("-pk").first()
    return found if again is None else found.filter(added_at__gte=again.at)
