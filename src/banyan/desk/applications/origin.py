"""From a record back to the applications that made it or had it verified."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils.translation import gettext as _

from banyan.desk.applications.models import Application
from banyan.desk.applications.states import State
from banyan.desk.people.models import Account
from banyan.desk.records.origins import Origin


def applications_behind(account: Account | None, table: str, key: str) -> Iterator[Origin]:
    """Those that were approved, for whoever sees them."""
    seen = Application.objects.visible_to(account).filter(state=State.APPROVED)
    for one in seen.filter(rows__table=table, rows__key=key).distinct().order_by("-pk"):
        words = _("Application %(reference)s with its evidence") % {"reference": one.reference}
        yield Origin(words, reverse("applications:application", args=[one.pk]))
