"""Whether the records have changed since a search."""

from __future__ import annotations

from django.db.models import Max, Q

from banyan.desk.audit.models import Entry

_NO_CHANGE = ("records.view_organization", "records.upload", "records.check_import")
_OTHERS = ("operations.load_facts", "operations.set_up_demo", "policy.confirm_figure")


def last_entry() -> int:
    """The last of the audit's entries that may change what is matched: about records, who speaks
    for whom, a figure."""
    of_records = Q(action__startswith="records.") & ~Q(action__in=_NO_CHANGE)
    found = Entry.objects.filter(of_records | Q(action__in=_OTHERS))
    return found.aggregate(last=Max("number"))["last"] or 0
