"""Who speaks for organizations, for those who have something to tell them."""

from __future__ import annotations

from collections.abc import Collection

from banyan.desk.people.models import Account
from banyan.desk.records.models import Representation
from banyan.desk.records.rows import in_pieces


def representatives(codes: Collection[str]) -> dict[str, list[Account]]:
    """The open accounts that represent each organization; an empty list where nobody does."""
    found: dict[str, list[Account]] = {code: [] for code in codes}
    for piece in in_pieces(found):
        rows = Representation.objects.filter(organization__in=piece, account__is_active=True)
        for one in rows.select_related("account").order_by("account"):
            found[one.organization_id].append(one.account)
    return found
