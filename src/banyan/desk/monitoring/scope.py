"""Who may do what with monthly figures."""

from __future__ import annotations

from banyan.desk.people.roles import Role

READERS = (Role.CITY, Role.COUNTY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR)
"""Who sees the pages of monitoring; a county's officers those of the county."""

OFFICERS = (Role.CITY, Role.COUNTY)
"""Who says which enterprises report, and imports lists."""

REPORTERS = (*OFFICERS, Role.ENTERPRISE)
"""Who reports figures: of the organizations that they see."""
