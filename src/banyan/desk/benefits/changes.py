"""Hears of changes that leave no revision of a record: a verification, a figure."""

from __future__ import annotations

from banyan.desk.audit.models import Entry
from banyan.desk.benefits.keeping import verified, want_boards

FIGURES = "policy.confirm_figure"
VERIFIED = "records.verify"


def on_entry(entry: Entry) -> None:
    """Called after commit. (What a figure changes shows by the hash of the policy; the boards have
    to be asked for.)"""
    if entry.action == FIGURES:
        want_boards()
    elif entry.action == VERIFIED and entry.organization:
        verified(entry.organization)
