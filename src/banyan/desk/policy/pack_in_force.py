"""The policy as it is in force: the declared pack with the confirmed figures laid over it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace

from banyan.desk.policy.models import FigureChange, InForce
from banyan.desk.policy_pack import declared_pack
from banyan.rules.errors import PackError
from banyan.rules.pack import Pack
from banyan.rules.parameters import parse_value

_held: tuple[str, Pack] | None = None


def pack_in_force() -> Pack:
    """The pack to compute with; the same object as long as no change is confirmed, in this process
    or another (one small query tells). Its ``sha256`` follows from the declared pack and every
    confirmed change. Raises PackError where a confirmed change does not fit the declared pack."""
    global _held
    row = InForce.objects.first()
    if row is None or not row.mark:
        return declared_pack()
    if _held is None or _held[0] != row.mark:
        changes = list(FigureChange.objects.confirmed())
        _held = (mark_of(changes), overlaid(changes))
    return _held[1]


def overlaid(changes: Iterable[FigureChange]) -> Pack:
    """The declared pack with these changes, one over the other. Raises PackError where one does
    not fit it."""
    declared = declared_pack()
    changes = list(changes)
    figures = dict(declared.parameters)
    for change in changes:
        figure = figures.get(change.key)
        if figure is None:
            raise PackError(
                f"the policy has no parameter {change.key}, of which a value was adopted"
            )
        value = parse_value(change.value, figure.unit, change.key)
        figures[change.key] = figure.adopting(value, change.starts, change.ends)
    if not changes:
        return declared
    digest = hashlib.sha256(f"{declared.sha256} {mark_of(changes)}".encode())
    return replace(declared, parameters=figures, sha256=digest.hexdigest())


def mark_of(changes: Iterable[FigureChange]) -> str:
    """A hash of what the changes say, in their order; empty where there are none."""
    said = [
        [change.key, change.starts.isoformat(), change.ends.isoformat(), change.value]
        for change in changes
    ]
    return hashlib.sha256(json.dumps(said).encode()).hexdigest() if said else ""
