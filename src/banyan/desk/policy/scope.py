"""Who sees what of the policy library that is not public."""

from __future__ import annotations

from banyan.desk.people.roles import Role

SEE_PROPOSALS = frozenset({Role.ADMINISTRATOR, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR})
"""Who sees changes of figures that are not confirmed; what is confirmed is published."""
