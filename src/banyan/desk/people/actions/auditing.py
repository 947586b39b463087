"""What auditors do with the audit itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from banyan.desk.audit import Actor, action, log
from banyan.desk.audit.verification import Break
from banyan.desk.people.access import require
from banyan.desk.people.roles import Role

MOST_BREAKS = 100
"""So many of them an entry holds."""


@action("audit.export")
def export_audit(actor: Actor, chosen: Mapping[str, str]) -> None:
    """``chosen`` are the filters by which the entries were chosen."""
    require(actor, Role.AUDITOR, Role.SUPERVISOR)
    log("audit.entry", after=dict(chosen))


@action("audit.verify")
def record_verification(actor: Actor, *, entries: int, head: str, breaks: Sequence[Break]) -> None:
    """What a walk over the chain of ``entries`` entries up to ``head`` found."""
    require(actor, Role.AUDITOR)
    log(
        "audit.chain",
        after={
            "entries": entries,
            "head": head,
            "breaks": len(breaks),
            "where": [f"{one.number}: {one.why}" for one in breaks[:MOST_BREAKS]],
        },
    )
