"""Whose records an account may write."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Organization
from banyan.desk.records.rows import in_pieces


class Writable:
    """What an account writes it must be able to see; ``None`` is the system, which writes all.
    Whether a role may write at all its action says."""

    def __init__(self, account: Account | None) -> None:
        self.account = account
        self.everything = account is None or Role(account.role) in SEE_WHOLE_CITY
        self.known: set[str] = set()

    def learn(self, codes: Iterable[str]) -> None:
        """Looks up which of the organizations the account sees."""
        for piece in in_pieces(set(codes) - self.known):
            seen = Organization.objects.visible_to(self.account).filter(pk__in=piece)
            self.known.update(seen.values_list("pk", flat=True))

    def includes(self, code: str, new: Mapping[str, str | None]) -> bool:
        """Whether the organization is one of theirs, or a new one (``new``: its county) that
        will be."""
        if self.everything or code in self.known:
            return True
        county = self.account.county if self.account is not None else ""
        return bool(county) and new.get(code) == county

    def county_allowed(self, county: str | None) -> bool:
        """Whether an organization of theirs may be one of this county."""
        if self.everything or self.account is None or not self.account.county:
            return True
        return county == self.account.county
