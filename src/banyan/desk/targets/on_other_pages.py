"""The targets on the page of the article that sets them, and on that of an organization that counts
in them."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from banyan.desk.people.access import account_of
from banyan.desk.people.roles import Role
from banyan.desk.records.models import Organization
from banyan.desk.targets.amounts import written
from banyan.desk.targets.indicators import Indicator, declared_indicators
from banyan.desk.targets.models import Standing
from banyan.desk.targets.scope import READERS
from banyan.desk.targets.sources import source_of
from banyan.desk.ui.sections import Section
from banyan.rules.articles import Article


def _reads(request: HttpRequest) -> bool:
    account = account_of(request)
    return account is not None and Role(account.role) in READERS


def of_article(request: HttpRequest, article: Article) -> Section | None:
    """The indicators of the article with their lights; for those who see targets."""
    found = [one for one in declared_indicators().values() if one.article == article.number]
    if not found or not _reads(request):
        return None
    standings = Standing.objects.visible_to(account_of(request)).filter(
        indicator__in=[one.code for one in found], county=""
    )
    held = {one.indicator: one for one in standings}
    rows = [_row(one, held.get(one.code)) for one in found]
    return Section("targets/of_article.html", {"rows": rows})


def _row(indicator: Indicator, standing: Standing | None) -> dict[str, Any]:
    return {
        "indicator": indicator,
        "standing": standing,
        "value": written(indicator, None if standing is None else standing.value),
        "target": written(indicator, None if standing is None else standing.target),
    }


def of_organization(request: HttpRequest, organization: Any) -> Section | None:
    """The indicators among whose rows the organization is today."""
    if not _reads(request):
        return None
    today = timezone.localdate()
    found = [
        indicator
        for indicator in declared_indicators().values()
        if counts_in(indicator, organization, today)
    ]
    context = {"indicators": found, "organization": organization}
    return Section("targets/of_organization.html", context) if found else None


def counts_in(indicator: Indicator, organization: Any, day: Any) -> bool:
    """Whether the organization, or a row of it, counts for the day."""
    source = source_of(indicator)
    if source is None or source.rows is None or source.organization is None:
        return False
    rows = source.rows(indicator, day)
    if rows.model is Organization:
        return rows.filter(pk=organization.pk).exists()
    return rows.filter(**{source.organization: organization}).exists()
