"""The roles of the people who use the desk."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """One role an account; a person with two offices has two accounts."""

    ENTERPRISE = "enterprise", _("Enterprise")
    COUNTY = "county", _("County officer")
    CITY = "city", _("City officer")
    FINANCE = "finance", _("Finance officer")
    DEPARTMENT = "department", _("Department officer")
    BANK = "bank", _("Bank or service organization")
    EXPERT = "expert", _("Expert")
    SUPERVISOR = "supervisor", _("Supervisor")
    AUDITOR = "auditor", _("Auditor")
    ADMINISTRATOR = "administrator", _("Administrator")


OFFICIALS = frozenset(Role) - {Role.ENTERPRISE, Role.BANK, Role.EXPERT}
"""Everyone who works for the government."""

SEE_WHOLE_CITY = frozenset({Role.CITY, Role.FINANCE, Role.SUPERVISOR, Role.AUDITOR})
"""Who sees every organization."""

WITHIN_UNIT = frozenset(Role) - {Role.ENTERPRISE}
"""Who belongs to a unit."""
