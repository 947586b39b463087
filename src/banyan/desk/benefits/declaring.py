"""Where facts are declared."""

from __future__ import annotations

from django.urls import reverse

from banyan.desk.records.actions import may_declare
from banyan.desk.records.models import Organization


def address_of_new(table: str, uscc: str) -> str:
    """The form for a new record of the table, or for the profile; empty where organizations
    declare none."""
    if table == Organization.table.name:
        return reverse("records:change_record", args=(table, uscc))
    if not table or not may_declare(table, new=True):
        return ""
    return f"{reverse('records:new_record', args=(table,))}?uscc={uscc}"
