"""Which rounds, proposals and entries an account sees."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from banyan.desk.lists.declared import declared_lists
from banyan.desk.lists.holding import lists_led_by
from banyan.desk.people.models import Account
from banyan.desk.people.roles import SEE_WHOLE_CITY, Role
from banyan.desk.records.models import Representation


def own_codes(account: Account) -> list[str]:
    """The credit codes of the organizations that the account speaks for. Asked first: as a part of
    a query it would have the database look at every row."""
    found = Representation.objects.filter(account=account)
    return list(found.values_list("organization_id", flat=True))


def _inside(account: Account | None, by_list: str) -> Q | None:
    """What is seen because of an office or a representation; ``None`` for everything."""
    if account is None or not account.is_active:
        return Q(pk__in=[])
    role = Role(account.role)
    if role in SEE_WHOLE_CITY:
        return None
    if role is Role.COUNTY and account.county:
        return Q(county=account.county)
    if role is Role.ENTERPRISE:
        return Q(organization__in=own_codes(account))
    if role is Role.DEPARTMENT:
        return Q(**{f"{by_list}__in": lists_led_by(account)})
    return Q(pk__in=[])


class ListedQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ListedQuerySet:
        """Those who see the whole city see all, a county's officers those of the county, a
        department those of the lists that it answers for, an enterprise its own. Closed by
        default."""
        condition = _inside(account, "list")
        return self if condition is None else self.filter(condition)

    def published(self) -> ListedQuerySet:
        """What everybody may read: who stands in a public list."""
        public = [code for code, one in declared_lists().items() if one.public]
        return self.standing().filter(list__in=public)

    def standing(self) -> ListedQuerySet:
        return self.filter(left_on=None)


class CandidacyQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> CandidacyQuerySet:
        """As entries. Closed by default."""
        condition = _inside(account, "round__list")
        return self if condition is None else self.filter(condition)


class StandingQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> StandingQuerySet:
        """As entries. Closed by default."""
        condition = _inside(account, "list")
        return self if condition is None else self.filter(condition)


class OfEntryQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> OfEntryQuerySet:
        """Those of the entries that the account sees."""
        from banyan.desk.lists.models import Entry

        if account is not None and account.is_active and Role(account.role) in SEE_WHOLE_CITY:
            return self
        return self.filter(entry__in=Entry.objects.visible_to(account))


class RoundQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> RoundQuerySet:
        """Officials and enterprises see those that were opened, who decides also the drafts.
        Closed by default."""
        if account is None or not account.is_active:
            return self.none()
        role = Role(account.role)
        if role in SEE_WHOLE_CITY:
            return self
        if role is Role.DEPARTMENT:
            return self.filter(list__in=lists_led_by(account))
        opened = self.exclude(state="draft")
        if role is Role.COUNTY:
            return opened
        if role is Role.ENTERPRISE:
            mine = [one.code for one in declared_lists().values() if role in one.proposes]
            return opened.filter(list__in=mine)
        return self.none()


class PublicationQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> PublicationQuerySet:
        """Those who see the whole city, and the department that answers for the list."""
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) in SEE_WHOLE_CITY:
            return self
        if Role(account.role) is Role.DEPARTMENT:
            return self.filter(round__list__in=lists_led_by(account))
        return self.none()


class ListImportQuerySet(models.QuerySet[Any]):
    def visible_to(self, account: Account | None) -> ListImportQuerySet:
        """Those who see the whole city but finance officers; those of the county for its
        officers, those of its lists for a department."""
        if account is None or not account.is_active:
            return self.none()
        if Role(account.role) in SEE_WHOLE_CITY - {Role.FINANCE}:
            return self
        if Role(account.role) is Role.COUNTY and account.county:
            return self.filter(county=account.county)
        if Role(account.role) is Role.DEPARTMENT:
            return self.filter(list__in=lists_led_by(account))
        return self.none()
