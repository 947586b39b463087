"""The figures of the pack by which a run proceeds."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from banyan.desk.policy.pack_in_force import pack_in_force


def working_days(key: str) -> int:
    """The figure of today, or of the nearest day on which the policy is in force."""
    pack = pack_in_force()
    first, end = pack.in_force
    today = min(max(timezone.localdate(), first), end - timedelta(days=1))
    return int(str(pack.parameters[key].on(today).adopted))
