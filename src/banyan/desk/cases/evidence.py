"""What proves that a case is solved (P3.2)."""

from __future__ import annotations

from typing import Any

from banyan.desk.cases.models import Case


def evidence_of(case: Case) -> Any:
    """The files that prove it, the first first: of this round alone, for what was shown before the
    enterprise disagreed has proved nothing."""
    return case.files.filter(evidence=True, round=case.round)
